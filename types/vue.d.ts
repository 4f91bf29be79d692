/**
 * Tells vue-tsc, and editors with it, what `<fxa-email-form>` takes and fires in Vue's templates. Bring it in once,
 * anywhere in the project: `import type {} from 'fxa-email-form/vue'`.
 */
import type { HTMLAttributes, ReservedProps } from 'vue';
import type {
  FxaEmailForm,
  FxaEmailFormAttributes,
  FxaEmailFormEventMap,
  FxaEmailFormProperties,
} from './element.js';

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** What `@fxa-submit` and the like are to Vue. */
type Listeners = {
  [Type in keyof FxaEmailFormEventMap as `on${Pascal<Type>}`]?: (event: FxaEmailFormEventMap[Type]) => void;
};

type Props = FxaEmailFormAttributes & FxaEmailFormProperties & Listeners;

declare module 'vue' {
  interface GlobalComponents {
    'fxa-email-form': new () => FxaEmailForm & {
      $props: Props & Omit<HTMLAttributes, keyof Props> & ReservedProps;
    };
  }

  // Vue leaves it out, since its own components have no use for it.
  interface HTMLAttributes {
    slot?: string | undefined;
  }
}
