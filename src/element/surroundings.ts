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
  /** Whether the page is in a frame. */
  readonly framed: boolean;
}

export const surroundingsOf = (element: Element): Surroundings =>
  onServer
    ? { baseUrl: UNKNOWN_PAGE, pageOrigin: '', optedOut: false, userAgent: undefined, framed: false }
    : {
        baseUrl: element.baseURI,
        pageOrigin: location.origin,
        optedOut: isOptedOut(navigator),
        userAgent: navigator.userAgent,
        framed: window !== window.top,
      };
