/** What happens on the stage, and is told to the playground around it. */
import type { FxaEmailFormEventMap } from '../../src/index.js';

/** A field and its value, as the browser would send them. */
export type SentField = readonly [name: string, value: string];

/** The events of the elements. */
export const EVENTS = ['fxa-flow-ready', 'fxa-flow-error', 'fxa-parameter-rejected', 'fxa-submit'] as const;

type EventHappening = {
  [Type in (typeof EVENTS)[number]]: {
    readonly what: 'event';
    readonly type: Type;
    readonly detail: FxaEmailFormEventMap[Type]['detail'];
  };
}[(typeof EVENTS)[number]];

/** One thing that has happened. */
export type Happening =
  | { readonly what: 'page'; readonly url: string }
  /** No flow is wished for now: there is no consent, or the form is not yet in sight. */
  | { readonly what: 'no request' }
  | { readonly what: 'request'; readonly url: string }
  | { readonly what: 'response'; readonly status: number; readonly ms: number }
  | { readonly what: 'no response'; readonly reason: string; readonly ms: number }
  | EventHappening
  /** The form, or the link, would have gone there. */
  | { readonly what: 'kept'; readonly url: string }
  /** What is sent, the fields or the query of the link, has changed, or what scripts read. */
  | {
      readonly what: 'fields';
      readonly fields: readonly SentField[];
      /** The properties that can only be read, by their names, as JSON. */
      readonly properties: Readonly<Record<string, string>>;
      /** The contrast of the texts in parts of the drawn form, by the names of the parts. */
      readonly contrasts: Readonly<Record<string, number>>;
    };

/** Tells the playground. On a stage that stands alone, nobody listens. */
export function tell(happening: Happening): void {
  parent.postMessage(happening, location.origin);
}

/** Hears what `frame` tells. */
export function listenTo(frame: () => HTMLIFrameElement | null, hear: (happening: Happening) => void): void {
  addEventListener('message', ({ source, origin, data }: MessageEvent<Happening>) => {
    if (origin === location.origin && source === frame()?.contentWindow) hear(data);
  });
}
