/**
 * Tells svelte-check, and editors with it, what `<fxa-email-form>` and `<fxa-link>` take and fire in Svelte's markup.
 * Bring it in once, anywhere in the project: `import type {} from 'fxa-email-form/svelte'`.
 */
import type { HTMLAttributes } from 'svelte/elements';
import type { Attributes, ElementOf, Listeners, Properties, Tag } from './element.js';

type Own<Name extends Tag> = Attributes<Name> & Properties<Name> & Listeners<Name, 'on'>;

type Props<Name extends Tag> = Own<Name> & Omit<HTMLAttributes<ElementOf<Name>>, keyof Own<Name>>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'fxa-email-form': Props<'fxa-email-form'>;
    'fxa-link': Props<'fxa-link'>;
  }
}
