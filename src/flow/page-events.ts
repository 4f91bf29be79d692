/** The page as a whole: what happens to it, and how it stands. */

const EVENTS = ['pagehide', 'pageshow', 'visibilitychange', 'prerenderingchange'] as const;

/**
 * Everybody who wants to hear of the page shares one listener on it: a browser compares each new one with all that are
 * there, and with a thousand elements, connecting took half as long again. Bound: the elements in the page.
 */
const listeners = new Set<EventListenerObject>();

function notify(event: Event): void {
  for (const listener of listeners) listener.handleEvent(event);
}

/** From now on `listener` hears that the page goes, comes back, is covered or uncovered, or is no longer prerendered. */
export function listenToPage(listener: EventListenerObject): void {
  if (!listeners.size) {
    // While it captures, the window hears of the document's events too.
    for (const type of EVENTS) window.addEventListener(type, notify, true);
  }
  listeners.add(listener);
}

/** `listener` hears no more. */
export function leavePage(listener: EventListenerObject): void {
  listeners.delete(listener);
  if (listeners.size) return;
  for (const type of EVENTS) window.removeEventListener(type, notify, true);
}

/** A member of the document, which an image of that name in the page would hide. */
export const documentMember = <Name extends keyof Document>(name: Name): Document[Name] =>
  Reflect.get(Document.prototype, name, document);
