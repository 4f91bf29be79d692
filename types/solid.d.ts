/**
 * `<fxa-email-form>` in the JSX of Solid: its attributes, its properties (`prop:utmCampaign`) and its listeners
 * (`on:fxa-submit`), beside what every HTML element takes. To bring it in:
 *
 *     import type {} from 'fxa-email-form/solid';
 */
import type {
  FxaEmailForm,
  FxaEmailFormAttributes,
  FxaEmailFormListeners,
  FxaEmailFormProperties,
} from './element.js';

type Own = FxaEmailFormAttributes &
  FxaEmailFormListeners<'on:'> & {
    [Name in keyof FxaEmailFormProperties as `prop:${Name}`]: FxaEmailFormProperties[Name];
  };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'fxa-email-form': Omit<JSX.HTMLAttributes<FxaEmailForm>, keyof Own> & Own;
    }
  }
}
