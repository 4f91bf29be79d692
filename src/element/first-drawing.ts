/**
 * The first drawing of a form that a page has from the start. It gets a task of its own, after the one that upgrades the
 * element and sends the request, so that neither holds the page up for long.
 */

/** https://wicg.github.io/scheduling-apis/#dom-scheduler-yield; older browsers have none, and draw at once. */
const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };

/** How many may wait: to look at the place of each takes a layout, and a page with more of them has long tasks anyway. */
const MOST = 4;

let waiting = 0;

/** The wait for that task. */
export interface FirstDrawing {
  /** Ends in the task in which the form is to be drawn. */
  readonly task: Promise<void>;
  /** Keeps the element's place until then, whatever the page's rule for it was. */
  readonly place: CSSStyleSheet;
}

/**
 * Lets `element`, which is being made, wait for its first drawing; `undefined` where it has to be drawn at once.
 *
 * Only an upgrade finds an element in its page. What stands inside, or a server has rendered, has to stay in sight. And where
 * the page keeps no place, it would move; or nothing of it is shown, as in a dialog that opens as soon as the tag is defined,
 * and looks for a field to focus.
 */
export function postponed(element: HTMLElement): FirstDrawing | undefined {
  if (!scheduler?.yield || waiting === MOST || !element.isConnected) return undefined;
  if (element.shadowRoot || element.firstElementChild) return undefined;
  // An inline box, as of a tag that no rule is for, has no such height, and keeps no place.
  if (!element.clientHeight || !('adoptedStyleSheets' in ShadowRoot.prototype)) return undefined;
  try {
    const place = new CSSStyleSheet();
    place.replaceSync(`:host{display:block;box-sizing:border-box;block-size:${element.offsetHeight}px}`);
    waiting++;
    const task = scheduler.yield().then(() => {
      waiting--;
    });
    return { task, place };
  } catch {
    // A browser that constructs no style sheets draws at once.
    return undefined;
  }
}
