/** Whether the page loads a script that can define the elements, and whether browsers run it. */
import { createHash } from 'node:crypto';
import { causeOf, discardBody, fetchUntil, readAtMost } from '../bounded-fetch.js';
import { excerpt } from '../printable.js';
import type { Policy } from './csp.js';
import { failure, note, ok, type Finding } from './findings.js';
import { attributesOf, elementsInPage } from './html.js';
import { FORM_TAG } from './page-elements.js';
import type { FetchedPage, PageRequests } from './page.js';

/** The most that is read of a script, in bytes: hundreds of times this package's. */
const SCRIPT_LIMIT = 8 * 1024 * 1024;

/** A `<script>` that browsers run. */
interface Script {
  readonly url: URL | undefined;
  readonly isModule: boolean;
  readonly integrity: string | undefined;
}

const JAVASCRIPT = /^$|^module$|^(text|application)\/(java|ecma)script$/i;

function scriptsOf({ document, baseUrl }: FetchedPage): Script[] {
  return elementsInPage(document, 'script')
    .map(attributesOf)
    .filter((script) => JAVASCRIPT.test(script.get('type')?.trim() ?? ''))
    .map((script) => {
      const src = script.get('src');
      return {
        url: src !== undefined && URL.canParse(src, baseUrl) ? new URL(src, baseUrl) : undefined,
        isModule: script.get('type')?.trim().toLowerCase() === 'module',
        integrity: script.get('integrity')?.trim() || undefined,
      };
    });
}

/** By its address alone: what a bundle holds is not known. */
const isOurs = ({ url }: Script): boolean => url?.href.includes(FORM_TAG) ?? false;

/** Whether there is any script in the page that could add or define elements. */
export const hasScripts = (page: FetchedPage): boolean => scriptsOf(page).length > 0;

/** Whether a script that defines the elements is there and runs. */
export async function scriptFindings(page: FetchedPage, requests: PageRequests): Promise<Finding[]> {
  const scripts = scriptsOf(page);
  const ours = scripts.filter(isOurs);
  const integrity = await Promise.all(ours.map((script) => integrityFindings(script, requests)));
  return [...presenceFindings(scripts, ours), ...integrity.flat(), ...trustedTypesFindings(page, scripts)];
}

function presenceFindings(scripts: readonly Script[], ours: readonly Script[]): Finding[] {
  if (scripts.length === 0) {
    return [
      failure(
        'script',
        `The page has no script, so nothing defines the element. Add the one of ${FORM_TAG}.`,
      ),
    ];
  }
  if (ours.length === 0) {
    return [
      note(
        'script',
        `No script of the page has ${FORM_TAG} in its address. If one of the page's ${scripts.length} scripts holds it, that is fine: a check does not run scripts.`,
      ),
    ];
  }
  return ours.map(({ url, isModule }) => {
    const address = excerpt(url?.href ?? '');
    return isModule
      ? ok('script', `The page loads ${address}.`)
      : failure(
          'script',
          `The script ${address} is a module, and does not run without type="module". Add it.`,
        );
  });
}

const STRENGTHS = ['sha512', 'sha384', 'sha256'] as const;

/** https://w3c.github.io/webappsec-subresource-integrity/: of the known kinds of hashes, the strongest counts. */
async function integrityFindings(
  { url, integrity }: Script,
  { request, bounded }: PageRequests,
): Promise<Finding[]> {
  if (!url || integrity === undefined) return [];
  const hashes = integrity.split(/\s+/).map((hash) => hash.replace(/\?.*$/, ''));
  const strength = STRENGTHS.find((kind) => hashes.some((hash) => hash.startsWith(`${kind}-`)));
  const address = excerpt(url.href);
  if (!strength) return [note('script', `Browsers know none of the hashes in the integrity of ${address}.`)];
  let file: Buffer;
  try {
    file = await bounded(async (end) => {
      const response = await fetchUntil(end, request, url, {});
      if (response.ok) return readAtMost(SCRIPT_LIMIT, response, end);
      discardBody(response);
      throw new Error(`status ${response.status}`);
    });
  } catch (error) {
    return [failure('script', `The script ${address} cannot be read (${excerpt(causeOf(error))}).`)];
  }
  const actual = `${strength}-${createHash(strength).update(file).digest('base64')}`;
  return [
    hashes.includes(actual)
      ? ok('script', `The integrity of ${address} matches the file.`)
      : failure(
          'script',
          `The integrity of ${address} does not match the file, so that browsers do not run it. The file's is ${actual}.`,
        ),
  ];
}

/** The name under which Lit makes the HTML of its templates trusted. */
const LIT_POLICY = 'lit-html';

/** Addresses of scripts that bring a Lit of their own, as far as addresses tell. */
const LIT = /[/@]lit(-html|-element|-core|-all)?([@./]|$)/i;

/** https://w3c.github.io/trusted-types/dist/spec/#trusted-types-csp-directive */
function trustedTypesFindings({ policies }: FetchedPage, scripts: readonly Script[]): Finding[] {
  const limiting = policies.filter(({ directives }) => directives.has('trusted-types'));
  if (limiting.length === 0) return [];
  const copies = scripts.filter((script) => isOurs(script) || LIT.test(script.url?.pathname ?? '')).length;
  const found = limiting.flatMap((policy) => trustedTypesProblem(policy, copies, scripts.length) ?? []);
  return found.length > 0
    ? found
    : [ok('trusted-types', `The page's Content-Security-Policy lets Lit make its policy ${LIT_POLICY}.`)];
}

function trustedTypesProblem(
  { directives, enforced }: Policy,
  copies: number,
  scripts: number,
): Finding | undefined {
  const names = directives.get('trusted-types') ?? [];
  const level = enforced ? failure : note;
  const says = `trusted-types is ${excerpt(names.join(' ')) || 'empty'}`;
  if (!names.includes(LIT_POLICY) && !names.includes('*')) {
    return level(
      'trusted-types',
      `The page's Content-Security-Policy does not let Lit make its policy ${LIT_POLICY}, so that the element is never defined: ${says}. Add ${LIT_POLICY} to trusted-types.`,
    );
  }
  if (names.some((name) => name.toLowerCase() === "'allow-duplicates'") || scripts < 2) return undefined;
  return copies > 1
    ? level(
        'trusted-types',
        `The page loads more than one Lit, and its Content-Security-Policy lets only the first make its policy: ${says}. Add 'allow-duplicates' to trusted-types.`,
      )
    : note(
        'trusted-types',
        `If another script of the page brings a Lit of its own, only the first may make its policy: ${says}. Then add 'allow-duplicates' to trusted-types.`,
      );
}
