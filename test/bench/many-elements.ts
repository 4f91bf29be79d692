/** Many elements on one page: their time, their memory, and what is left of them. */
import { bundleFile } from './bundle.js';
import type * as Functions from './elements-in-page.js';
import type { Elements, Times } from './elements-in-page.js';
import {
  bareLitForm,
  builtForm,
  builtLink,
  handWrittenForm,
  type Implementation,
} from './implementations.js';
import type { Laboratory, PageContent, Visit } from './laboratory.js';
import { ATTRIBUTES } from './pages.js';
import { inTurns, spreadsOf, type Spread } from './statistics.js';

/**
 * How many elements, and how many times as often they are looked at as anything else: in a short time, whatever else the
 * machine does weighs most, and a page with a thousand takes long.
 */
const COUNTS = [
  [1, 2],
  [100, 1],
  [1000, 0.5],
] as const;

/** How many elements come and go after the others, to see what is kept of them. */
const BATCH = 100;

/** The heap hardly differs from visit to visit. */
const VISITS_FOR_MEMORY = 2;

/** How many values an attribute has had after {@link measureCaches}. */
export const VALUES = 1000;

/** What is found with the developer tools; sizes in bytes. */
interface Remains {
  /** What the elements take, once their flows are there. */
  readonly memory: number;
  /** What is kept of one more batch, when that has been removed as the elements before it were. */
  readonly kept: number;
  /** Elements that are still there after all have been removed. */
  readonly alive: number;
  /** Requests to FxA until the elements had their flows. */
  readonly requests: number;
}

/** The spread of each figure. */
type Spreads<Run> = { readonly [name in keyof Run]: Spread };

/** One line of the result. */
export interface ManyElements {
  readonly implementation: Implementation;
  readonly count: number;
  /** How often the times were taken. */
  readonly visits: number;
  readonly times: Spreads<Times>;
  readonly remains: Spreads<Remains>;
}

/** What is kept of many values of one attribute, in bytes. */
export interface Kept {
  readonly tag: string;
  readonly attribute: string;
  readonly kept: number;
}

/** The functions that run in every page. */
const inPage = await bundleFile('elements-in-page.ts');

const elementsOf = ({ tag, content }: Implementation, fxaUrl: string, count: number): Elements => ({
  tag,
  count,
  attributes: { 'fxa-url': fxaUrl, ...ATTRIBUTES },
  content: content?.(fxaUrl) ?? '',
});

/** An empty page with the implementation's script, and the functions of above as `elements`. */
const pageOf = ({ script }: Implementation, begin: (fxaUrl: string) => string): PageContent => ({
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
  scripts: { 'element.js': script, 'elements.js': inPage },
});

/** Takes the times of `count` elements once, in a new page that nobody looks into. */
export const timesOf = (
  laboratory: Laboratory,
  implementation: Implementation,
  count: number,
): Promise<Times> =>
  laboratory.unwatched<Times>(
    pageOf(
      implementation,
      (fxaUrl) => `elements.report(${JSON.stringify(elementsOf(implementation, fxaUrl, count))});`,
    ),
  );

/**
 * Runs all implementations in turns, each time in a new page; one number of elements after the other, since a page with a
 * thousand is still being cleared away when the next one begins. Of links there are a thousand only.
 */
export async function measureManyElements(laboratory: Laboratory, rounds: number): Promise<ManyElements[]> {
  const forms = await Promise.all([builtForm(), bareLitForm(), handWrittenForm()]);
  const link = await builtLink();
  const measured: ManyElements[] = [];
  for (const [count, share] of COUNTS) {
    const visits = Math.ceil(rounds * share);
    const implementations = count === 1000 ? [...forms, link] : forms;
    const cases = implementations.map((implementation) => ({
      implementation,
      times: [] as Times[],
      remains: [] as Remains[],
    }));
    for (let round = 0; round < visits; round++) {
      for (const { implementation, times, remains } of inTurns(cases, round)) {
        times.push(await timesOf(laboratory, implementation, count));
        if (round < VISITS_FOR_MEMORY) remains.push(await remainsOf(laboratory, implementation, count));
      }
    }
    measured.push(
      ...cases.map(({ implementation, times, remains }) => ({
        implementation,
        count,
        visits,
        times: spreadsOf(times),
        remains: spreadsOf(remains),
      })),
    );
  }
  return measured;
}

/** What a page gives to those who look into it. */
declare const elements: typeof Functions;

const come = ({ page }: Visit, some: Elements) =>
  page.evaluate(async (some) => {
    await elements.add(some);
    await elements.settle(some.tag);
  }, some);

const go = ({ page }: Visit) => page.evaluate(() => elements.remove());

/** Prepares a page in which {@link elements} can be called. */
const visitPageOf = <T>(
  laboratory: Laboratory,
  implementation: Implementation,
  make: (visit: Visit) => Promise<T>,
): Promise<T> =>
  laboratory.visit(
    pageOf(implementation, () => 'globalThis.elements = elements;'),
    make,
  );

const remainsOf = (laboratory: Laboratory, implementation: Implementation, count: number): Promise<Remains> =>
  visitPageOf(laboratory, implementation, async (visit) => {
    const { page, fxa, url } = visit;
    const all = elementsOf(implementation, fxa.url, count);
    await page.goto(url);
    const empty = await heapSize(visit);
    await come(visit, all);
    const requests = fxa.log.filter(({ type }) => type === 'request').length;
    const full = await heapSize(visit);
    // Those that have changed, and have requested anew, have to go as well.
    await page.evaluate(async (tag) => {
      await elements.change(tag, 'button-label', 'Go on');
      await elements.change(tag, 'utm-term', 'changed');
      await elements.settle(tag);
    }, all.tag);
    await go(visit);

    const before = await heapSize(visit);
    await come(visit, elementsOf(implementation, fxa.url, BATCH));
    await go(visit);
    const after = await heapSize(visit);
    const alive = await countAlive(visit, all.tag);
    return { memory: full - empty, kept: after - before, alive, requests };
  });

/** What the caches keep of many values, after as many others have been there before. */
export async function measureCaches(laboratory: Laboratory): Promise<Kept[]> {
  const cases = [
    [await builtForm(), 'utm-term'],
    [await builtForm(), 'button-label'],
    [await builtForm(), 'lang'],
    [await builtLink(), 'utm-term'],
    // What the browser itself keeps.
    [await handWrittenForm(), 'utm-term'],
  ] as const;
  const measured: Kept[] = [];
  for (const [implementation, attribute] of cases) {
    const { tag } = implementation;
    const kept = await visitPageOf(laboratory, implementation, async (visit) => {
      const { page, fxa, url } = visit;
      await page.goto(url);
      await come(visit, elementsOf(implementation, fxa.url, 1));
      const fill = async (prefix: string) => {
        await page.evaluate(
          async ([tag, attribute, prefix, count]) => {
            await elements.changeOften(tag, attribute, prefix, count);
            await elements.settle(tag);
          },
          [tag, attribute, prefix, VALUES] as const,
        );
        return heapSize(visit);
      };
      const before = await fill('en-x-a');
      return (await fill('en-x-b')) - before;
    });
    measured.push({ tag, attribute, kept });
  }
  return measured;
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
