/** The form that an element drives: what is the same for the one that it has drawn and for the author's own. */
import type { TemplateResult } from 'lit';
import { emailProblem, sentEmail, type EmailProblem } from '../rules/email-address.js';
import type { Field } from '../rules/page-url.js';
import { isFormParameter } from '../rules/parameters.js';
import { attributeOf, elementsOf, nodeMember } from './html-members.js';

/** Whether the element alone decides over the field `name`; the e-mail address is the visitor's. */
export const isManaged = (name: string): boolean => isFormParameter(name) && name !== 'email';

/** What wrote a field, as far as it matters here. */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Where a form is sent, and how. */
interface Destination {
  readonly method: string;
  readonly action: string;
}

export abstract class EmailForm {
  /** The form; `null` before it is drawn. */
  abstract get form(): HTMLFormElement | null;
  /** Its e-mail field. */
  abstract get field(): HTMLInputElement | null;
  /** Where the form goes, without a query; `undefined` where no form may go. */
  abstract get action(): string | undefined;
  /** The same where the author has decided it by a form; else empty. */
  abstract get authoredAction(): string;
  /** Whether the element's style sheets apply. */
  abstract readonly styled: boolean;
  /** What the author has put into the form that is managed, and what goes with the form without being part of it. */
  abstract authoredFields(): Field[];
  /** What the element draws. */
  abstract render(): TemplateResult;
  /** Fills the field in; what the visitor typed stays. */
  abstract prefill(email: string): void;
  /** Shows what is wrong with the address; an empty text: nothing is. Returns whether nothing is. */
  abstract show(problem: string): boolean;
  /** The field may hold something else by now. */
  abstract fieldChanged(problem: () => string): void;
  /** Whether the address is checked before a submission by `submitter`. */
  abstract checks(submitter: HTMLElement | null): boolean;
  /** What was done to the author's markup is undone. */
  abstract restore(): void;

  /** The address as it would be sent; empty where there is none. */
  get value(): string {
    return sentEmail(this.field?.value ?? '');
  }

  /** What is wrong with the address; `undefined`: nothing, or there is no field to look at. */
  get problem(): EmailProblem | undefined {
    const { field } = this;
    if (!field) return undefined;
    const problem = emailProblem(field.value);
    // The field may be optional, and its browser may know that something stands in it that is no address at all.
    if (problem === 'missing') {
      if (field.validity.badInput) return 'incomplete';
      return field.required ? problem : undefined;
    }
    return problem;
  }

  /**
   * Whether the form goes where its author said, and not where the button that was pressed says: elsewhere, by another
   * method, or nowhere but out of a dialog.
   */
  goesItsWay(submitter: HTMLElement | null): boolean {
    const { form } = this;
    if (!form) return false;
    const read = (name: string) => attributeOf(form, name);
    const own = destinationOf(form, read);
    const chosen = destinationOf(form, (name) => submitter?.getAttribute(`form${name}`) ?? read(name));
    return own.method !== 'dialog' && own.method === chosen.method && own.action === chosen.action;
  }

  /** Whether a submission by `submitter` closes the dialog around the form, and goes nowhere. */
  closesDialog(submitter: HTMLElement | null): boolean {
    const { form } = this;
    return (
      form !== null && /^dialog$/i.test(submitter?.getAttribute('formmethod') ?? attributeOf(form, 'method'))
    );
  }

  /** Makes `data`, as the browser has collected it, hold what is to be sent: each managed field once, none without a value. */
  compose(data: FormData, fields: readonly Field[]): void {
    const { field, form } = this;
    for (const name of new Set(data.keys())) if (isManaged(name)) data.delete(name);
    // A blank hidden field has broken pages of FxA's.
    for (const control of form ? elementsOf(form) : []) {
      const { type, name, value } = control as Control;
      if (type === 'hidden' && !value && data.has(name)) {
        const values = data.getAll(name).filter((one) => one !== '');
        data.delete(name);
        for (const one of values) data.append(name, one);
      }
    }
    if (field?.name && data.has(field.name)) {
      data.delete(field.name);
      if (this.value) data.append(field.name, this.value);
    }
    for (const [name, value] of fields) if (value) data.append(name, value);
  }
}

/** As browsers read it: `get` unless another method is named, and the document itself where no action is. */
function destinationOf(form: HTMLFormElement, read: (name: string) => string): Destination {
  const method = read('method').toLowerCase();
  let action = read('action');
  try {
    action = new URL(action, nodeMember(form, 'baseURI')).href;
  } catch {
    // What is no address stays what it is: only whether two are the same matters.
  }
  return { method: /^(post|dialog)$/.test(method) ? method : 'get', action };
}
