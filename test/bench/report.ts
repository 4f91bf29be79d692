/** What the measurements come to, in words, tables and charts: the head of it, and the sizes. */
import { availableParallelism } from 'node:os';
import { BENCH, REPOSITORY } from './bundle.js';
import { drawChart } from './chart.js';
import { versionOf, type Size, type Sizes, type SizeEntry } from './size.js';
import { figure, found, picture, ratio, table, verdict } from './text.js';

/** One part of the report. */
export interface Section {
  /** Its text, in Markdown. */
  readonly text: string;
  /** Its charts, as SVG by the files' names. */
  readonly charts: Readonly<Record<string, string>>;
}

/** The report's head: what was measured, when, and on what. */
export async function describeRun(browserVersion: string, rounds: number): Promise<string> {
  const packages = [
    ...['lit', 'zod', 'vite', 'playwright-core'].map((name) => [name, REPOSITORY] as const),
    ...['web-vitals', 'simple-statistics', 'echarts'].map((name) => [name, BENCH] as const),
  ];
  const versions = await Promise.all(
    packages.map(async ([name, root]) => `${name} ${await versionOf(name, root)}`),
  );
  return `# Performance

How fast and how small \`<fxa-email-form>\` is, side by side with what could be used in its place. \`npm run bench\` measures all of it and
writes this page, in ten minutes. Figures of two pages, or of two machines, say nothing about each other: what counts are the ratios, since everything
was built and run in turns in the same run. Times are medians of ${rounds} visits where nothing else is said, each by a browser that has
seen no page before; half of the runs lie between the two figures in brackets.

Beside the form stand

- **a hand-written element** without libraries, which does the same main job in English: it draws the form, requests a flow before
  anything is painted, keeps to FxA's rules and never holds up a sign-up. The same end-to-end test holds both to that. It knows no
  other language, no form of the author's, no consent, no Sync, no time limit, no events and no sharing. It is frozen, so that reports
  can be compared: [its source](../test/bench/hand-written-element.ts);
- **a bare Lit element**, which draws the same and does nothing: [its source](../test/bench/bare-lit-element.ts);
- **mozilla.org's way**: a plain form, and a deferred script which reads it and requests a flow:
  [its source](../test/bench/mozilla-org-way.ts).

All of them begin with the same hint for Chromium as the form's own file, which is compiled while it loads: what differs is the work.

Measured on ${new Date().toISOString().slice(0, 10)} with ${availableParallelism()} cores, Node ${process.versions.node}, Chromium ${browserVersion}, ${versions.join(', ')}.`;
}

/** What a page loads. */
export function describeSizes({ entries, limit }: Sizes): Section {
  const sizes = entries.flatMap((entry) =>
    typeof entry.size === 'string' ? [] : [{ ...entry, size: entry.size }],
  );
  const brotliOf = (named: string) =>
    found(
      sizes.find(({ name }) => name.startsWith(named)),
      named,
    ).size.brotli;
  const ours = found(
    sizes.find(({ kind }) => kind === 'ours'),
    'the form',
  ).size.brotli;
  const others = sizes.filter(({ kind }) => kind === 'other').sort((a, b) => a.size.brotli - b.size.brotli);
  const smallest = found(others[0], 'any other package');

  const row = ({ name, version = '', size }: SizeEntry) => {
    const cells = (values: Size) => [
      figure(values.minified),
      figure(values.gzip),
      figure(values.brotli),
      ratio(values.brotli, ours),
    ];
    const title = version ? `${name} (${version})` : name;
    return [title, ...(typeof size === 'string' ? ['', '', '', size] : cells(size))];
  };
  const text = `## Size

What a page has to load before it can show the form: one script, minified, in bytes. All are bundled and minified by the same Vite,
with the imports that their documentation tells a site to write. Lit alone is what the form is made with; with \`zod/mini\` beside it, it
would hold FxA's rules as schemas.

${table(['', 'minified', 'gzip', 'brotli', 'times the form'], entries.map(row))}

The one file with both tags takes ${figure(ours)} bytes with brotli, and so ${verdict(ours <= limit)} its limit of ${figure(limit)}, over which
the build fails. That is ${ratio(ours, brotliOf('Lit alone'))} times what it is made with, and ${ratio(ours, brotliOf('hand-written'))} times
the hand-written element; ${smallest.name}, the smallest of the others, takes ${ratio(smallest.size.brotli, ours)} times as much.

${picture('size.svg', 'The sizes with brotli as bars')}`;
  const bars = sizes.map(({ name, kind, size }) => ({ name, value: size.brotli, ours: kind === 'ours' }));
  return {
    text,
    charts: { 'size.svg': drawChart({ title: 'What the page loads', unit: 'bytes, brotli', bars }) },
  };
}
