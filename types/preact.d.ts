/**
 * `<fxa-email-form>` in the JSX of Preact: its attributes, its properties and its listeners (`onfxa-submit`), beside
 * what every HTML element takes. To bring it in:
 *
 *     import type {} from 'fxa-email-form/preact';
 */
import type { HTMLAttributes } from 'preact';
import type {
  FxaEmailForm,
  FxaEmailFormAttributes,
  FxaEmailFormListeners,
  FxaEmailFormProperties,
} from './element.js';

type Own = FxaEmailFormAttributes & FxaEmailFormProperties & FxaEmailFormListeners<'on'>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Omit<HTMLAttributes<FxaEmailForm>, keyof Own> & Own;
    }
  }
}
