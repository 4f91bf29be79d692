/** Whether a page's policies let its form request a flow, and let it go where it goes. */
import { metricsFlowUrl } from '../../rules/metrics-flow-url.js';
import { safeUrl } from '../../rules/addresses.js';
import { discardBody, fetchUntil } from '../bounded-fetch.js';
import { excerpt } from '../printable.js';
import { blocksOf, missingFromSandbox, type Block, type FormDirective } from './csp.js';
import { failure, note, ok, type Finding } from './findings.js';
import type { Destination, PageElement } from './page-elements.js';
import type { FetchedPage, PageRequests } from './page.js';

/** What a page's form loses where a directive blocks it. */
const LOSSES: Record<FormDirective, string> = {
  'connect-src': 'the request for a flow, so that no metrics reach FxA',
  'form-action': 'the form, so that nobody can sign up',
};

/** Whether the page can request a flow from the server at `fxaUrl`. */
export const connectFindings = (fxaUrl: string, page: FetchedPage): Finding[] =>
  directiveFindings('connect-src', new URL(metricsFlowUrl(fxaUrl, {})), page);

/** Whether a form may go to the FxA server. */
export const formActionFindings = (url: URL, page: FetchedPage): Finding[] =>
  directiveFindings('form-action', url, page);

/** Whether the element's form, or link, may go where it goes. */
export async function destinationFindings(
  element: PageElement,
  page: FetchedPage,
  requests: PageRequests,
): Promise<Finding[]> {
  const { name, destination, fxaUrl } = element;
  if (!destination) {
    return [
      failure('element', `${name} has no link to an https: address in it. Put one there: <a href="…">.`),
    ];
  }
  const { url, method } = destination;
  if (method === 'link') return [];
  if (!safeUrl(url.href)) {
    const where = `${excerpt(url.href)}, so that the address of the visitor could be read on its way`;
    return [failure('element', `The form of ${name} goes to ${where}. Let it go to an https: address.`)];
  }
  const fxa = new URL(fxaUrl);
  const direct = formActionFindings(url, page);
  if (url.origin === fxa.origin) return direct;
  const others: Finding[] =
    url.origin === page.url.origin
      ? []
      : [
          note(
            'element',
            `The form of ${name} goes to ${url.origin}, which is neither the FxA server ${fxaUrl} nor the page's own origin. Set fxa-url, or the form's action.`,
          ),
        ];
  return [...others, ...direct, ...(await redirectFindings(destination, fxa, page, requests))];
}

/**
 * Chromium applies `form-action` to where a submission is redirected to as well, other browsers do not. An endpoint of the
 * site's own that takes a `GET` is requested once, without an address, to see whether it redirects to FxA.
 */
async function redirectFindings(
  { url, method }: Destination,
  fxa: URL,
  page: FetchedPage,
  requests: PageRequests,
): Promise<Finding[]> {
  const blocks = blocksOf(page.policies, 'form-action', fxa, page.url).filter(
    ({ policy }) => policy.enforced,
  );
  const [block] = blocks;
  if (!block) return [];
  const redirects = method === 'get' && (await redirectsTo(fxa, url, requests));
  const says = `${block.directive} is ${excerpt(block.sources.join(' ')) || 'empty'}`;
  return [
    redirects
      ? failure(
          'form-action',
          `${url.origin}${url.pathname} redirects to ${fxa.origin}, which the page's Content-Security-Policy blocks in Chromium, so that nobody can sign up there: ${says}. Add ${fxa.origin} to form-action.`,
        )
      : note(
          'form-action',
          `Where ${url.origin}${url.pathname} redirects the form to ${fxa.origin}, Chromium blocks it: ${says}. Then add ${fxa.origin} to form-action.`,
        ),
  ];
}

async function redirectsTo(fxa: URL, url: URL, { request, bounded }: PageRequests): Promise<boolean> {
  try {
    const response = await bounded((end) => fetchUntil(end, request, url, { redirect: 'manual' }));
    discardBody(response);
    const location = response.headers.get('Location') ?? '';
    return URL.canParse(location, url) && new URL(location, url).origin === fxa.origin;
  } catch {
    // Not known, then: the form may work where a request of ours does not.
    return false;
  }
}

function directiveFindings(directive: FormDirective, target: URL, page: FetchedPage): Finding[] {
  const blocks = blocksOf(page.policies, directive, target, page.url);
  const found = blocks.map((block) => blockFinding(block, directive, target));
  if (blocks.some(({ policy }) => policy.enforced)) return found;
  const message = page.policies.length
    ? `The page's Content-Security-Policy lets the form reach ${target.origin}.`
    : 'The page has no Content-Security-Policy that could block the form.';
  return [ok(directive, message), ...found];
}

function blockFinding({ policy, directive, sources }: Block, wanted: FormDirective, target: URL): Finding {
  const where = policy.from === 'meta' ? 'in a <meta>' : 'in its header';
  const says = `${directive} is ${excerpt(sources.join(' ')) || 'empty'}`;
  const fallback = directive === wanted ? '' : `, which counts for ${wanted} too`;
  const verb = policy.enforced ? 'blocks' : 'is report-only, but would block';
  return (policy.enforced ? failure : note)(
    wanted,
    `The page's Content-Security-Policy ${where} ${verb} ${LOSSES[wanted]}: ${says}${fallback}. Add ${target.origin} to ${wanted}.`,
  );
}

/** Whether the page is in a sandbox in which no form works. */
export function sandboxFindings(page: FetchedPage): Finding[] {
  const missing = missingFromSandbox(page.policies);
  return missing.length === 0
    ? []
    : [
        failure(
          'page',
          `The page's Content-Security-Policy puts it into a sandbox in which the form does not work. Add ${missing.join(' ')} to sandbox.`,
        ),
      ];
}
