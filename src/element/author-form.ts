/** A form of the author's own, which the element enhances in place. */
import { html, type TemplateResult } from 'lit';
import { safeUrl } from '../rules/addresses.js';
import type { EmailProblem } from '../rules/email-address.js';
import type { Field } from '../rules/page-url.js';
import { EmailForm, isManaged } from './email-form.js';
import { attributeOf, elementsOf, inside, nodeMember } from './html-members.js';

/** The e-mail field of a form: the one with FxA's name, else one for e-mail. What nobody sees, or nobody sends, is none. */
function emailFieldOf(form: HTMLFormElement): HTMLInputElement | undefined {
  const inputs = elementsOf(form).filter(
    (control): control is HTMLInputElement =>
      control.localName === 'input' && !/^hidden$/i.test(control.getAttribute('type') ?? ''),
  );
  const enabled = inputs.filter((input) => !input.disabled);
  return enabled.find((input) => input.name === 'email') ?? enabled.find((input) => input.type === 'email');
}

/**
 * The form of the author's that `element` is for: one with an e-mail field, in no named slot, and in no other element of
 * ours. Any other form inside is content.
 *
 * @param isOurs - tells elements of ours
 */
export function findAuthorForm(
  element: HTMLElement,
  isOurs: (element: Element) => boolean,
): HTMLFormElement | undefined {
  return inside(element, 'form').find((form) => {
    for (let node: Element = form; node !== element;) {
      const parent = nodeMember(node, 'parentElement');
      const named = parent === element && Element.prototype.getAttribute.call(node, 'slot');
      if (!parent || named || isOurs(node)) return false;
      node = parent;
    }
    return emailFieldOf(form);
  });
}

export class AuthorForm extends EmailForm {
  readonly styled = false;
  readonly form: HTMLFormElement;
  #prefilled = '';
  /** The field that a message of ours holds back. */
  #objection: HTMLInputElement | undefined;

  constructor(form: HTMLFormElement) {
    super();
    this.form = form;
  }

  get field(): HTMLInputElement | null {
    return emailFieldOf(this.form) ?? null;
  }

  get authoredAction(): string {
    const baseURI = nodeMember(this.form, 'baseURI');
    const url = safeUrl(attributeOf(this.form, 'action') || baseURI, baseURI);
    return url ? url.origin + url.pathname : '';
  }

  authoredFields(): Field[] {
    return elementsOf(this.form).flatMap((control): Field[] => {
      const { checked, disabled, name, type, value } = control as HTMLInputElement;
      const chosen = /^(checkbox|radio)$/.test(type) ? checked : control.localName !== 'button';
      return chosen && !disabled && isManaged(name) ? [[name, value]] : [];
    });
  }

  /** The form stays where it is, and wears the page's style. */
  render(): TemplateResult {
    return html`<slot></slot>`;
  }

  prefill(email: string): void {
    if (email === this.#prefilled) return;
    this.#prefilled = email;
    if (this.field) this.field.defaultValue = email;
  }

  override get problem(): EmailProblem | undefined {
    this.fieldChanged();
    // The author may have set limits of his own.
    return super.problem ?? (this.field?.validity.valid === false ? 'malformed' : undefined);
  }

  show(problem: string): boolean {
    const { field } = this;
    // There is no place for a message of ours in the author's form, but the browser has one.
    if (problem && field?.validity.valid) {
      field.setCustomValidity(problem);
      this.#objection = field;
    }
    return (field?.reportValidity() ?? true) && !problem;
  }

  fieldChanged(): void {
    this.#objection?.setCustomValidity('');
    this.#objection = undefined;
  }

  checks(submitter: HTMLElement | null): boolean {
    const has = (element: Element, name: string) => Element.prototype.hasAttribute.call(element, name);
    return !has(this.form, 'novalidate') && !(submitter && has(submitter, 'formnovalidate'));
  }

  restore(): void {
    this.fieldChanged();
  }
}
