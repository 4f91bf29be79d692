/**
 * What templates may say of `<fxa-email-form>`, read off the element's class; the files beside this one tell it to one
 * framework each.
 */
import type { LitElement } from 'lit';
import type { FxaEmailForm, FxaEmailFormEventMap } from '../dist/index.js';

export type { FxaEmailForm, FxaEmailFormEventMap };

type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Dashed<Rest>}`
  : Name;

/** The properties that have an attribute; they are the ones that may be `null`. */
export type FxaEmailFormProperties = {
  [
    Name in keyof FxaEmailForm as Name extends keyof LitElement
      ? never
      : null extends FxaEmailForm[Name]
        ? Name
        : never
  ]?: FxaEmailForm[Name];
};

/** The attributes, in the spelling with dashes. */
export type FxaEmailFormAttributes = {
  [Name in keyof FxaEmailFormProperties as Dashed<Name>]: FxaEmailFormProperties[Name];
};

/** A listener on the element itself. */
export type FxaEmailFormListener<Type extends keyof FxaEmailFormEventMap> = (
  event: FxaEmailFormEventMap[Type] & { readonly currentTarget: FxaEmailForm },
) => void;

/** Listeners for the element's events, under the events' names with `Prefix` before them. */
export type FxaEmailFormListeners<Prefix extends string> = {
  [Type in keyof FxaEmailFormEventMap as `${Prefix}${Type}`]?: FxaEmailFormListener<Type> | undefined;
};
