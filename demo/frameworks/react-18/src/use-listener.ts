import type { FxaEmailForm, FxaEmailFormEventMap } from 'fxa-email-form';
import { useLayoutEffect, type RefObject } from 'react';

/** Listens to the element behind `ref`, as an attribute for the listener would. */
export function useListener<Type extends keyof FxaEmailFormEventMap>(
  ref: RefObject<FxaEmailForm>,
  type: Type,
  listener: (event: FxaEmailFormEventMap[Type]) => void,
) {
  // useEffect could come too late: a flow that another element has already got is announced at once.
  useLayoutEffect(() => {
    const element = ref.current;
    element?.addEventListener(type, listener);
    return () => element?.removeEventListener(type, listener);
  });
}
