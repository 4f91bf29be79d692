import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const GUIDES = ['frameworks', 'guides'].map((folder) => new URL(`../../docs/${folder}/`, import.meta.url));
const PAGES = new URL('../../demo/frameworks/', import.meta.url);

/** What the pages send visitors to, and what their readers do. */
const STAND_IN = 'http://localhost:3030/';
const FXA = 'https://accounts.firefox.com/';

/** A block of code in a guide. */
interface Block {
  readonly language: string;
  readonly lines: readonly string[];
  /** The text before it, up to its last line. */
  readonly lead: string;
}

const read = (url: URL) => readFileSync(url, 'utf8');

const blocksOf = (guide: string): Block[] =>
  [...guide.matchAll(/^```(\S*)\n(.*?)\n```$/gms)].map(({ 1: language = '', 2: code = '', index }) => ({
    language,
    lines: code.split('\n'),
    lead: guide.slice(0, index).trimEnd().split('\n').at(-1) ?? '',
  }));

/** Where the links to files lead. */
const linksOf = (guide: string, url: URL): URL[] =>
  [...guide.matchAll(/\]\(([^)]+)\)/g)]
    .map(({ 1: target = '' }) => new URL(target, url))
    .filter(({ protocol }) => protocol === 'file:')
    .map((link) => new URL(link.pathname, link));

/** A page's file as readers see it: FxA's own address is the default of `fxa-url`, and they have no mock server. */
const linesFor = (file: string): string[] =>
  file
    .split('\n')
    .filter((line) => !(line.includes(STAND_IN) && /fxa-?url/i.test(line)))
    .map((line) => line.replaceAll(STAND_IN, FXA));

/** The lines without the indentation that all of them share. */
function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n');
}

const contains = (lines: readonly string[], block: readonly string[]) =>
  lines.some((_, index) => dedent(lines.slice(index, index + block.length)) === dedent(block));

const guides = GUIDES.flatMap((folder) =>
  readdirSync(folder).map((file) => {
    const url = new URL(file, folder);
    const text = read(url);
    const name = url.href.slice(new URL('../', folder).href.length);
    return { name, url, blocks: blocksOf(text), links: linksOf(text, url) };
  }),
);

describe('the guides', () => {
  for (const { name, url, blocks, links } of guides) {
    describe(name, () => {
      for (const { language, lines, lead } of blocks.filter((block) => block.language !== 'sh')) {
        it(`shows a page’s own lines: ${language}, ${(lines[0] ?? '').trim()}`, () => {
          const source = /^From \[.+\]\((.+)\):$/.exec(lead)?.[1];
          assert.ok(source, `The line before this block has to be "From [file](link):", and is "${lead}".`);
          const file = linesFor(read(new URL(source, url)));
          assert.ok(contains(file, lines), `These lines do not stand in ${source}:\n${lines.join('\n')}`);
        });
      }

      it('links to files that are there', () => {
        assert.deepEqual(
          links.filter((link) => !existsSync(link)).map(({ href }) => href),
          [],
        );
      });
    });
  }

  it('are there for every framework', () => {
    const linked = guides.flatMap(({ links }) => links).map(({ href }) => `${href}/`);
    const pages = readdirSync(PAGES);
    assert.deepEqual(
      pages.filter((page) => !linked.some((href) => href.startsWith(new URL(`${page}/`, PAGES).href))),
      [],
    );
  });
});
