/** Which form a link belongs to, as a button belongs to its form owner in HTML. */
import type { ReactiveControllerHost } from 'lit';
import { hostOf } from './html-members.js';
import { FxaElement } from './fxa-element.js';

/** The links in the page; each puts itself there, and takes itself away. */
export const links = new Set<ReactiveControllerHost>();

/** A form has come, gone or changed: the links look for theirs once more. */
export function formsChanged(): void {
  for (const link of links) link.requestUpdate();
}

/** The tag of a form whose script may not be there yet. */
const FORM_TAG = 'fxa-email-form';

/** A form that has not yet read what its author wrote has nothing to give. */
const ready = (form: FxaElement): FxaElement | undefined => (form.hasUpdated ? form : undefined);

/** The form that `link`, which is in a page, belongs to; `null` where it belongs to none, `undefined` while it has to be waited for. */
export function formOwner(link: HTMLElement, id: string): FxaElement | null | undefined {
  if (id) {
    const found = (link.getRootNode() as Document | ShadowRoot).getElementById(id);
    return found instanceof FxaElement && found.ownsLinks ? ready(found) : undefined;
  }
  let node: Element | null | undefined = link;
  while ((node = node.parentElement ?? hostOf(node))) {
    if (node instanceof FxaElement && node.ownsLinks) return ready(node);
    if (node.localName === FORM_TAG) return undefined;
  }
  return null;
}
