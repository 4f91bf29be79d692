/** What the visits on a slow phone come to, in words, tables and charts. */
import { drawChart } from './chart.js';
import type { PageLoads } from './page-loads.js';
import { SITE_SCRIPT_SIZE } from './pages.js';
import type { Section } from './report.js';
import { figure, found, picture, ratio, table, verdict, withQuartiles } from './text.js';

/** How many times the main thread's work that the hand-written element causes the form may cause. */
const WORK_TARGET = 1.1;

const FORM = '`<fxa-email-form>`';
const AROUND = '`<fxa-email-form>` around that plain form';
const HAND_WRITTEN = 'hand-written element';

const named = (kinds: readonly PageLoads[], name: string) =>
  found(
    kinds.find((kind) => kind.name === name),
    name,
  );

/** How soon, beside what could be in the form's place. */
export function describeTimes(all: readonly PageLoads[]): Section {
  const kinds = all.filter(({ name }) => name !== 'no form');
  const ours = named(kinds, FORM);
  const { figures } = ours;
  const { figures: handWritten } = named(kinds, HAND_WRITTEN);
  const { figures: mozillaOrg } = named(kinds, 'mozilla.org’s way');
  const rows = kinds.map(({ name, figures }) => [
    name,
    withQuartiles(figures.requestedAfterScript),
    ratio(figures.requestedAfterScript.median, handWritten.requestedAfterScript.median),
    figures.usableAfterScript.median < 0 ? 'before the script' : withQuartiles(figures.usableAfterScript),
    ratio(figures.usableAfterScript.median, handWritten.usableAfterScript.median),
    withQuartiles(figures.requested),
    ratio(figures.requested.median, handWritten.requested.median),
    withQuartiles(figures.usable),
    ratio(figures.usable.median, handWritten.usable.median),
  ]);
  const holds = figures.sameTask.low === 1 && figures.beforePaint.low === 1;
  const sooner = figures.requestedAfterScript.median <= handWritten.requestedAfterScript.median;
  const text = `## Time to the request

From the first statement of the script, and from the moment in which the visitor sets out, to the request leaving for FxA and to the
form being usable: on the screen, with the page listening. In milliseconds, on a processor that is six times slower, and on a network
as slow as Lighthouse's "slow 4G". The script's tag stands in the head, before a script of the page's own of ${figure(SITE_SCRIPT_SIZE / 1000)}
thousand bytes. Ratios are to the hand-written element.

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
  ],
  rows,
)}

The request leaves ${figure(figures.requestedAfterScript.median)} ms after the form's script begins, and
${figure(handWritten.requestedAfterScript.median)} ms after the hand-written element's; no later than that one is the target, which it
${sooner ? 'meets' : '**misses**'}. Counted from the start, it leaves ${ratio(figures.requested.median, handWritten.requested.median)} times as
late as the hand-written element's, and ${ratio(figures.requested.median, mozillaOrg.requested.median)} times as late as in
mozilla.org's way. That it leaves before the form is first painted, and in the task that upgrades the element:
${holds ? 'held in all visits' : '**did not hold in all visits**'}.

${picture('time-to-request.svg', 'The times from start to request as bars')}`;
  const bars = kinds.map(({ name, figures }) => ({ name, value: figures.requested, ours: name === FORM }));
  const title = 'From the visitor setting out to the request';
  return {
    text,
    charts: { 'time-to-request.svg': drawChart({ title, unit: 'milliseconds', bars }) },
  };
}

/** What the page around notices. */
export function describePageAround(kinds: readonly PageLoads[]): Section {
  const { figures: without } = named(kinds, 'no form');
  const { figures: alone } = named(kinds, FORM);
  const { figures: handWritten } = named(kinds, HAND_WRITTEN);
  const rows = kinds.map(({ name, figures }) => [
    name,
    figures.cls.max.toFixed(3),
    withQuartiles(figures.fcp),
    withQuartiles(figures.lcp),
    withQuartiles(figures.longestTask),
    ratio(figures.longestTask.median, handWritten.longestTask.median),
    withQuartiles(figures.blockingTime),
    withQuartiles(figures.work),
    ratio(figures.work.median, without.work.median),
    ratio(figures.work.median, handWritten.work.median),
  ]);
  const steady = kinds.every(({ figures }) => figures.cls.max === 0);
  const blocking = verdict(alone.blockingTime.median <= handWritten.blockingTime.median);
  const work = verdict(alone.work.median <= handWritten.work.median * WORK_TARGET);
  const text = `## The page around it

What a visitor's browser notices in the same visits, by \`web-vitals\` and its own trace of tasks. The form is at the top of the page,
which keeps its place free [as the documentation says](theming.md#without-a-jump). Tasks are in milliseconds of the processor. The
longest, and what tasks take beyond 50 ms (blocking time), are from the first statement of the form's script on, since a browser has
longer ones to open a page at all; all work is that of the whole visit. The layout shift is a score, and here the worst of all visits.

${table(
  [
    '',
    'layout shift',
    'first paint',
    'largest paint',
    'longest task',
    'to hand-written',
    'blocking time',
    'all work',
    'to no form',
    'to hand-written',
  ],
  rows,
)}

${steady ? 'Nothing moves on any of the pages' : '**Something moves** on a page'}. The form's longest task takes
${ratio(alone.longestTask.median, handWritten.longestTask.median)} times that of the hand-written element. It blocks the page for
${figure(alone.blockingTime.median)} ms, the hand-written element for ${figure(handWritten.blockingTime.median)} ms; no more than the hand-written element is the target, which it ${blocking}. In work, it ${work} the
target of ${WORK_TARGET} times the hand-written element's.

${picture('page-around.svg', 'The longest tasks as bars')}`;
  const bars = kinds.map(({ name, figures }) => ({ name, value: figures.longestTask, ours: name === FORM }));
  return {
    text,
    charts: { 'page-around.svg': drawChart({ title: 'The longest task', unit: 'milliseconds', bars }) },
  };
}

/** Which way to put the form on a page is the fastest. */
export function describeWays(kinds: readonly PageLoads[], others: readonly PageLoads[]): Section {
  const ways = [
    { ...named(kinds, AROUND), name: 'a form of the page’s own, script in the head' },
    { ...named(kinds, FORM), name: 'drawn, script in the head' },
    ...others,
  ];
  const drawn = found(ways[1], FORM).figures;
  const rows = ways.map(({ name, figures }) => [
    name,
    withQuartiles(figures.requested),
    ratio(figures.requested.median, drawn.requested.median),
    withQuartiles(figures.usable),
    ratio(figures.usable.median, drawn.usable.median),
    figures.cls.max.toFixed(3),
  ]);
  const first = (name: 'requested' | 'usable') =>
    found([...ways].sort((a, b) => a.figures[name].median - b.figures[name].median)[0], 'the ways');
  const [requested, usable] = [first('requested'), first('usable')];
  const text = `## Which way is the fastest

The same page and phone, and the built package in all ways in which a site can put it there. The script comes from the site itself:
one from a CDN has to wait for another connection. In milliseconds from the moment in which the visitor sets out. Ratios are to the
form that is drawn by a script in the head.

${table(['', 'start to request', 'ratio', 'start to form', 'ratio', 'layout shift'], rows)}

The request leaves first with "${requested.name}" (${figure(requested.figures.requested.median)} ms), and the form is there first with
"${usable.name}" (${figure(usable.figures.usable.median)} ms).

- **A form in the page's HTML**, the author's or one that a server has rendered, is there with the page; a drawn one waits for the script.
- **The script's tag stands in the head**, before the page's own scripts. Scripts of modules run in their order: one at the end, or behind
  another, waits for it. \`async\` lets it run as soon as it is there.
- **A script that another one imports is found late.** \`<link rel="modulepreload">\` in the head finds it at once.

${picture('ways.svg', 'The times from start to request as bars')}`;
  const bars = ways.map(({ name, figures }) => ({ name, value: figures.requested, ours: true }));
  const title = 'From the visitor setting out to the request';
  return { text, charts: { 'ways.svg': drawChart({ title, unit: 'milliseconds', bars }) } };
}
