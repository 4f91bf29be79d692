/**
 * `<fxa-email-form>` in the JSX of React 18: its attributes, beside what every HTML element takes. This React sets no
 * properties of custom elements, and knows no listeners for their events; a ref gives both. To bring it in:
 *
 *     import type {} from 'fxa-email-form/react-18';
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { FxaEmailForm, FxaEmailFormAttributes } from './element.js';

// React 18 sets `className` as an attribute of that very name.
type Html = Omit<DetailedHTMLProps<HTMLAttributes<FxaEmailForm>, FxaEmailForm>, 'className'>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Omit<Html, keyof FxaEmailFormAttributes> &
        FxaEmailFormAttributes & { class?: string | undefined };
    }
  }
}
