/** What elements read of the page around them. In server-side rendering there is none of it. */
import { isOptedOut } from '../rules/consent.js';
import { onServer } from './on-server.js';

/** Stands for the address of the page in server-side rendering. */
export const UNKNOWN_PAGE = 'https://page.invalid/';

/** The page around an element. */
export interface Surroundings {
  /** What relative addresses are resolved against. */
  readonly baseUrl: string;
  /** The origin of the page. */
  readonly pageOrigin: string;
  /** Whether the visitor's browser signals an opt-out from metrics. */
  readonly optedOut: boolean;
  /** The visitor's browser. */
  readonly userAgent: string | undefined;
}

declare global {
  interface Window {
    /** https://wicg.github.io/document-picture-in-picture/; Chromium only. */
    readonly documentPictureInPicture?: { readonly window: Window | null };
  }
}

/**
 * Where a form has to open, so that FxA is to be seen; empty where it may stay in its window. FxA refuses to be framed, and
 * a picture in a picture closes when it is to go elsewhere.
 */
export function targetFor(element: Element): '_top' | '_blank' | '' {
  if (onServer) return '';
  // The page may have put the element into another window than its own.
  const view = element.ownerDocument.defaultView ?? window;
  if (view !== view.top) return '_top';
  return view === window.documentPictureInPicture?.window ? '_blank' : '';
}

/** What is the same for all elements in one turn. Bound: one, until the turn is over. */
let shared: Omit<Surroundings, 'baseUrl'> | undefined;

export function surroundingsOf(element: Element): Surroundings {
  if (onServer) return { baseUrl: UNKNOWN_PAGE, pageOrigin: '', optedOut: false, userAgent: undefined };
  if (!shared) {
    shared = {
      pageOrigin: location.origin,
      optedOut: isOptedOut(navigator),
      userAgent: navigator.userAgent,
    };
    // A page with many elements updates them in one turn, and each of these texts is made anew whenever it is read.
    queueMicrotask(() => {
      shared = undefined;
    });
  }
  return { ...shared, baseUrl: element.baseURI };
}
