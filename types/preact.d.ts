/**
 * `<fxa-email-form>` and `<fxa-link>` in the JSX of Preact: their attributes, properties and listeners (`onfxa-submit`),
 * beside what every HTML element takes. To bring it in:
 *
 *     import type {} from 'fxa-email-form/preact';
 */
import type { HTMLAttributes } from 'preact';
import type { Attributes, ElementOf, Listeners, Properties, Tag } from './element.js';

type Own<Name extends Tag> = Attributes<Name> & Properties<Name> & Listeners<Name, 'on'>;

type Props<Name extends Tag> = Omit<HTMLAttributes<ElementOf<Name>>, keyof Own<Name>> & Own<Name>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Props<'fxa-email-form'>;
      'fxa-link': Props<'fxa-link'>;
    }
  }
}
