import { z } from 'zod';
import { FXA_URL, fxaServerUrl } from '../../rules/addresses.js';
import { metricsFlowUrl } from '../../rules/metrics-flow-url.js';
import type { ParameterValues } from '../../rules/parameters.js';
import { withDeadline } from '../deadline.js';
import {
  fetchSchema,
  fxaUrlSchema,
  option,
  originSchema,
  pageSchema,
  signalSchema,
  timeoutSchema,
} from '../option-schemas.js';
import { membersOf, parseOptions } from '../options.js';
import { printable } from '../printable.js';
import { DEFAULT_TIMEOUT, requestAs, type RequestSettings } from '../request-as.js';
import { checkPage, type GivenSettings } from './check-page.js';
import { failure, unique, type CheckRequest, type Finding, type IntegrationReport } from './findings.js';
import { clockFindings, responseFindings } from './fxa-response.js';
import { readPageElements, type PageElement } from './page-elements.js';
import { fetchPage, type FetchedPage, type PageRequests } from './page.js';
import { CHECKED_PARAMETERS, missingParameters, readParameters } from './parameters.js';

/** An integration to check. What is not given, the elements on the pages tell. */
export interface Integration extends RequestSettings {
  /** The origin of the pages that hold the form, as browsers write it: `https://example.org`. Default: each page's own. */
  readonly origin?: string;
  /**
   * The parameters that the form sends. `form_type` is `other` where nothing else is said, so that the check is not
   * counted as a form that somebody has seen.
   */
  readonly parameters?: ParameterValues;
  /** The addresses of pages that hold the form, or a link. */
  readonly pages?: readonly string[];
}

const integrationSchema = z.strictObject({
  origin: originSchema.optional(),
  parameters: option<ParameterValues>(
    (value) => typeof value === 'object' && value !== null,
    'an object of FxA parameters: { entrypoint: "…" }',
  )
    .transform((parameters) => membersOf(parameters, CHECKED_PARAMETERS) as Record<string, unknown>)
    .default({}),
  pages: z.array(pageSchema, { error: 'has to be a list of addresses' }).default([]),
  fxaUrl: fxaUrlSchema.optional(),
  timeout: timeoutSchema.default(DEFAULT_TIMEOUT),
  signal: signalSchema.optional(),
  fetch: fetchSchema.optional(),
});

/** A page that the check has looked for. */
interface CheckedPage {
  readonly address: URL;
  /** The page, or why there is none. */
  readonly page: FetchedPage | string;
  readonly elements: readonly PageElement[];
}

/** A request to FxA, as a page would send it. */
interface FlowRequest {
  readonly origin: string;
  readonly fxaUrl: string;
  readonly parameters: ParameterValues;
}

/**
 * Requests a flow from FxA as a page of the site would, and says whether FxA accepts that, and where not, why. Reads the
 * pages that it is given, and says what would keep their forms from working.
 *
 * Sends one request for each different set of parameters, for a flow that nobody uses: where FxA accepts it, it counts
 * one `flow.begin`. Parameters that are off their rule are reported and left out, so that they do not hide what else
 * there is to find. Never rejects: bad options are failures in the report.
 *
 * `timeout` bounds each request, to FxA, for a page, and for what a page loads; `signal` ends the whole check.
 */
export async function checkIntegration(integration: Integration): Promise<IntegrationReport> {
  const { options, problems } = parseOptions(integrationSchema, integration);
  if (problems)
    return report(
      [],
      problems.map((message) => failure('argument', message)),
    );
  const { timeout, signal, fetch: request = fetch } = options;
  if (options.origin === undefined && options.pages.length === 0) {
    return report([], [failure('argument', 'Either origin or pages has to be there.')]);
  }

  const requests: PageRequests = { request, bounded: (work) => withDeadline(timeout, signal, work) };
  const { parameters, findings } = readParameters(options.parameters);
  const given: GivenSettings = {
    origin: options.origin,
    fxaUrl: options.fxaUrl === undefined ? undefined : fxaServerUrl(options.fxaUrl),
    parameters,
  };

  const pages: CheckedPage[] = [];
  for (const address of options.pages) pages.push(await readPage(new URL(address), given, requests));
  const flowRequests = flowRequestsOf(pages, given);

  const sent: CheckRequest[] = [];
  const ofFxa: Finding[] = [];
  for (const each of flowRequests) {
    const { counted, findings: found } = await sendRequest(each, timeout, requests);
    sent.push({ url: metricsFlowUrl(each.fxaUrl, each.parameters), counted });
    ofFxa.push(...found);
  }
  const isAlone = pages.every(({ elements }) => elements.length === 0);
  const missing = isAlone ? missingParameters(namesIn(options.parameters)) : [];

  const ofPages: Finding[] = [];
  for (const { address, page, elements } of pages) {
    const found =
      typeof page === 'string'
        ? [failure('page', page)]
        : await checkPage(page, elements, given, given.fxaUrl ?? FXA_URL, requests);
    ofPages.push(...found.map((each) => ({ ...each, page: address.href })));
  }
  const aborted = signal?.aborted ? [failure('argument', "The caller's signal has aborted the check.")] : [];
  return report(sent, [
    ...unique(ofFxa.filter(({ part }) => part !== 'clock')),
    ...findings,
    ...missing,
    ...unique(ofFxa.filter(({ part }) => part === 'clock')),
    ...ofPages,
    ...aborted,
  ]);
}

/** The names of the parameters that are there, whatever their values. */
const namesIn = (parameters: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(parameters).filter((name) => parameters[name] !== undefined);

const report = (requests: readonly CheckRequest[], findings: readonly Finding[]): IntegrationReport => ({
  ok: findings.every(({ level }) => level !== 'failure'),
  requests,
  findings: findings.map((each) => ({
    ...each,
    message: printable(each.message),
    ...(each.parameter !== undefined && { parameter: printable(each.parameter) }),
  })),
});

async function readPage(
  address: URL,
  { fxaUrl }: GivenSettings,
  requests: PageRequests,
): Promise<CheckedPage> {
  try {
    const page = await fetchPage(address, requests);
    return { address, page, elements: readPageElements(page, fxaUrl) };
  } catch (error) {
    return {
      address,
      page: error instanceof Error ? error.message : 'The page cannot be read.',
      elements: [],
    };
  }
}

/** The requests that the pages' elements would send, each once; without pages and elements, what is given alone. */
function flowRequestsOf(pages: readonly CheckedPage[], given: GivenSettings): FlowRequest[] {
  const requestFor = (origin: string, fxaUrl: string, parameters: ParameterValues): FlowRequest => {
    const own = readParameters(
      Object.fromEntries(Object.entries(parameters).filter(([name]) => isSent(name))),
    ).parameters;
    return { origin, fxaUrl, parameters: { form_type: 'other', ...own, ...given.parameters } };
  };
  const ofElements = pages.flatMap(({ page, elements }) =>
    typeof page === 'string'
      ? []
      : elements
          .filter(({ requestsFlow }) => requestsFlow)
          .map(({ fxaUrl, parameters }) => requestFor(given.origin ?? page.url.origin, fxaUrl, parameters)),
  );
  const [first] = pages;
  const hasElements = pages.some(({ elements }) => elements.length > 0);
  const fallback = first && (typeof first.page === 'string' ? first.address : first.page.url).origin;
  const alone = requestFor(given.origin ?? fallback ?? '', given.fxaUrl ?? FXA_URL, {});
  const all = hasElements ? ofElements : [alone];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

/** A check is no seen form, so the form's own `form_type` stays out. */
const isSent = (name: string): boolean =>
  name !== 'form_type' && CHECKED_PARAMETERS.some((checked) => checked === name);

async function sendRequest(
  { origin, fxaUrl, parameters }: FlowRequest,
  timeout: number,
  { request, bounded }: PageRequests,
): Promise<{ counted: boolean; findings: Finding[] }> {
  const sentAt = Date.now();
  const url = metricsFlowUrl(fxaUrl, parameters);
  const reply = await bounded((end) => requestAs(origin, url, end, request));
  const arrivedAt = Date.now();
  return {
    counted: 'flow' in reply.result,
    findings: [
      ...responseFindings(reply, parameters, { origin, fxaUrl, timeout }),
      ...clockFindings(reply, (sentAt + arrivedAt) / 2),
    ],
  };
}
