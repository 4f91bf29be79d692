import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { CustomElement, Package } from 'custom-elements-manifest/schema.js';
import { integrityProblems, newestRelease } from '../../scripts/released.js';
import { FxaEmailForm } from '../../src/element/fxa-email-form.js';
import { FxaLink } from '../../src/element/fxa-link.js';
import { COMMAND } from '../../src/rules/command.js';
import en from '../../src/locales/en.js';
import { hostedFormUrl, isAccepted, PARAMETERS } from '../../src/rules/index.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readJson = (path: string): unknown => JSON.parse(read(path));

const readme = read('README.md');
const packageJson = readJson('package.json') as {
  version: string;
  homepage: string;
  bugs: { url: string };
  repository: { url: string };
  'size-limit': { path: string; limit: string }[];
  exports: Record<string, unknown>;
};

/** Every document that people read. */
const DOCUMENTS = [
  ...['README', 'ARCHITECTURE', 'CHANGELOG', 'CONTRIBUTING', 'SECURITY'].map((name) => `${name}.md`),
  ...readdirSync(new URL('../../docs', import.meta.url), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path}`)
    .filter((path) => path.endsWith('.md')),
];

const modules = (readJson('dist/custom-elements.json') as Package).modules;
const elementsIn = (manifest: Package['modules']) =>
  manifest
    .flatMap(({ declarations = [] }) => declarations)
    .filter(
      (declaration): declaration is CustomElement & typeof declaration =>
        'customElement' in declaration && declaration.tagName !== undefined,
    );

function describedIn(manifest: Package['modules'], tag: string): CustomElement {
  const found = elementsIn(manifest).find(({ tagName }) => tagName === tag);
  if (!found) throw new Error(`The manifest describes no <${tag}>.`);
  return found;
}

const elements = elementsIn(modules);
const element = describedIn(modules, 'fxa-email-form');
const link = describedIn(modules, 'fxa-link');

/** Every attribute with its default, where it has one. */
const attributes = (element.attributes ?? []).map(({ name, default: byDefault = '' }) => [name, byDefault]);
const attributeNames = attributes.map(([name]) => name);

const names = (list: readonly { readonly name: string }[] | undefined) =>
  list?.map(({ name }) => name).sort();

/** The rows of the first table under a heading, or the first table whose first column has that head. */
function table(document: string, head: string): string[][] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${head} +\\|`).test(line));
  assert.notEqual(start, -1, `There is no table with the head "${head}".`);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands between backticks. */
const codes = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** What the first column names. */
const firstColumn = (rows: readonly string[][]) => rows.flatMap(([cell]) => codes(cell)).sort();

/** The attributes of a class, in the spelling with dashes. */
const observedBy = ({ observedAttributes }: { readonly observedAttributes: readonly string[] }) =>
  observedAttributes.filter((name) => !name.includes('_')).toSorted();

/** Both tags and their attributes. */
const TAGS = [
  ['fxa-email-form', observedBy(FxaEmailForm)],
  ['fxa-link', observedBy(FxaLink)],
];

describe('what is said of the element', () => {
  it('has each attribute that the element has, in the manifest', () => {
    assert.deepEqual(attributeNames.toSorted(), observedBy(FxaEmailForm));
    for (const { name, attribute } of (element.members ?? []) as { name: string; attribute?: string }[]) {
      if (attribute) assert.equal(FxaEmailForm.elementProperties.get(name)?.attribute, attribute);
    }
  });

  it('has each attribute with its default, in the README', () => {
    const rows = table(readme, 'attribute').flatMap(([cell, byDefault = '']) =>
      codes(cell).map((name) => [name, codes(byDefault)[0] ?? '']),
    );
    const byName = (a: readonly (string | undefined)[], b: readonly (string | undefined)[]) =>
      String(a[0]).localeCompare(String(b[0]));
    assert.deepEqual(rows.sort(byName), attributes.toSorted(byName));
  });

  it('has each event, slot, part and state, in the README', () => {
    assert.deepEqual(firstColumn(table(readme, 'event')), names(element.events));
    assert.deepEqual(firstColumn(table(readme, 'slot')), names(element.slots));
    assert.deepEqual(firstColumn(table(readme, 'part')), names(element.cssParts));
    const states = [...readme.matchAll(/`:state\(([a-z-]+)\)`/g)].map(([, name = '']) => ({ name }));
    const { cssStates } = element as { cssStates?: { name: string }[] };
    assert.deepEqual(names(states), names(cssStates));
  });

  it('has each property and method that is no attribute, in the README', () => {
    const described = firstColumn(table(readme, 'name')).map((code) =>
      code.replace(/\(.*|^FxaEmailForm\./g, ''),
    );
    const members = (element.members ?? []).filter((member) => !('attribute' in member));
    assert.deepEqual(described.sort(), names(members));
  });

  it('has each attribute, event, property and method of a link, in the README', () => {
    assert.deepEqual(firstColumn(table(readme, 'attribute of a link')), observedBy(FxaLink));
    assert.deepEqual(names(link.attributes), observedBy(FxaLink));
    assert.deepEqual(firstColumn(table(readme, 'event of a link')), names(link.events));
    const described = firstColumn(table(readme, 'property or method of a link')).map((code) =>
      code.replace(/\(.*|^FxaLink\./g, ''),
    );
    const members = (link.members ?? []).filter((member) => !('attribute' in member));
    assert.deepEqual(described.sort(), names(members));
  });

  it('has each custom property with its default, in the guide to theming', () => {
    const rows = table(read('docs/theming.md'), 'property').map(([cell, byDefault]) => [
      codes(cell)[0],
      codes(byDefault)[0],
    ]);
    assert.deepEqual(
      rows,
      element.cssProperties?.map(({ name, default: byDefault }) => [name, byDefault]),
    );
  });

  it('has the tag and its attributes, in VS Code and in JetBrains’ editors', () => {
    const { tags } = readJson('dist/vscode.html-custom-data.json') as {
      tags: { name: string; attributes: { name: string }[] }[];
    };
    assert.deepEqual(
      tags.map((tag) => [tag.name, tag.attributes.map(({ name }) => name).sort()]),
      TAGS,
    );
    const { contributions } = readJson('dist/web-types.json') as {
      contributions: { html: { elements: { name: string; attributes: { name: string }[] }[] } };
    };
    assert.deepEqual(
      contributions.html.elements.map((tag) => [tag.name, tag.attributes.map(({ name }) => name).sort()]),
      TAGS,
    );
  });
});

describe('what is said of the values that FxA accepts', () => {
  const [, surface = '', utm = ''] =
    /`entrypoint` and the experiment take the letters A to Z and a to z, digits, (.*?)\. The\s`utm-\*` take the same letters, digits, (.*?)\.\sNone/s.exec(
      readme,
    ) ?? [];
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  const alphanumeric = ascii.filter((character) => /[a-z\d]/i.test(character));

  for (const [name, listed] of [
    ['entrypoint', surface],
    ['entrypoint_experiment', surface],
    ['entrypoint_variation', surface],
    ['utm_source', utm],
    ['utm_medium', utm],
    ['utm_campaign', utm],
    ['utm_content', utm],
    ['utm_term', utm],
  ] as const) {
    it(`is true of ${name}`, () => {
      const accepted = ascii.filter((character) => isAccepted(name, character));
      assert.deepEqual(accepted.sort(), [...alphanumeric, ...codes(listed)].sort());
      assert.deepEqual(
        [128, 129].map((length) => isAccepted(name, 'x'.repeat(length))),
        [true, false],
      );
    });
  }
});

describe('the one file', () => {
  const script = read('dist/fxa-email-form.min.js');
  /** What pages read of a flow, of events and of links. */
  const READ = ['flowId', 'flowBeginTime', 'deviceId', 'rejected', 'parameters', 'handedOver', 'rejections'];

  it('calls what is public by its own names, whatever it calls the rest', () => {
    const members = elements.flatMap((element) =>
      (element.members ?? []).filter((member) => !('attribute' in member)).map(({ name }) => name),
    );
    assert.ok(members.includes('refreshFlow'));
    const missing = [
      ...new Set([...members, ...READ, ...Object.keys(PARAMETERS), ...Object.keys(en)]),
    ].filter((name) => !new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(script));
    assert.deepEqual(missing, []);
  });
});

describe('the reference on one page', () => {
  const reference = read('dist/llms.txt');

  for (const { tagName = '', name, members = [], ...lists } of elements) {
    const from = reference.indexOf(`## \`<${tagName}>\``);
    const section = reference.slice(from, reference.indexOf('\n## ', from));
    const { attributes = [], events = [], slots = [], cssParts = [], cssProperties = [] } = lists;
    const { cssStates = [] } = lists as { cssStates?: { name: string }[] };

    it(`has everything of ${name}`, () => {
      assert.notEqual(from, -1);
      const own = members.filter((member) => !('attribute' in member));
      assert.ok(attributes.length > 0 && own.length > 0 && events.length > 0 && cssStates.length > 0);
      const all = [...attributes, ...own, ...events, ...slots, ...cssParts, ...cssProperties, ...cssStates];
      for (const one of all.filter((documented) => documented.name)) {
        const word = new RegExp(`^\\| \`(?:${name}\\.)?${one.name}(?:\\(.*?\\))?\` +\\|`, 'm');
        assert.match(section, word, `It does not have ${one.name}.`);
      }
    });
  }

  it('has no element without a tag', () => {
    assert.deepEqual(
      [...reference.matchAll(/^## `<(.*)>`/gm)].map(([, tag]) => tag),
      elements.map(({ tagName }) => tagName),
    );
  });

  const paths = Object.keys(packageJson.exports)
    .map((path) => `fxa-email-form${path.slice(1).replace('*', 'load')}`)
    .filter((path) => !/\.(json|js)$/.test(path) && !/\/(react(-18)?|preact|solid|vue|svelte)$/.test(path));
  for (const path of paths) {
    it(`has all that ${path} exports`, async () => {
      const from = reference.indexOf(`\n## \`${path}\`\n`);
      assert.notEqual(from, -1);
      const [, exported = ''] = /^Exports (.*)\.$/m.exec(reference.slice(from)) ?? [];
      const module = (await import(path)) as object;
      for (const name of Object.keys(module)) {
        assert.ok(codes(exported).includes(name), `It does not say that there is ${name}.`);
        assert.ok(
          new RegExp(`\\b(?:function|const|class) ${name}\\b|\`${name}\\.define`).test(reference),
          `It does not describe ${name}.`,
        );
      }
    });
  }

  it('has the code of each failure', () => {
    const serverCodes = firstColumn(table(read('docs/server.md'), '`code`'));
    for (const code of [...firstColumn(table(readme, 'code')), ...serverCodes]) {
      assert.ok(reference.includes(`'${code}'`), `It does not have ${code}.`);
    }
  });
});

describe('what the documents say of the package', () => {
  const release = newestRelease(read('CHANGELOG.md'));

  it('has the size of the one file that the build allows', () => {
    const [{ limit } = { limit: '' }] = packageJson['size-limit'];
    assert.deepEqual(
      [...readme.matchAll(/at most (\S+ kB) to download/g)].map(([, size]) => size),
      [limit],
    );
  });

  it('sends nobody to npm for the package before the first release, and to one place after it', () => {
    const [, installation = ''] = /<!-- Installation:(.*?)<!-- End of/s.exec(readme) ?? [];
    const saying = (text: string) =>
      [...text.matchAll(/npm (?:install|i|add) (?:-\S+ )*fxa-email-form\b/g)].length;
    const count = DOCUMENTS.reduce((sum, path) => sum + saying(read(path)), 0);
    assert.deepEqual([count, saying(installation)], release ? [1, 1] : [0, 0]);
  });

  it('is of the released version, never of what is built here: only "npm run release" writes it', () => {
    const problems = DOCUMENTS.flatMap((path) =>
      integrityProblems(read(path), release).map((problem) => `${path}: ${problem}`),
    );
    assert.deepEqual(problems, []);
    if (release) assert.equal(packageJson.version, release.version);
  });

  it('tells a checkout how to use it, until there is a release', () => {
    assert.equal(/^npm .* npm pack/m.test(readme), release === undefined);
  });

  it('says what hostedFormUrl() makes of the example in docs/server.md', () => {
    const { url, rejections } = hostedFormUrl({
      entrypoint: 'footer',
      utm_source: 'shop',
      utm_campaign: 'spring sale',
    });
    const guide = read('docs/server.md');
    assert.ok(guide.includes(`// url: '${url ?? ''}'`));
    const [{ name, value, reason, rule } = {}] = rejections;
    const [, start = '-'] = /^\/\/ rejections: \[(.*) …' \}\]$/m.exec(guide) ?? [];
    assert.ok(`{ name: '${name}', value: '${value}', reason: '${reason}', rule: '${rule}`.startsWith(start));
  });

  it('calls the command in one way, which downloads nothing', () => {
    const calls = DOCUMENTS.flatMap((path) => [...read(path).matchAll(/npx [^`\n]*?fxa-email-form\b/g)]);
    assert.deepEqual([...new Set(calls.map(([call]) => call))], [COMMAND]);
  });

  it('has one address of the repository, which the others are made of', () => {
    const { homepage, bugs, repository } = packageJson;
    const address = repository.url.replace(/^git\+(.*)\.git$/, '$1');
    assert.deepEqual([homepage, bugs.url], [`${address}#readme`, `${address}/issues`]);
  });
});
