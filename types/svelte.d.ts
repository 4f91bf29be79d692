/**
 * Tells svelte-check, and editors with it, what `<fxa-email-form>` takes and fires in Svelte's markup. Bring it in once,
 * anywhere in the project: `import type {} from 'fxa-email-form/svelte'`.
 */
import type { HTMLAttributes } from 'svelte/elements';
import type {
  FxaEmailForm,
  FxaEmailFormAttributes,
  FxaEmailFormListeners,
  FxaEmailFormProperties,
} from './element.js';

type Props = FxaEmailFormAttributes & FxaEmailFormProperties & FxaEmailFormListeners<'on'>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'fxa-email-form': Props & Omit<HTMLAttributes<FxaEmailForm>, keyof Props>;
  }
}
