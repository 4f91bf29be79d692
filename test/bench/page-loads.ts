/** How soon FxA is requested for a flow, how soon the visitor has the form, and what the page notices, on a slow phone. */
import { slowDown, type Laboratory, type Visit } from './laboratory.js';
import { traceMainThread, type MainThread } from './main-thread.js';
import type { Kind } from './page-kinds.js';
import { inTurns, spreadsOf, type Spread } from './statistics.js';
import type { Vitals } from './vitals.js';
import type { Observed } from './watch.js';

/** Times in milliseconds. Those of a page without a form, and of a form without a script, mean nothing. */
interface Figures extends Vitals, MainThread {
  /** From the form's first statement. `usableAfterScript` is below zero where the form has been there before. */
  readonly requestedAfterScript: number;
  readonly usableAfterScript: number;
  /** From the moment in which the visitor set out. */
  readonly requested: number;
  readonly usable: number;
  /** 1 where it was so, else 0. */
  readonly sameTask: number;
  readonly beforePaint: number;
}

/** What the visits to one kind of page come to. */
export interface PageLoads {
  readonly name: string;
  readonly visits: number;
  readonly figures: { readonly [name in keyof Figures]: Spread };
}

/** Visits a page of each kind in turns. */
export async function measurePageLoads(
  laboratory: Laboratory,
  rounds: number,
  kinds: readonly Kind[],
): Promise<PageLoads[]> {
  const visits = kinds.map((kind) => ({ kind, figures: [] as Figures[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { kind, figures } of inTurns(visits, round)) figures.push(await look(laboratory, kind));
  }
  return visits.map(({ kind, figures }) => ({
    name: kind.name,
    visits: rounds,
    figures: spreadsOf(figures),
  }));
}

/** What the page has noticed. */
interface Seen {
  readonly vitals: Vitals;
  readonly observed?: Observed;
}

/** Runs in the page: waits until the flow is in the form of `owner`, if there is one, and all that has changed is on the screen. */
async function settled(owner: string): Promise<Seen> {
  const hasFlow = () => {
    const host = document.querySelector(owner);
    const form = host?.querySelector('form') ?? host?.shadowRoot?.querySelector('form') ?? host;
    return form instanceof HTMLFormElement && new FormData(form).has('flow_id');
  };
  // Looking at each frame would be work that is counted.
  while (owner && !hasFlow()) await new Promise((resolve) => setTimeout(resolve, 100));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => requestIdleCallback(resolve));
  const { vitals, observed } = globalThis as unknown as Seen;
  // Without the function in it, which cannot leave the page.
  return JSON.parse(JSON.stringify({ vitals, observed })) as Seen;
}

/** Calls a function in the page, without the library's own script for that: on a slow processor, it is a long task. */
async function evaluate<Argument, T>(
  { session }: Visit,
  call: (argument: Argument) => Promise<T>,
  argument: Argument,
): Promise<T> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `(${call.toString()})(${JSON.stringify(argument)})`,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result.value as T;
}

const look = (laboratory: Laboratory, { content, owner }: Kind): Promise<Figures> =>
  laboratory.visit(content, async (visit) => {
    const { page, session, url, fxa } = visit;
    await slowDown(visit);
    const endTrace = await traceMainThread(session, url);
    await page.goto(url);
    if (owner) await fxa.waitFor((entry) => entry.type === 'request' && entry.status === 200);
    const { vitals, observed } = await evaluate(visit, settled, owner ?? '');
    const mainThread = await endTrace();
    const { evaluated, requested, usable, sameTask, beforePaint } = observed ?? {
      evaluated: NaN,
      requested: NaN,
      usable: NaN,
      sameTask: false,
      beforePaint: false,
    };
    return {
      ...vitals,
      ...mainThread,
      requestedAfterScript: requested - evaluated,
      usableAfterScript: usable - evaluated,
      requested,
      usable,
      sameTask: Number(sameTask),
      beforePaint: Number(beforePaint),
    };
  });
