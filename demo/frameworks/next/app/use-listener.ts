import type { FxaEmailForm, FxaEmailFormEventMap } from 'fxa-email-form';
import { useLayoutEffect, type RefObject } from 'react';

/** Listens to the element behind `ref`. React attaches no `onfxa-…` to an element that a server has rendered. */
export function useListener<Type extends keyof FxaEmailFormEventMap>(
  ref: RefObject<FxaEmailForm | null>,
  type: Type,
  listener: (event: FxaEmailFormEventMap[Type]) => void,
) {
  useLayoutEffect(() => {
    const element = ref.current;
    element?.addEventListener(type, listener);
    return () => element?.removeEventListener(type, listener);
  });
}
