/** What the measurements of many elements come to, in words, tables and charts. */
import { drawChart } from './chart.js';
import { VALUES, type Kept, type ManyElements } from './many-elements.js';
import type { Section } from './report.js';
import type { Spread } from './statistics.js';
import { figure, found, picture, ratio, table, verdict, withQuartiles } from './text.js';

/** How many times the bare Lit element's time and memory the form may take. */
const BARE_LIT_TARGET = 1.25;

/** The same for new texts. */
const NEW_TEXT_TARGET = 1.5;

/** How many times the time of one of 100 elements one of 1,000 may take, where time grows with their number only. */
const LINEAR = 1.5;

/** How much of what an element takes may seem to be kept: the heap of an empty page does not stand still either. */
const NOISE = 0.05;

const FORM = 'fxa-email-form';

/** Many elements at once, and many values one after the other. */
export function describeManyElements(entries: readonly ManyElements[], caches: readonly Kept[]): Section {
  const at = (tag: string, count: number) =>
    found(
      entries.find((entry) => entry.implementation.tag === tag && entry.count === count),
      `${count} <${tag}>`,
    );
  const yardsticks = (count: number) => [at('bare-lit-form', count), at('hand-written-form', count)] as const;
  const inKilobytes = ({ median, low, high }: Spread) => ({
    median: median / 1000,
    low: low / 1000,
    high: high / 1000,
  });
  const isLink = ({ implementation }: ManyElements) => implementation.tag === 'fxa-link';
  /** How many times the yardsticks it is; a link draws nothing that could be compared. */
  const ratios = (entry: ManyElements, read: (entry: ManyElements) => Spread) =>
    yardsticks(entry.count).map((other) =>
      isLink(entry) ? '' : ratio(read(entry).median, read(other).median),
    );
  const title = ({ implementation: { name }, count }: ManyElements) => `${figure(count)} × ${name}`;

  const times = entries.map((entry) => [
    title(entry),
    ...(['connecting', 'rendering', 'layout'] as const).map((name) => figure(entry.times[name].median)),
    withQuartiles(entry.times.total),
    ...ratios(entry, ({ times }) => times.total),
    figure(entry.times.total.median / entry.count),
  ]);
  const changes = entries.map((entry) => [
    title(entry),
    isLink(entry) ? '' : withQuartiles(entry.times.newText),
    ...ratios(entry, ({ times }) => times.newText),
    withQuartiles(entry.times.newRequest),
    ...ratios(entry, ({ times }) => times.newRequest),
  ]);
  const memory = entries.map((entry) => [
    title(entry),
    withQuartiles(inKilobytes(entry.remains.memory)),
    ...ratios(entry, ({ remains }) => remains.memory),
    withQuartiles(inKilobytes(entry.remains.kept)),
    figure(entry.remains.alive.max),
    figure(entry.remains.requests.max),
  ]);

  const thousand = at(FORM, 1000);
  const against = (count: number, read: (entry: ManyElements) => Spread, target: number) => {
    const times = read(at(FORM, count)).median / read(at('bare-lit-form', count)).median;
    return `${times.toFixed(2)} times, which ${verdict(times <= target)} the target of ${target}`;
  };
  const created = (count: number) => against(count, ({ times }) => times.total, BARE_LIT_TARGET);
  const growth = thousand.times.total.median / 10 / at(FORM, 100).times.total.median;
  const keepsNothing = (entry: ManyElements) =>
    entry.remains.alive.max === 0 &&
    entry.remains.kept.median <= (entry.remains.memory.median / entry.count) * 100 * NOISE;
  const ours = [thousand, at('fxa-link', 1000)];
  const requestsOnce = ours.every(({ remains }) => remains.requests.max === 1);
  const byBrowser = found(
    caches.find(({ tag }) => tag === 'hand-written-form'),
    'the browser itself',
  );
  const beyond = caches.map(
    ({ attribute, kept }) => (kept - (attribute === byBrowser.attribute ? byBrowser.kept : 0)) / VALUES,
  );
  const visits = new Map(entries.map(({ count, visits }) => [count, visits]));
  const text = `## Many elements

Creating elements and putting them into the page, until all have drawn themselves and the browser has laid the page out. In
milliseconds, on the processor as it is, while no developer tools listen. Each of the forms gets the same attributes; a link stands
around an \`<a>\`, and draws nothing. Visits to pages with that many:
${[...visits].map(([count, visits]) => `${visits} with ${figure(count)}`).join(', ')}.

${table(['', 'connect', 'render', 'layout', 'all', 'to bare Lit', 'to hand-written', 'per element'], times)}

Against the bare Lit element, one element takes ${created(1)}; 100 elements take ${created(100)}; 1,000 elements take ${created(1000)}.
One of 1,000 elements takes ${growth.toFixed(1)} times what one of 100 takes: time
${growth <= LINEAR ? 'grows in proportion to' : '**grows faster than**'} their number.

${picture('many-elements.svg', 'The times for 1,000 elements as bars')}

One attribute of each changes, until all is drawn and laid out again: at first the text on the button, and then \`utm-term\`, which
takes another request. The bare Lit element has nothing to do then.

${table(['', 'new text', 'to bare Lit', 'to hand-written', 'new request', 'to bare Lit', 'to hand-written'], changes)}

1,000 new texts take ${against(1000, ({ times }) => times.newText, NEW_TEXT_TARGET)}.

${picture('changes.svg', 'The times for 1,000 new texts as bars')}

In two visits of their own, with developer tools: the heap, in thousands of bytes, with scripts and page, after garbage collection: what
the elements take with their flows there; what is kept of another 100 that have come and gone; how many elements can still be reached
then; how many requests FxA got at first.

${table(['', 'taken', 'to bare Lit', 'to hand-written', 'kept', 'elements left', 'requests'], memory)}

In memory, 1,000 elements take ${against(1000, ({ remains }) => remains.memory, BARE_LIT_TARGET)}.
${ours.every(keepsNothing) ? 'Nothing' : '**Something**'} is kept of forms and links that are removed. 1,000 that are alike request
${requestsOnce ? 'once' : '**more than once**'}.

${picture('memory.svg', 'The memory of 1,000 elements as bars')}

What is kept after ${figure(VALUES)} values of one attribute, one after the other, that had ${figure(VALUES)} others before:

${table(
  ['', 'bytes', 'bytes a value'],
  caches.map(({ tag, attribute, kept }) => [
    `\`${attribute}\` of one \`<${tag}>\``,
    figure(kept),
    figure(Math.round(kept / VALUES)),
  ]),
)}

What the browser itself keeps of each request that is aborted, the hand-written element shows. Beyond that, the caches keep at most
${figure(Math.max(0, Math.round(Math.max(...beyond))))} bytes a value.`;

  const bars = (value: (entry: ManyElements) => number | Spread) =>
    entries
      .filter((entry) => entry.count === 1000 && !isLink(entry))
      .map((entry) => ({
        name: entry.implementation.name,
        value: value(entry),
        ours: entry.implementation.tag === FORM,
      }));
  return {
    text,
    charts: {
      'many-elements.svg': drawChart({
        title: '1,000 elements, from nothing to laid out',
        unit: 'milliseconds',
        bars: bars(({ times }) => times.total),
      }),
      'changes.svg': drawChart({
        title: '1,000 elements with a new text on the button',
        unit: 'milliseconds',
        bars: bars(({ times }) => times.newText),
      }),
      'memory.svg': drawChart({
        title: '1,000 elements, with their flows there',
        unit: 'megabytes',
        bars: bars(({ remains }) => remains.memory.median / 1e6),
      }),
    },
  };
}
