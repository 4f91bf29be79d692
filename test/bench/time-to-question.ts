/** How soon FxA is asked, and how soon the visitor has the form, on a slow phone. */
import { bundleFile, COMPILE_HINT } from './bundle.js';
import { builtForm, handWrittenForm, type Implementation } from './implementations.js';
import { slowDown, type Laboratory } from './laboratory.js';
import { elementTag, pageAround, plainForm } from './pages.js';
import { inTurns, spreadOf, type Spread } from './statistics.js';

/** What one visit shows, in milliseconds from the moment in which the visitor set out. */
interface Observed {
  /** The form's script begins to run. */
  readonly evaluated: number;
  /** The question leaves. */
  readonly asked: number;
  /** The form is on the screen, and the page listens. */
  readonly usable: number;
  /** Whether the question left in the task in which the script was run. */
  readonly sameTask: boolean;
  /** Whether it left before the frame in which the form was first painted. */
  readonly beforePaint: boolean;
}

/** What the visits with one way of making the form come to; times in milliseconds. */
export interface TimeToQuestion {
  readonly name: string;
  readonly ours: boolean;
  /** From the script's first statement. `usableAfterScript` is below zero where the form has been there before. */
  readonly askedAfterScript: Spread;
  readonly usableAfterScript: Spread;
  /** From the moment in which the visitor set out. */
  readonly asked: Spread;
  readonly usable: Spread;
  /** In how many of the visits it was so. */
  readonly sameTask: number;
  readonly beforePaint: number;
  readonly visits: number;
}

interface Way {
  readonly name: string;
  readonly script: string;
  readonly scriptTag: string;
  readonly form: (fxaUrl: string) => string;
  /** Where the field is: in this element's shadow root, or in the page. */
  readonly host: string;
}

const element = ({ name, tag, script }: Implementation): Way => ({
  name,
  script,
  scriptTag: '<script type="module" src="form.js"></script>',
  form: (fxaUrl) => elementTag(tag, fxaUrl),
  host: tag,
});

/** Visits a page of each kind in turns. */
export async function measureTimeToQuestion(
  laboratory: Laboratory,
  rounds: number,
): Promise<TimeToQuestion[]> {
  const ways: Way[] = [
    element(await builtForm()),
    element(await handWrittenForm()),
    {
      name: 'mozilla.org’s way',
      script: await bundleFile('mozilla-org-way.ts'),
      scriptTag: '<script defer src="form.js"></script>',
      form: plainForm,
      host: '',
    },
  ];
  const visits = ways.map((way) => ({ way, observed: [] as Observed[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { way, observed } of inTurns(visits, round)) observed.push(await observe(laboratory, way));
  }
  return visits.map(({ way, observed }, index) => ({
    name: way.name,
    ours: index === 0,
    askedAfterScript: spreadOf(observed.map(({ asked, evaluated }) => asked - evaluated)),
    usableAfterScript: spreadOf(observed.map(({ usable, evaluated }) => usable - evaluated)),
    asked: spreadOf(observed.map(({ asked }) => asked)),
    usable: spreadOf(observed.map(({ usable }) => usable)),
    sameTask: observed.filter(({ sameTask }) => sameTask).length,
    beforePaint: observed.filter(({ beforePaint }) => beforePaint).length,
    visits: observed.length,
  }));
}

async function observe(laboratory: Laboratory, { script, scriptTag, form, host }: Way): Promise<Observed> {
  const observer = `<script>(${watch.toString()})(${JSON.stringify(host)});</script>`;
  const content = {
    html: (fxaUrl: string) => pageAround(`${observer}\n${scriptTag}`, form(fxaUrl)),
    scripts: { 'form.js': `${COMPILE_HINT}observed.begin();\n${script}` },
  };
  return laboratory.visit(content, async (visit) => {
    await slowDown(visit);
    await visit.page.goto(visit.url);
    const result = await visit.page.waitForFunction(() => {
      const { observed } = globalThis as unknown as Page;
      return observed.asked && observed.usable ? observed : undefined;
    });
    return (await result.jsonValue()) as Observed;
  });
}

/** The page, as far as it was prepared for being observed. */
interface Page {
  observed: { -readonly [name in keyof Observed]: Observed[name] } & { begin: () => void };
}

/** Runs in the page, before anything else there. */
function watch(host: string): void {
  let taskIsOver = true;
  let frameHasCome = false;
  // A message is a task of its own, and timers would have to wait for theirs.
  const afterThisTask = (callback: () => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = callback;
    port2.postMessage(undefined);
  };

  const observed: Page['observed'] = {
    evaluated: 0,
    asked: 0,
    usable: 0,
    sameTask: false,
    beforePaint: false,
    begin() {
      observed.evaluated = performance.now();
      taskIsOver = false;
      afterThisTask(() => {
        taskIsOver = true;
      });
    },
  };
  Object.assign(globalThis, { observed });

  const { fetch } = globalThis;
  globalThis.fetch = (...request) => {
    observed.asked = performance.now();
    observed.sameTask = !taskIsOver;
    observed.beforePaint = !frameHasCome;
    return fetch(...request);
  };

  requestAnimationFrame(function look() {
    const root = host ? document.querySelector(host)?.shadowRoot : document;
    frameHasCome = Boolean(root?.querySelector<HTMLElement>('input[type=email]')?.offsetHeight);
    if (!frameHasCome) {
      requestAnimationFrame(look);
      return;
    }
    // The first task after this frame is one in which the visitor's own events could have been.
    afterThisTask(() => {
      observed.usable = performance.now();
    });
  });
}
