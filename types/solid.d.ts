/**
 * `<fxa-email-form>` and `<fxa-link>` in the JSX of Solid: their attributes, properties (`prop:utmCampaign`) and
 * listeners (`on:fxa-submit`), beside what every HTML element takes. To bring it in:
 *
 *     import type {} from 'fxa-email-form/solid';
 */
import type { Attributes, ElementOf, Listeners, Properties, Tag } from './element.js';

type Own<Name extends Tag> = Attributes<Name> &
  Listeners<Name, 'on:'> & {
    [Property in keyof Properties<Name> & string as `prop:${Property}`]?: Properties<Name>[Property];
  };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Omit<JSX.HTMLAttributes<ElementOf<'fxa-email-form'>>, keyof Own<'fxa-email-form'>> &
        Own<'fxa-email-form'>;
      'fxa-link': Omit<JSX.HTMLAttributes<ElementOf<'fxa-link'>>, keyof Own<'fxa-link'>> & Own<'fxa-link'>;
    }
  }
}
