/** Many elements on one page: their time, their memory, and what is left of them. */
import { bareLitForm, builtForm, handWrittenForm, type Implementation } from './implementations.js';
import type { Laboratory, Visit } from './laboratory.js';
import { ATTRIBUTES } from './pages.js';
import { rotate, spreadsOf, type Spread } from './statistics.js';

const COUNTS = [1, 100, 1000] as const;

/** How many elements come and go after the others, to see what is kept of them. */
const BATCH = 100;

/** One run: times in milliseconds, sizes in bytes. */
interface Run {
  /** Making the elements, and putting them into the page. */
  readonly connecting: number;
  /** Until all have drawn themselves. */
  readonly rendering: number;
  readonly layout: number;
  readonly total: number;
  /** A new text for the button of each, until all is drawn again and laid out. */
  readonly relabelling: number;
  /** The same with a new value for one of the fields, for which FxA has to be asked anew. */
  readonly reasking: number;
  /** What the elements take, once their flows are there. */
  readonly memory: number;
  /** What is kept of one more batch, when that has been removed as the elements before it were. */
  readonly kept: number;
  /** Elements that are still there after all have been removed. */
  readonly alive: number;
  /** Questions to FxA until the elements had their flows. */
  readonly requests: number;
}

/** What the runs of one implementation come to. */
export type Measured = { readonly [name in keyof Run]: Spread };

/** One line of the result. */
export interface ManyElements {
  readonly implementation: Implementation;
  readonly count: number;
  readonly runs: Measured;
}

/** Runs all implementations in turns, each time in a new page. */
export async function measureManyElements(laboratory: Laboratory, rounds: number): Promise<ManyElements[]> {
  const implementations = await Promise.all([builtForm(), bareLitForm(), handWrittenForm()]);
  const cases = COUNTS.flatMap((count) =>
    implementations.map((implementation) => ({ implementation, count, runs: [] as Run[] })),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { implementation, count, runs } of rotate(cases, round)) {
      runs.push(await run(laboratory, implementation, count));
    }
  }
  return cases.map(({ implementation, count, runs }) => ({ implementation, count, runs: spreadsOf(runs) }));
}

function run(laboratory: Laboratory, { tag, script }: Implementation, count: number): Promise<Run> {
  const html = () => `<!doctype html>
<html lang="en">
  <head>
    <title>Many elements</title>
    <link rel="icon" href="data:,">
    <script type="module" src="element.js"></script>
  </head>
  <body></body>
</html>`;
  return laboratory.visit({ html, scripts: { 'element.js': script } }, async (visit) => {
    const { page, world, url } = visit;
    await page.goto(url);
    const empty = await heapSize(visit);
    const times = await add(visit, tag, count);
    await settle(visit, tag);
    const requests = world.log.filter(({ type }) => type === 'request').length;
    const full = await heapSize(visit);
    const relabelling = await change(visit, tag, 'button-label', 'Go on');
    const reasking = await change(visit, tag, 'utm-term', 'changed');
    await settle(visit, tag);

    await remove(visit, tag);
    const before = await heapSize(visit);
    await add(visit, tag, BATCH);
    await settle(visit, tag);
    await remove(visit, tag);
    const after = await heapSize(visit);
    const alive = await countAlive(visit, tag);
    const changes = { relabelling, reasking };
    return { ...times, ...changes, memory: full - empty, kept: after - before, alive, requests };
  });
}

function add({ page, world }: Visit, tag: string, count: number) {
  const attributes = { 'fxa-url': world.url, ...ATTRIBUTES };
  return page.evaluate(
    async ({ tag, count, attributes }) => {
      const start = performance.now();
      const place = document.createElement('main');
      for (let index = 0; index < count; index++) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        place.append(element);
      }
      document.body.append(place);
      const connected = performance.now();
      for (const element of place.children) {
        // False where an update has asked for another one.
        while ((await (element as { updateComplete?: Promise<boolean> }).updateComplete) === false);
      }
      const rendered = performance.now();
      place.offsetHeight;
      const laidOut = performance.now();
      return {
        connecting: connected - start,
        rendering: rendered - connected,
        layout: laidOut - rendered,
        total: laidOut - start,
      };
    },
    { tag, count, attributes },
  );
}

/** Waits until every element has its flow; the bare one, which never asks, is given one. */
async function settle({ page }: Visit, tag: string): Promise<void> {
  await page.evaluate(
    ({ tag, flow }) => {
      if (tag !== 'bare-lit-form') return;
      for (const element of document.querySelectorAll(tag)) Object.assign(element, { flow });
    },
    { tag, flow: { id: 'a'.repeat(64), beginTime: '1'.repeat(13), deviceId: 'b'.repeat(32) } },
  );
  await page.waitForFunction(
    (tag) =>
      [...document.querySelectorAll(tag)].every((element) =>
        element.shadowRoot?.querySelector('[name=flow_id]'),
      ),
    tag,
  );
}

function change({ page }: Visit, tag: string, name: string, value: string): Promise<number> {
  return page.evaluate(
    async ({ tag, name, value }) => {
      const elements = document.querySelectorAll(tag);
      const start = performance.now();
      for (const element of elements) element.setAttribute(name, value);
      for (const element of elements) {
        while ((await (element as { updateComplete?: Promise<boolean> }).updateComplete) === false);
      }
      document.body.offsetHeight;
      return performance.now() - start;
    },
    { tag, name, value },
  );
}

async function remove({ page }: Visit, tag: string): Promise<void> {
  await page.evaluate(async () => {
    document.querySelector('main')?.remove();
    // Some clean up in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
  });
  if (await page.locator(tag).count()) throw new Error(`<${tag}> is still there.`);
}

/** What the page's scripts and its elements take, without what nobody needs any more. */
async function heapSize({ session }: Visit): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    readonly usedSize: number;
    readonly embedderHeapUsedSize?: number;
  };
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0);
}

async function countAlive({ session }: Visit, tag: string): Promise<number> {
  const { result: prototype } = await session.send('Runtime.evaluate', {
    expression: `customElements.get(${JSON.stringify(tag)}).prototype`,
  });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.objectId ?? '',
  });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  return result.value as number;
}
