/**
 * `<fxa-email-form>` and `<fxa-link>` in the JSX of React 19: their attributes, properties and listeners
 * (`onfxa-submit`), beside what every HTML element takes. To bring it in:
 *
 *     import type {} from 'fxa-email-form/react';
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Attributes, ElementOf, Listeners, Properties, Tag } from './element.js';

type Own<Name extends Tag> = Attributes<Name> & Properties<Name> & Listeners<Name, 'on'>;

type Html<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

type Props<Name extends Tag> = Omit<Html<ElementOf<Name>>, keyof Own<Name>> & Own<Name>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Props<'fxa-email-form'>;
      'fxa-link': Props<'fxa-link'>;
    }
  }
}
