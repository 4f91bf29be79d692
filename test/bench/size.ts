/** How much a page has to load for the form, and for what it could have in its place. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { BENCH, bundle, REPOSITORY } from './bundle.js';
import { builtForm, handWrittenForm } from './implementations.js';

/** The size of a script, in bytes. */
export interface Size {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** One line of the comparison. */
export interface SizeEntry {
  readonly name: string;
  /** The packages and their versions. */
  readonly version?: string;
  readonly kind: 'ours' | 'floor' | 'other';
  /** Or why there is none. */
  readonly size: Size | string;
}

/** All sizes, and what the one file may weigh with brotli. */
export interface Sizes {
  readonly entries: readonly SizeEntry[];
  readonly limit: number;
}

const LIT = `export { LitElement, html, css, nothing } from 'lit';`;

const FLOORS = {
  'Lit alone': LIT,
  'Lit with `zod/mini` string schemas': `${LIT} export { string, regex, maxLength } from 'zod/mini';`,
};

/** One tag alone, as a site's bundler makes it. */
const ALONE = {
  '`<fxa-email-form>` alone, bundled by a site': `import 'fxa-email-form';`,
  '`<fxa-link>` alone, bundled by a site': `import 'fxa-email-form/link';`,
};

/** The imports are those that the packages' own documentation tells a site to write. */
const OTHERS = [
  {
    name: 'Hanko',
    packageName: '@teamhanko/hanko-elements',
    source: `
      import { register } from '@teamhanko/hanko-elements';
      await register('https://hanko.example.org');`,
  },
  {
    name: 'Descope',
    packageName: '@descope/web-component',
    source: `import '@descope/web-component';`,
  },
  {
    name: 'Passage',
    packageName: '@passageidentity/passage-elements',
    source: `import '@passageidentity/passage-elements/passage-auth';`,
  },
  {
    name: 'Vaadin login',
    packageName: '@vaadin/login',
    source: `import '@vaadin/login';`,
  },
  {
    name: 'Shoelace, input and button',
    packageName: '@shoelace-style/shoelace',
    source: `
      import '@shoelace-style/shoelace/dist/themes/light.css';
      import '@shoelace-style/shoelace/dist/components/input/input.js';
      import '@shoelace-style/shoelace/dist/components/button/button.js';`,
  },
  {
    name: 'Material Web, text field and button',
    packageName: '@material/web',
    source: `
      import '@material/web/textfield/outlined-text-field.js';
      import '@material/web/button/filled-button.js';`,
  },
];

/** The size of a script as servers send it at their best. */
export const sizeOf = (script: string): Size => ({
  minified: Buffer.byteLength(script),
  gzip: gzipSync(script, { level: constants.Z_BEST_COMPRESSION }).length,
  brotli: brotliCompressSync(script).length,
});

/** The version of an installed package. */
export function versionOf(packageName: string, root: string): Promise<string> {
  return versionIn(join(root, 'node_modules', packageName));
}

async function versionIn(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Why something could not be bundled, as one line that fits into a table and names no place on this machine. */
const reasonOf = (error: unknown): string =>
  String(error)
    .replaceAll(REPOSITORY, '')
    .replace(/[\s|]+/g, ' ')
    .slice(0, 200);

/** The limit over which the build fails, in bytes. */
async function sizeLimit(): Promise<number> {
  const text = await readFile(join(REPOSITORY, 'package.json'), 'utf8');
  const { 'size-limit': limits } = JSON.parse(text) as {
    'size-limit': { readonly path: string; readonly limit: string }[];
  };
  const entry = limits.find(({ path }) => path === 'dist/fxa-email-form.min.js');
  const [, kilobytes] = /^([\d.]+) kB$/.exec(entry?.limit ?? '') ?? [];
  if (!kilobytes) throw new Error('package.json names no limit in kB for the one file.');
  return Number(kilobytes) * 1000;
}

/** Bundles everything, and weighs it. */
export async function measureSizes(): Promise<Sizes> {
  const [form, handWritten] = await Promise.all([builtForm(), handWrittenForm()]);
  const version = `fxa-email-form ${await versionIn(REPOSITORY)}`;
  const entries: SizeEntry[] = [
    { name: 'the one file, with both tags', version, kind: 'ours', size: sizeOf(form.script) },
  ];
  for (const [name, source] of Object.entries(ALONE)) {
    entries.push({ name, kind: 'ours', size: sizeOf(await bundle(source)) });
  }
  entries.push({ name: handWritten.name, kind: 'floor', size: sizeOf(handWritten.script) });
  const [lit, zod] = await Promise.all(['lit', 'zod'].map((name) => versionOf(name, REPOSITORY)));
  for (const [name, source] of Object.entries(FLOORS)) {
    const version = source.includes('zod') ? `lit ${lit}, zod ${zod}` : `lit ${lit}`;
    entries.push({ name, version, kind: 'floor', size: sizeOf(await bundle(source)) });
  }
  for (const { name, packageName, source } of OTHERS) {
    const version = `${packageName} ${await versionOf(packageName, BENCH)}`;
    const size = await bundle(source, BENCH).then(sizeOf, reasonOf);
    entries.push({ name, version, kind: 'other', size });
  }
  return { entries, limit: await sizeLimit() };
}
