/**
 * `<fxa-email-form>` in the JSX of React 19: its attributes, its properties and its listeners (`onfxa-submit`), beside
 * what every HTML element takes. To bring it in:
 *
 *     import type {} from 'fxa-email-form/react';
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  FxaEmailForm,
  FxaEmailFormAttributes,
  FxaEmailFormListeners,
  FxaEmailFormProperties,
} from './element.js';

type Own = FxaEmailFormAttributes & FxaEmailFormProperties & FxaEmailFormListeners<'on'>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Omit<DetailedHTMLProps<HTMLAttributes<FxaEmailForm>, FxaEmailForm>, keyof Own> & Own;
    }
  }
}
