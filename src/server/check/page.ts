/** A page that may hold the form: its HTML, and the headers that it comes with. */
import { parse } from 'parse5';
import { causeOf, discardBody, fetchUntil, readAtMost } from '../bounded-fetch.js';
import { excerpt } from '../printable.js';
import { parsePolicies, type Policy } from './csp.js';
import { attributesOf, elementsInPage, type Document, type Element } from './html.js';

/** The most that is read of a page, in bytes: several times a large one. */
const PAGE_LIMIT = 2 * 1024 * 1024;

/** How a check fetches what belongs to a page. */
export interface PageRequests {
  readonly request: typeof fetch;
  /** Does `work` with a signal that aborts when the time is over, or the caller wants no more. */
  readonly bounded: <Result>(work: (end: AbortSignal) => Promise<Result>) => Promise<Result>;
}

/** A page that has been fetched. */
export interface FetchedPage {
  /** Where the page was in the end, all redirects followed: what `'self'` in its policies means. */
  readonly url: URL;
  /** What addresses in the page are resolved against. */
  readonly baseUrl: URL;
  readonly headers: Headers;
  readonly policies: readonly Policy[];
  readonly document: Document;
}

/**
 * Fetches the page at `url`.
 *
 * @throws {Error} with a sentence, where there is no page to read
 */
export async function fetchPage(url: URL, { request, bounded }: PageRequests): Promise<FetchedPage> {
  let response: Response;
  let html = '';
  try {
    response = await bounded(async (end) => {
      const received = await fetchUntil(end, request, url, { headers: { Accept: 'text/html' } });
      if (received.ok) html = decode(await readAtMost(PAGE_LIMIT, received, end), received.headers);
      else discardBody(received);
      return received;
    });
  } catch (error) {
    throw new Error(
      `The page ${excerpt(url.href)} cannot be read (${excerpt(causeOf(error))}). Check the address.`,
      { cause: error },
    );
  }
  const { ok, status, headers } = response;
  if (!ok) {
    throw new Error(
      `The page ${excerpt(url.href)} responds with ${status}. Check the address, and whether it needs a login.`,
    );
  }
  const document = parse(html, { sourceCodeLocationInfo: true });
  const pageUrl = new URL(response.url || url);
  const policiesIn = (name: string, enforced: boolean) =>
    parsePolicies(headers.get(name) ?? '', 'header', enforced);
  return {
    url: pageUrl,
    baseUrl: baseUrlOf(document, pageUrl),
    headers,
    document,
    policies: [
      ...policiesIn('Content-Security-Policy', true),
      ...policiesIn('Content-Security-Policy-Report-Only', false),
      ...metaPolicies(document),
    ],
  };
}

function decode(bytes: Uint8Array, headers: Headers): string {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(headers.get('Content-Type') ?? '')?.[1];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // What FxA's rules let through is the same in every encoding that is left.
    return new TextDecoder().decode(bytes);
  }
}

function baseUrlOf(document: Document, url: URL): URL {
  const hrefs = elementsInPage(document, 'base').flatMap((base) => attributesOf(base).get('href') ?? []);
  const [href] = hrefs;
  return href !== undefined && URL.canParse(href, url) ? new URL(href, url) : url;
}

/** The policies in `<meta>`: browsers obey them in the head alone. */
function metaPolicies(document: Document): Policy[] {
  const inHead = (element: Element) => {
    const { parentNode } = element;
    return parentNode !== null && 'tagName' in parentNode && parentNode.tagName === 'head';
  };
  return elementsInPage(document, 'meta')
    .filter(inHead)
    .map(attributesOf)
    .filter((attributes) => attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy')
    .flatMap((attributes) => parsePolicies(attributes.get('content') ?? '', 'meta'));
}
