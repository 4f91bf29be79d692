/** Runs in the page, before anything else there: how soon FxA is requested for a flow, and how soon the visitor has the form. */

/** What one visit shows, in milliseconds from the moment in which the visitor set out. */
export interface Observed {
  /** The form's script begins to run. */
  evaluated: number;
  /** The request leaves. */
  requested: number;
  /** The form is on the screen, and the page listens. */
  usable: number;
  /** Whether the request left in the task in which the script was run. */
  sameTask: boolean;
  /** Whether it left before the frame in which the form was first painted. */
  beforePaint: boolean;
}

/** The first statement of the form's script. */
export const BEGIN = 'observed.begin();\n';

/**
 * Watches the page. Each frame that a page is made to draw is work, so it looks at frames only while the form can come.
 *
 * @param host - the element with the field in its shadow root; empty where the field is in the page itself
 * @param drawn - whether the script has to draw the form first
 */
export function watch(host: string, drawn: boolean): void {
  let taskIsOver = true;
  let frameHasCome = false;
  // A message is a task of its own, and timers would have to wait for theirs.
  const afterThisTask = (callback: () => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = callback;
    port2.postMessage(undefined);
  };

  const observed: Observed & { begin: () => void } = {
    evaluated: 0,
    requested: 0,
    usable: 0,
    sameTask: false,
    beforePaint: false,
    begin() {
      observed.evaluated = performance.now();
      performance.mark('form');
      taskIsOver = false;
      afterThisTask(() => {
        taskIsOver = true;
      });
    },
  };
  Object.assign(globalThis, { observed });

  const { fetch } = globalThis;
  globalThis.fetch = (...request) => {
    observed.requested = performance.now();
    observed.sameTask = !taskIsOver;
    observed.beforePaint = !frameHasCome;
    return fetch(...request);
  };

  const look = () => {
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
  };
  if (drawn) void customElements.whenDefined(host).then(() => requestAnimationFrame(look));
  else requestAnimationFrame(look);
}
