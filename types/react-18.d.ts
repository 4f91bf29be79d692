/**
 * `<fxa-email-form>` and `<fxa-link>` in the JSX of React 18: their attributes, beside what every HTML element takes. This React sets no
 * properties of custom elements, and knows no listeners for their events; a ref gives both. To bring it in:
 *
 *     import type {} from 'fxa-email-form/react-18';
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Attributes, ElementOf, Tag } from './element.js';

// React 18 sets `className` as an attribute of that very name.
type Html<Element> = Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, 'className'>;

type Props<Name extends Tag> = Omit<Html<ElementOf<Name>>, keyof Attributes<Name>> &
  Attributes<Name> & { class?: string | undefined };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Props<'fxa-email-form'>;
      'fxa-link': Props<'fxa-link'>;
    }
  }
}
