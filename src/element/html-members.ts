/**
 * Members of forms that no field can hide: a field called `elements` or `submit` hides the form's own member of that name
 * from scripts, but not the one of the prototype. https://html.spec.whatwg.org/#dom-form-nameditem
 */

/** The fields and buttons of a form, wherever in the page they stand. */
export const elementsOf = (form: HTMLFormElement): Element[] => [
  ...Reflect.get<HTMLFormElement, 'elements'>(HTMLFormElement.prototype, 'elements', form),
];

/** An attribute of a form; empty where there is none. */
export const attributeOf = (form: HTMLFormElement, name: string): string =>
  Element.prototype.getAttribute.call(form, name) ?? '';

/** Sends a form as it is: no checks, no event. */
export const submitNatively = (form: HTMLFormElement): void => {
  HTMLFormElement.prototype.submit.call(form);
};

/** Sends a form as if the visitor had pressed its button. */
export function requestSubmit(form: HTMLFormElement): void {
  const { prototype } = HTMLFormElement;
  if ('requestSubmit' in prototype) {
    prototype.requestSubmit.call(form);
    return;
  }
  // Safari before 16 has no requestSubmit().
  const button = document.createElement('button');
  button.hidden = true;
  Element.prototype.append.call(form, button);
  button.click();
  button.remove();
}

/**
 * The elements of that name inside `element`. Not by querySelectorAll(): after a visit to another document, WebKit's forgets
 * to look again.
 */
export const inside = <Tag extends keyof HTMLElementTagNameMap>(
  element: HTMLElement,
  tag: Tag,
): HTMLElementTagNameMap[Tag][] => (element.firstElementChild ? [...element.getElementsByTagName(tag)] : []);

/** A member that a form has from {@link Node}. */
export const nodeMember = <Name extends keyof Node>(node: Node, name: Name): Node[Name] =>
  Reflect.get(Node.prototype, name, node);

/** The element that has the shadow root in which a node stands; `undefined` where it stands in none. */
export const hostOf = (node: Node): Element | undefined =>
  (Node.prototype.getRootNode.call(node) as Partial<ShadowRoot>).host;
