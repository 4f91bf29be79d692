/**
 * What templates may say of `<fxa-email-form>` and `<fxa-link>`, read off the elements' classes; the files beside this one
 * tell it to one framework each.
 */
import type { LitElement } from 'lit';
import type { FxaEmailForm, FxaEmailFormEventMap } from '../dist/index.js';
import type { FxaLink, FxaLinkEventMap } from '../dist/link.js';

type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Dashed<Rest>}`
  : Name;

/** The elements by their tags, each with its class and its events. */
export interface Elements {
  'fxa-email-form': { element: FxaEmailForm; events: FxaEmailFormEventMap };
  'fxa-link': { element: FxaLink; events: FxaLinkEventMap };
}

export type Tag = keyof Elements;

/** The class of an element. */
export type ElementOf<Name extends Tag> = Elements[Name]['element'];

/** The events of an element, by their types. */
export type EventsOf<Name extends Tag> = Elements[Name]['events'];

/** The properties of an element that have an attribute; they are the ones that may be `null`. */
export type Properties<Name extends Tag> = {
  [
    Property in keyof ElementOf<Name> as Property extends keyof LitElement
      ? never
      : null extends ElementOf<Name>[Property]
        ? Property
        : never
  ]?: ElementOf<Name>[Property];
};

/** The attributes of an element, in the spelling with dashes. */
export type Attributes<Name extends Tag> = {
  [Property in keyof Properties<Name> as Dashed<Property & string>]: Properties<Name>[Property];
};

/** Listeners for the events of an element, on that element itself, under the events' names with `Prefix` before them. */
export type Listeners<Name extends Tag, Prefix extends string> = {
  [Type in keyof EventsOf<Name> & string as `${Prefix}${Type}`]?:
    ((event: EventsOf<Name>[Type] & { readonly currentTarget: ElementOf<Name> }) => void) | undefined;
};
