/** What tests of the rules start from. */
import { metricsFlowUrl } from '../../src/rules/metrics-flow-url.js';
import { withAttribution } from '../../src/rules/attribution.js';
import { resolveSettings, type AuthoredSettings, type ResolvedSettings } from '../../src/rules/settings.js';

/** Firefox for desktop, in which everything that is good goes out. */
export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

export const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** What FxA asks every site for. */
export const ATTRIBUTION = { entrypoint: 'test-page', 'utm-source': 'tests', 'utm-campaign': 'all' };

/** Where a form stands beside what its author wrote. */
export interface Place {
  readonly userAgent?: string | undefined;
  readonly pageQuery?: string;
}

/** Resolves what an author wrote on a page of `https://example.org`, for a visitor with Firefox for desktop. */
export function resolved(authored: Partial<AuthoredSettings> = {}, place: Place = {}): ResolvedSettings {
  const { userAgent, pageQuery = '' } = { userAgent: FIREFOX, ...place };
  const settings: AuthoredSettings = {
    formType: 'email',
    attributes: ATTRIBUTION,
    fields: [],
    baseUrl: 'https://example.org/shop/',
    pageOrigin: 'https://example.org',
    formAction: '',
    optedOut: false,
    userAgent,
    ...authored,
  };
  return withAttribution(resolveSettings(settings), pageQuery);
}

/** A record with its own members only, as a plain object: some are made without a prototype, which is not to be seen. */
export const plain = <T extends object>(record: T): T => ({ ...record });

/** The rejections of `settings` in short. */
export const rejected = ({ rejections }: Pick<ResolvedSettings, 'rejections'>) =>
  rejections.map(({ name, value, reason }) => [name, value, reason]);

/** The query of the flow request. */
export const requestQuery = ({ fxaUrl, parameters }: ResolvedSettings): Record<string, string> =>
  Object.fromEntries(new URL(metricsFlowUrl(fxaUrl, parameters)).searchParams);
