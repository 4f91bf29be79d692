/** Many elements on one page: their time, their memory, and what is left of them. */
import { bundleFile } from './bundle.js';
import type * as Functions from './elements-in-page.js';
import type { Elements, Times } from './elements-in-page.js';
import { bareLitForm, builtForm, handWrittenForm, type Implementation } from './implementations.js';
import type { Laboratory, PageContent, Visit } from './laboratory.js';
import { ATTRIBUTES } from './pages.js';
import { inTurns, spreadsOf, type Spread } from './statistics.js';

const COUNTS = [1, 100, 1000] as const;

/** How many times as often a single element is looked at: in so short a time, whatever else goes on weighs most. */
const MORE_OF_ONE = 3;

/** How many elements come and go after the others, to see what is kept of them. */
const BATCH = 100;

/** What is found with the developer tools; sizes in bytes. */
interface Remains {
  /** What the elements take, once their flows are there. */
  readonly memory: number;
  /** What is kept of one more batch, when that has been removed as the elements before it were. */
  readonly kept: number;
  /** Elements that are still there after all have been removed. */
  readonly alive: number;
  /** Questions to FxA until the elements had their flows. */
  readonly requests: number;
}

type Run = Times & Remains;

/** What the runs of one implementation come to. */
export type Measured = { readonly [name in keyof Run]: Spread };

/** One line of the result. */
export interface ManyElements {
  readonly implementation: Implementation;
  readonly count: number;
  /** How often it was looked at. */
  readonly visits: number;
  readonly runs: Measured;
}

/**
 * Runs all implementations in turns, each time in a new page; one number of elements after the other, since a page with a
 * thousand is still being cleared away when the next one begins.
 */
export async function measureManyElements(laboratory: Laboratory, rounds: number): Promise<ManyElements[]> {
  const implementations = await Promise.all([builtForm(), bareLitForm(), handWrittenForm()]);
  const inPage = await bundleFile('elements-in-page.ts');
  const measured: ManyElements[] = [];
  for (const count of COUNTS) {
    const visits = count === 1 ? rounds * MORE_OF_ONE : rounds;
    const cases = implementations.map((implementation) => ({ implementation, runs: [] as Run[] }));
    for (let round = 0; round < visits; round++) {
      for (const { implementation, runs } of inTurns(cases, round)) {
        runs.push(await run(laboratory, implementation, inPage, count));
      }
    }
    measured.push(
      ...cases.map(({ implementation, runs }) => ({ implementation, count, visits, runs: spreadsOf(runs) })),
    );
  }
  return measured;
}

async function run(
  laboratory: Laboratory,
  { tag, script }: Implementation,
  inPage: string,
  count: number,
): Promise<Run> {
  const scripts = { 'element.js': script, 'elements.js': inPage };
  const elementsAt = (fxaUrl: string, count: number): Elements => ({
    tag,
    count,
    attributes: { 'fxa-url': fxaUrl, ...ATTRIBUTES },
  });
  const page = (begin: (fxaUrl: string) => string): PageContent => ({
    html: (fxaUrl) => `<!doctype html>
<html lang="en">
  <head>
    <title>Many elements</title>
    <link rel="icon" href="data:,">
    <script type="module" src="element.js"></script>
    <script type="module">
      import * as elements from './elements.js';
      ${begin(fxaUrl)}
    </script>
  </head>
  <body></body>
</html>`,
    scripts,
  });

  const times = await laboratory.unwatched<Times>(
    page((fxaUrl) => `elements.report(${JSON.stringify(elementsAt(fxaUrl, count))});`),
  );
  const remains = await laboratory.visit(
    page(() => 'globalThis.elements = elements;'),
    (visit) => look(visit, elementsAt(visit.fxa.url, count), elementsAt(visit.fxa.url, BATCH)),
  );
  return { ...times, ...remains };
}

/** What a page gives for {@link look}. */
declare const elements: typeof Functions;

async function look(visit: Visit, all: Elements, batch: Elements): Promise<Remains> {
  const { page, fxa, url } = visit;
  const come = async (some: Elements) => {
    await page.evaluate(async (some) => {
      await elements.add(some);
      await elements.settle(some.tag);
    }, some);
  };
  const go = () => page.evaluate(() => elements.remove());
  await page.goto(url);
  const empty = await heapSize(visit);
  await come(all);
  const requests = fxa.log.filter(({ type }) => type === 'request').length;
  const full = await heapSize(visit);
  // Those that have changed, and have asked anew, have to go as well.
  await page.evaluate(async (tag) => {
    await elements.change(tag, 'button-label', 'Go on');
    await elements.change(tag, 'utm-term', 'changed');
    await elements.settle(tag);
  }, all.tag);
  await go();

  const before = await heapSize(visit);
  await come(batch);
  await go();
  const after = await heapSize(visit);
  const alive = await countAlive(visit, all.tag);
  return { memory: full - empty, kept: after - before, alive, requests };
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
