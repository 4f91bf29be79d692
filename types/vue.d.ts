/**
 * Tells vue-tsc, and editors with it, what `<fxa-email-form>` and `<fxa-link>` take and fire in Vue's templates. Bring it
 * in once, anywhere in the project: `import type {} from 'fxa-email-form/vue'`.
 */
import type { HTMLAttributes, ReservedProps } from 'vue';
import type { Attributes, ElementOf, EventsOf, Properties, Tag } from './element.js';

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** What `@fxa-submit` and the like are to Vue. */
type Listeners<Name extends Tag> = {
  [Type in keyof EventsOf<Name> & string as `on${Pascal<Type>}`]?: (event: EventsOf<Name>[Type]) => void;
};

type Props<Name extends Tag> = Attributes<Name> & Properties<Name> & Listeners<Name>;

/** What Vue takes the element for. */
type Component<Name extends Tag> = new () => ElementOf<Name> & {
  $props: Props<Name> & Omit<HTMLAttributes, keyof Props<Name>> & ReservedProps;
};

declare module 'vue' {
  interface GlobalComponents {
    'fxa-email-form': Component<'fxa-email-form'>;
    'fxa-link': Component<'fxa-link'>;
  }

  // Vue leaves it out, since its own components have no use for it.
  interface HTMLAttributes {
    slot?: string | undefined;
  }
}
