/** What the measurements come to, in words, tables and charts. */
import { availableParallelism } from 'node:os';
import { BENCH, REPOSITORY } from './bundle.js';
import { drawChart } from './chart.js';
import type { ManyElements } from './many-elements.js';
import type { PageAround } from './page-around.js';
import { versionOf, type Size, type SizeEntry } from './size.js';
import type { Spread } from './statistics.js';
import { figure, ratio, table, verdict, withQuartiles } from './text.js';
import type { TimeToQuestion } from './time-to-question.js';

/** One part of the report. */
export interface Section {
  /** Its text, in Markdown. */
  readonly text: string;
  /** Its charts, as SVG by the files' names. */
  readonly charts: Readonly<Record<string, string>>;
}

/** What the form may weigh with brotli, in bytes. */
const SIZE_TARGET = 14_000;

/** How many times the bare Lit element's time and memory the form may take. */
const BARE_LIT_TARGET = 1.5;

/** How many times the time of one of 100 elements one of 1,000 may take, where time grows with their number only. */
const LINEAR = 1.5;

/** How much of what an element takes may seem to be kept: the heap of an empty page does not stand still either. */
const NOISE = 0.05;

const picture = (file: string, alt: string) => `![${alt}](performance/${file})`;

function found<T>(item: T | undefined, what: string): T {
  if (item === undefined) throw new Error(`There are no figures for ${what}.`);
  return item;
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
writes this page. Figures of two pages, or of two machines, say nothing about each other: what counts are the ratios, since everything
was built and run in turns in the same run. Times and memory are medians of ${rounds} runs where nothing else is said, each in a browser that has
seen no page before; half of the runs lie between the two figures in brackets.

Beside the form stand

- **a hand-written element** without libraries, which does the same main job in English: it draws the form, asks for a flow before
  anything is painted, keeps to FxA's rules and never holds up a sign-up. The same end-to-end test holds both to that. It knows no
  other language, no form of the author's, no time limit, no events and no sharing: [its source](../test/bench/hand-written-element.ts);
- **a bare Lit element**, which draws the same and does nothing: [its source](../test/bench/bare-lit-element.ts);
- **mozilla.org's way**: a plain form, and a deferred script which reads it and asks: [its source](../test/bench/mozilla-org-way.ts).

All of them begin with the same hint for Chromium as the form's own file, which is compiled while it loads: what differs is the work.

Measured on ${new Date().toISOString().slice(0, 10)} with ${availableParallelism()} cores, Node ${process.versions.node}, Chromium ${browserVersion}, ${versions.join(', ')}.`;
}

/** Part 1. */
export function describeSizes(entries: readonly SizeEntry[]): Section {
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

The form takes ${figure(ours)} bytes with brotli, and so ${verdict(ours <= SIZE_TARGET)} its target of ${figure(SIZE_TARGET)}. That
is ${ratio(ours, brotliOf('Lit alone'))} times what it is made with, and ${ratio(ours, brotliOf('hand-written'))} times the
hand-written element; ${smallest.name}, the smallest of the others, takes ${ratio(smallest.size.brotli, ours)} times as much as the
form.

${picture('size.svg', 'The sizes with brotli as bars')}`;
  const bars = sizes.map(({ name, kind, size }) => ({ name, value: size.brotli, ours: kind === 'ours' }));
  return {
    text,
    charts: { 'size.svg': drawChart({ title: 'What the page loads', unit: 'bytes, brotli', bars }) },
  };
}

/** Part 2. */
export function describeTimeToQuestion(ways: readonly TimeToQuestion[]): Section {
  const ours = found(
    ways.find((way) => way.ours),
    'the form',
  );
  const handWritten = found(ways[1], 'the hand-written element');
  const mozillaOrg = found(ways[2], 'mozilla.org’s way');
  const rows = ways.map((way) => [
    way.name,
    withQuartiles(way.askedAfterScript),
    ratio(way.askedAfterScript.median, handWritten.askedAfterScript.median),
    way.usableAfterScript.median < 0 ? 'before the script' : withQuartiles(way.usableAfterScript),
    ratio(way.usableAfterScript.median, handWritten.usableAfterScript.median),
    withQuartiles(way.asked),
    ratio(way.asked.median, handWritten.asked.median),
    withQuartiles(way.usable),
    ratio(way.usable.median, handWritten.usable.median),
    `${way.sameTask} of ${way.visits}`,
    `${way.beforePaint} of ${way.visits}`,
  ]);
  const holds = ours.sameTask === ours.visits && ours.beforePaint === ours.visits;
  const text = `## Time to the question

From the first statement of the script, and from the moment in which the visitor sets out, to the request leaving for FxA and to the
form being usable: on the screen, with the page listening. In milliseconds, on a processor that is six times slower, and on a network
as slow as Lighthouse's "slow 4G". Ratios are to the hand-written element.

${table(
  [
    '',
    'script to request',
    'ratio',
    'script to form',
    'ratio',
    'start to request',
    'ratio',
    'start to form',
    'ratio',
    'in the same task',
    'before its first paint',
  ],
  rows,
)}

The form asks ${figure(ours.askedAfterScript.median)} ms after its script begins, the hand-written element after
${figure(handWritten.askedAfterScript.median)} ms. Counted from the start, FxA is asked
${ratio(ours.asked.median, handWritten.asked.median)} times as late as by the hand-written element, and
${ratio(ours.asked.median, mozillaOrg.asked.median)} times as late as in mozilla.org's way. That the request leaves before the form
is first painted, and in the task that upgrades the element: ${holds ? 'held in all visits' : '**did not hold in all visits**'}.

${picture('time-to-question.svg', 'The times from start to request as bars')}`;
  const bars = ways.map(({ name, asked, ours }) => ({ name, value: asked, ours }));
  const title = 'From the visitor setting out to FxA being asked';
  return {
    text,
    charts: { 'time-to-question.svg': drawChart({ title, unit: 'milliseconds', bars }) },
  };
}

/** Part 3. */
export function describeManyElements(entries: readonly ManyElements[]): Section {
  const entryOf = (tag: string, count: number) =>
    found(
      entries.find((entry) => entry.implementation.tag === tag && entry.count === count),
      `${count} <${tag}>`,
    );
  const at = (tag: string, count: number) => entryOf(tag, count).runs;
  const yardsticks = (count: number) => [at('bare-lit-form', count), at('hand-written-form', count)] as const;
  const inKilobytes = ({ median, low, high }: Spread) => ({
    median: median / 1000,
    low: low / 1000,
    high: high / 1000,
  });

  const times = entries.map(({ implementation: { name }, count, runs: { total, ...phases } }) => [
    `${figure(count)} × ${name}`,
    ...[phases.connecting, phases.rendering, phases.layout].map(({ median }) => figure(median)),
    withQuartiles(total),
    ...yardsticks(count).map((other) => ratio(total.median, other.total.median)),
    figure(total.median / count),
  ]);
  const changes = entries.map(({ implementation: { name }, count, runs }) => [
    `${figure(count)} × ${name}`,
    ...(['relabelling', 'reasking'] as const).flatMap((kind) => [
      withQuartiles(runs[kind]),
      ...yardsticks(count).map((other) => ratio(runs[kind].median, other[kind].median)),
    ]),
  ]);
  const memory = entries.map(({ implementation: { name }, count, runs }) => [
    `${figure(count)} × ${name}`,
    withQuartiles(inKilobytes(runs.memory)),
    ...yardsticks(count).map((other) => ratio(runs.memory.median, other.memory.median)),
    withQuartiles(inKilobytes(runs.kept)),
    figure(runs.alive.max),
    figure(runs.requests.max),
  ]);

  const { visits: visitsOfOne } = entryOf('fxa-email-form', 1);
  const thousand = at('fxa-email-form', 1000);
  const hundred = at('fxa-email-form', 100);
  const within = (name: 'total' | 'relabelling' | 'reasking' | 'memory', count = 1000) => {
    const times = at('fxa-email-form', count)[name].median / at('bare-lit-form', count)[name].median;
    return `${times.toFixed(2)} times, which ${verdict(times <= BARE_LIT_TARGET)} the target`;
  };
  const growth = thousand.total.median / 10 / hundred.total.median;
  const perBatch = (thousand.memory.median / 1000) * 100;
  const nothingKept = thousand.alive.max === 0 && thousand.kept.median <= perBatch * NOISE;
  const text = `## Many elements

Creating elements and putting them into the page, until all have drawn themselves and the browser has laid the page out. In
milliseconds, on the processor as it is, while no developer tools listen. Each of the three gets the same attributes. A single
element was looked at ${visitsOfOne} times, since whatever else the machine does weighs most there.

${table(['', 'connect', 'render', 'layout', 'all', 'to bare Lit', 'to hand-written', 'per element'], times)}

Against the bare Lit element, with a target of ${BARE_LIT_TARGET}, one element takes ${within('total', 1)}; 100 elements take
${within('total', 100)}; 1,000 elements take ${within('total')}. One of 1,000 elements takes ${growth.toFixed(1)} times what one of 100 takes: time
${growth <= LINEAR ? 'grows in proportion to' : '**grows faster than**'} their number.

${picture('many-elements.svg', 'The times for 1,000 elements as bars')}

One attribute of each changes, until all is drawn and laid out again: at first the text on the button, and then \`utm-term\`, for
which FxA has to be asked anew. The bare Lit element asks nobody.

${table(['', 'new text', 'to bare Lit', 'to hand-written', 'new question', 'to bare Lit', 'to hand-written'], changes)}

1,000 new texts take ${within('relabelling')}; 1,000 new questions, which are one for FxA, take ${within('reasking')}.

${picture('changes.svg', 'The times for 1,000 new texts as bars')}

In visits of their own, with developer tools: the heap, in thousands of bytes, with scripts and page, after garbage collection: what the elements take with their flows there; what
is kept of another 100 that have come and gone; how many elements can still be reached then; how often FxA was asked at first.

${table(['', 'taken', 'to bare Lit', 'to hand-written', 'kept', 'elements left', 'requests'], memory)}

In memory, 1,000 elements take ${within('memory')}. ${nothingKept ? 'Nothing' : '**Something**'} is kept of those that are removed.
1,000 elements that are alike ask ${thousand.requests.max === 1 ? 'once' : `**${figure(thousand.requests.max)} times**`}.

${picture('memory.svg', 'The memory of 1,000 elements as bars')}`;

  const bars = (value: (entry: ManyElements) => number | ManyElements['runs']['total']) =>
    entries
      .filter(({ count }) => count === 1000)
      .map((entry) => ({
        name: entry.implementation.name,
        value: value(entry),
        ours: entry.implementation.tag === 'fxa-email-form',
      }));
  return {
    text,
    charts: {
      'many-elements.svg': drawChart({
        title: '1,000 elements, from nothing to laid out',
        unit: 'milliseconds',
        bars: bars(({ runs }) => runs.total),
      }),
      'changes.svg': drawChart({
        title: '1,000 elements with a new text on the button',
        unit: 'milliseconds',
        bars: bars(({ runs }) => runs.relabelling),
      }),
      'memory.svg': drawChart({
        title: '1,000 elements, with their flows there',
        unit: 'megabytes',
        bars: bars(({ runs }) => runs.memory.median / 1e6),
      }),
    },
  };
}

/** Part 4. */
export function describePageAround(kinds: readonly PageAround[]): Section {
  const named = (name: string) =>
    found(
      kinds.find((kind) => kind.name === name),
      name,
    ).figures;
  const without = named('no form');
  const alone = named('`<fxa-email-form>` alone');
  const handWritten = named('hand-written element');
  const rows = kinds.map(({ name, figures }) => [
    name,
    figures.cls.max.toFixed(3),
    withQuartiles(figures.fcp),
    withQuartiles(figures.lcp),
    withQuartiles(figures.longTasks),
    withQuartiles(figures.longestTask),
    withQuartiles(figures.blockingTime),
    ratio(figures.blockingTime.median, handWritten.blockingTime.median),
    withQuartiles(figures.work),
    ratio(figures.work.median, without.work.median),
    ratio(figures.work.median, handWritten.work.median),
  ]);
  const steady = kinds.every(({ figures }) => figures.cls.max === 0);
  const text = `## The page around it

What a visitor's browser notices while a page with the form at its top loads, by \`web-vitals\` and the browser's list of long tasks;
on the slow processor and network of above. The page keeps the place of the form free [as the documentation
says](theming.md#without-a-jump). In milliseconds, but for the layout shift, which is a score, and here the worst of all visits, and the number of long tasks.

${table(
  [
    '',
    'layout shift',
    'first paint',
    'largest paint',
    'long tasks',
    'the longest',
    'blocking time',
    'to hand-written',
    'all work',
    'to no form',
    'to hand-written',
  ],
  rows,
)}

${steady ? 'Nothing moves on any of the pages' : '**Something moves** on a page'}. The form alone blocks the page for
${figure(alone.blockingTime.median)} ms, the hand-written element for ${figure(handWritten.blockingTime.median)} ms, a page without
a form for ${figure(without.blockingTime.median)} ms.

${picture('page-around.svg', 'The blocking times as bars')}`;
  const bars = kinds.map(({ name, figures }) => ({
    name,
    value: figures.blockingTime,
    ours: name.includes('fxa-email-form'),
  }));
  return {
    text,
    charts: { 'page-around.svg': drawChart({ title: 'Blocking time', unit: 'milliseconds', bars }) },
  };
}
