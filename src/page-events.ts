/**
 * What happens to the page as a whole. Everybody who wants to hear of it shares one listener on the page: a browser
 * compares each new one with all that are there, which a thousand elements would feel.
 */
const PAGE_EVENTS = ['pagehide', 'pageshow'] as const;
const DOCUMENT_EVENTS = ['visibilitychange', 'prerenderingchange'] as const;

const listeners = new Set<EventListenerObject>();

function notify(event: Event): void {
  for (const listener of listeners) listener.handleEvent(event);
}

/** From now on `listener` hears that the page goes, comes back, is covered or uncovered, or is no longer prerendered. */
export function listenToPage(listener: EventListenerObject): void {
  listeners.add(listener);
  for (const type of PAGE_EVENTS) window.addEventListener(type, notify);
  for (const type of DOCUMENT_EVENTS) document.addEventListener(type, notify);
}

/** `listener` hears no more. */
export function leavePage(listener: EventListenerObject): void {
  listeners.delete(listener);
  if (listeners.size) return;
  for (const type of PAGE_EVENTS) window.removeEventListener(type, notify);
  for (const type of DOCUMENT_EVENTS) document.removeEventListener(type, notify);
}
