/**
 * What the documents say of the released version: the address on a CDN, and the integrity of the one file there.
 *
 * Both are of the release, never of the sources: a commit changes the one file, but not the one that is published, and a page
 * that has copied a hash of another build gets no script at all.
 */
import { createHash } from 'node:crypto';

/** A release, as the changelog has it. */
export interface Release {
  readonly version: string;
  /** Of the one file, as the attribute `integrity` of a script takes it. */
  readonly integrity: string;
}

const BEGIN = '<!-- Installation: "npm run release" writes this part. -->';
const END = '<!-- End of the installation. -->';
const UNRELEASED = '## Unreleased\n';

/** Where a CDN has the one file of a released version. */
export const addressOfRelease = (version: string): string =>
  `https://cdn.jsdelivr.net/npm/fxa-email-form@${version}/dist/fxa-email-form.min.js`;

/** The integrity of a file, by the hash that browsers and CDNs agree on. https://www.w3.org/TR/SRI/ */
export const integrityOf = (file: Uint8Array): string =>
  `sha384-${createHash('sha384').update(file).digest('base64')}`;

/** Why the address of the repository cannot be published; `undefined` where it can. `.invalid` is a name that nobody can own. */
export const repositoryProblem = (url: string): string | undefined =>
  new URL(url.replace(/^git\+/, '')).hostname.endsWith('.invalid')
    ? 'The address of the repository is not filled in: npm run repository -- https://…'
    : undefined;

/** The newest release in a changelog; `undefined` before the first. */
export function newestRelease(changelog: string): Release | undefined {
  const [, version, integrity] =
    /^## (\d+\.\d+\.\d+\S*) \(\d{4}-\d{2}-\d{2}\)\n\nThe one file: `\S+`, integrity `(sha384-\S+)`\.$/m.exec(
      changelog,
    ) ?? [];
  return version !== undefined && integrity !== undefined ? { version, integrity } : undefined;
}

/**
 * The changelog with what was unreleased as a release.
 *
 * @throws {Error} where nothing is unreleased
 */
export function withRelease(changelog: string, release: Release & { readonly date: string }): string {
  const { version, integrity, date } = release;
  const [before, after] = changelog.split(UNRELEASED);
  const changes = /^(.*?)(?=^## |(?![\s\S]))/ms.exec(after ?? '')?.[1]?.trim();
  if (!changes) throw new Error('CHANGELOG.md says nothing of what is new: write it under "Unreleased".');
  const head = `${UNRELEASED}\n## ${version} (${date})\n\nThe one file: \`${addressOfRelease(version)}\`, integrity \`${integrity}\`.\n`;
  return `${before ?? ''}${head}${after ?? ''}`;
}

/**
 * The README with how to install a release.
 *
 * @throws {Error} where it has no part about the installation
 */
export function readmeOfRelease(readme: string, { version, integrity }: Release): string {
  const [before, rest = ''] = readme.split(BEGIN);
  const [, after] = rest.split(END);
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  return `${before}${BEGIN}

On a plain page:

\`\`\`html
<link rel="preconnect" href="https://accounts.firefox.com" crossorigin />
<script
  type="module"
  src="${addressOfRelease(version)}"
  integrity="${integrity}"
  crossorigin
></script>
\`\`\`

With a bundler: \`npm install fxa-email-form\`, and \`import 'fxa-email-form'\`. The types are part of the package.

${END}${after}`;
}

/** What a document says of the one file that is not true of the release, or that there is none to say it of. */
export function integrityProblems(document: string, release: Release | undefined): string[] {
  const wrong = (found: Iterable<RegExpMatchArray>, right: string | undefined, what: string) =>
    [...found]
      .map(([, value = '']) => value)
      .filter((value) => value !== right)
      .map(
        (value) => `${what} ${value} is ${right ? `not that of the release, ${right}` : 'of no release'}.`,
      );
  return [
    ...wrong(document.matchAll(/\/fxa-email-form@([^/\s]+)\//g), release?.version, 'The version'),
    ...wrong(document.matchAll(/\b(sha384-[\w+/=]+)/g), release?.integrity, 'The integrity'),
  ];
}
