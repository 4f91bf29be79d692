/**
 * What a Content-Security-Policy lets a page do with the FxA server: https://w3c.github.io/webappsec-csp/
 *
 * Only what the form needs of it: `connect-src` for the request of a flow, `form-action` for the form.
 */
import parseContentSecurityPolicy from 'content-security-policy-parser';

/** The directives that decide about the form. */
export type FormDirective = 'connect-src' | 'form-action';

/** One policy of a page. */
export interface Policy {
  /** Where the page says it. */
  readonly from: 'header' | 'meta';
  /** Whether it blocks. One that is `report-only` tells what it would block, and blocks nothing. */
  readonly enforced: boolean;
  /** Directives by their names in lower case, with the values as they were written. */
  readonly directives: ReadonlyMap<string, readonly string[]>;
}

/** What blocks a request: the directive as the policy writes it. */
export interface Block {
  readonly policy: Policy;
  readonly directive: string;
  readonly sources: readonly string[];
}

/** The policies of a header's value, or of the `content` of a `<meta>`: several are parted by commas. */
export function parsePolicies(value: string, from: Policy['from'], enforced = true): Policy[] {
  return value
    .split(',')
    .map((policy) => ({ from, enforced, directives: parseContentSecurityPolicy(policy) }))
    .filter(({ directives }) => directives.size > 0);
}

/**
 * What blocks `target` for a page at `page`: every policy has to let it through, so that there can be several.
 */
export function blocksOf(
  policies: readonly Policy[],
  directive: FormDirective,
  target: URL,
  page: URL,
): Block[] {
  // Only the directives that fetch something fall back on default-src; form-action does not.
  const names = directive === 'connect-src' ? [directive, 'default-src'] : [directive];
  return policies.flatMap((policy) => {
    const name = names.find((candidate) => policy.directives.has(candidate));
    if (name === undefined) return [];
    const sources = policy.directives.get(name) ?? [];
    const allowed = sources.some((source) => matchesSource(source, target, page));
    return allowed ? [] : [{ policy, directive: name, sources }];
  });
}

/**
 * What the directive `sandbox` takes away from a page that holds the form, as the keywords that would give it back.
 * It counts in headers only.
 */
export function missingFromSandbox(policies: readonly Policy[]): string[] {
  const needed = ['allow-scripts', 'allow-forms', 'allow-same-origin'];
  const sandboxes = policies
    .filter(({ from, enforced }) => from === 'header' && enforced)
    .map(({ directives }) => directives.get('sandbox')?.map((keyword) => keyword.toLowerCase()));
  return needed.filter((keyword) => sandboxes.some((keywords) => keywords && !keywords.includes(keyword)));
}

const SCHEME_SOURCE = /^([a-z][a-z\d+.-]*):$/i;
const HOST_SOURCE =
  /^(?:(?<scheme>[a-z][a-z\d+.-]*):\/\/)?(?<host>\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?)(?::(?<port>\d+|\*))?(?<path>\/[^?#]*)?$/i;

/** https://w3c.github.io/webappsec-csp/#match-url-to-source-expression, for a `target` at `http:` or `https:`. */
function matchesSource(source: string, target: URL, page: URL): boolean {
  if (source === '*') return true;
  if (source.toLowerCase() === "'self'") return matchesSelf(target, page);

  const scheme = SCHEME_SOURCE.exec(source)?.[1];
  if (scheme !== undefined) return matchesScheme(scheme, target);

  const parts = HOST_SOURCE.exec(source)?.groups;
  return (
    parts?.['host'] !== undefined &&
    matchesScheme(parts['scheme'] ?? page.protocol.slice(0, -1), target) &&
    matchesHost(parts['host'].toLowerCase(), target.hostname) &&
    matchesPort(parts['port'], target) &&
    matchesPath(parts['path'] ?? '', target.pathname)
  );
}

/** A page may always reach its own host over a safer scheme. */
function matchesSelf(target: URL, page: URL): boolean {
  return target.origin === page.origin || (target.host === page.host && target.protocol === 'https:');
}

/**
 * An expression about `http:` lets `https:` through too. By the specification so does one about `wss:`, but browsers
 * do not do that.
 */
function matchesScheme(written: string, { protocol }: URL): boolean {
  const [pattern, scheme] = [written.toLowerCase(), protocol.slice(0, -1)];
  return pattern === scheme || (pattern === 'http' && scheme === 'https');
}

function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  // "*.example.org" is every host below example.org, and not example.org.
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}

function matchesPort(pattern: string | undefined, { port, protocol }: URL): boolean {
  const byDefault = protocol === 'https:' ? '443' : '80';
  return pattern === '*' || (pattern ?? byDefault) === (port || byDefault);
}

/** A path that ends with a slash is a folder, any other one a file. */
function matchesPath(pattern: string, path: string): boolean {
  if (pattern === '' || pattern === '/') return true;
  const pieces = (text: string) => text.split('/').map(decode);
  const [wanted, given] = [pieces(pattern), pieces(path)];
  const folder = wanted.at(-1) === '';
  if (folder) wanted.pop();
  return (
    (folder ? given.length > wanted.length : given.length === wanted.length) &&
    wanted.every((piece, index) => piece === given[index])
  );
}

/** Broken escapes stay as they are: a policy is the page's text, and must not make the check fall over. */
function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
