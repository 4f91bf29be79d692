/** The page that holds the form, and the policies that it comes with. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { causeOf } from './request-as.js';
import { parsePolicies, type Policy } from './csp.js';

/** A page that has been fetched. */
export interface FetchedPage {
  /** Where the page was in the end, all redirects followed: what `'self'` in its policies means. */
  readonly url: URL;
  readonly policies: readonly Policy[];
}

/**
 * Fetches the page at `url` and reads its policies.
 *
 * @throws {Error} with a sentence, where there is no page to read
 */
export async function fetchPage(
  url: URL,
  signal: AbortSignal,
  request: typeof fetch = fetch,
): Promise<FetchedPage> {
  let response: Response;
  let html: string;
  try {
    response = await request(url, { headers: { Accept: 'text/html' }, signal });
    html = await response.text();
  } catch (error) {
    throw new Error(`The page ${url.href} cannot be read (${causeOf(error)}). Check the address.`, {
      cause: error,
    });
  }
  const { ok, status, headers } = response;
  if (!ok) {
    throw new Error(
      `The page ${url.href} answers with ${status}. Check the address, and whether it asks for a login.`,
    );
  }
  const policiesIn = (name: string, enforced: boolean) =>
    parsePolicies(headers.get(name) ?? '', 'header', enforced);
  return {
    url: new URL(response.url || url),
    policies: [
      ...policiesIn('Content-Security-Policy', true),
      ...policiesIn('Content-Security-Policy-Report-Only', false),
      ...metaPolicies(html),
    ],
  };
}

/** The policies in `<meta>`: browsers heed them in the head alone. */
function metaPolicies(html: string): Policy[] {
  const head = childNamed(childNamed(parse(html), 'html'), 'head');
  return (head?.childNodes ?? []).flatMap((node) => {
    if (!('attrs' in node) || node.tagName !== 'meta') return [];
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
    return attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy'
      ? parsePolicies(attributes.get('content') ?? '', 'meta')
      : [];
  });
}

function childNamed(
  parent: DefaultTreeAdapterTypes.ParentNode | undefined,
  name: string,
): DefaultTreeAdapterTypes.Element | undefined {
  return parent?.childNodes.find(
    (node): node is DefaultTreeAdapterTypes.Element => 'tagName' in node && node.tagName === name,
  );
}
