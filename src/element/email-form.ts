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

/** Lets `data` hold these `fields` and no others. */
export function refill(data: FormData, fields: Iterable<readonly [string, FormDataEntryValue]>): void {
  for (const name of new Set(data.keys())) data.delete(name);
  for (const [name, value] of fields) data.append(name, value as string);
}

export abstract class EmailForm {
  /** The form; `null` before it is drawn. */
  abstract get form(): HTMLFormElement | null;
  /** Its e-mail field. */
  abstract get field(): HTMLInputElement | null;
  /** Where the form goes by its author's own word, without a query; empty where it has none, or none that may be used. */
  abstract get authoredAction(): string;
  /** Whether the element's style sheet applies. */
  abstract readonly styled: boolean;
  /** What the author has put into the form that is managed. */
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
    const problem = field ? emailProblem(field.value) : undefined;
    // The field may be optional, and its browser may know that something stands in it that is no address at all.
    if (problem !== 'missing' || !field) return problem;
    if (field.validity.badInput) return 'incomplete';
    return field.required ? problem : undefined;
  }

  /**
   * Where a submission by `submitter` leads: where the form's author said, elsewhere (to another place, or by another
   * method), or nowhere but out of a dialog.
   */
  wayOf(submitter: HTMLElement | null): 'own' | 'elsewhere' | 'dialog' {
    const { form } = this;
    if (!form) return 'elsewhere';
    const own = destinationOf(form, null);
    const chosen = destinationOf(form, submitter);
    if (chosen.startsWith('dialog')) return 'dialog';
    return own === chosen ? 'own' : 'elsewhere';
  }

  /** Makes `data`, as the browser has collected it, hold what is to be sent: each managed field once, none without a value. */
  compose(data: FormData, fields: readonly Field[]): void {
    const { field, form } = this;
    const email = field?.name ?? '';
    const address: Field[] = data.has(email) ? [[email, this.value]] : [];
    // A blank hidden field has broken pages of FxA's.
    const hidden = (form ? elementsOf(form) : [])
      .filter((control) => (control as Control).type === 'hidden')
      .map((control) => (control as Control).name);
    const kept = [...data].filter(
      ([name, value]) => !isManaged(name) && name !== email && (value || !hidden.includes(name)),
    );
    refill(data, [...kept, ...[...address, ...fields].filter(([, value]) => value)]);
  }
}

/** Method and action as browsers read them: `get` unless another method is named, the document where no action is. */
function destinationOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  const read = (name: string) => submitter?.getAttribute(`form${name}`) ?? attributeOf(form, name);
  const [method] = /^(post|dialog)$/.exec(read('method').toLowerCase()) ?? ['get'];
  let action = read('action');
  try {
    action = new URL(action, nodeMember(form, 'baseURI')).href;
  } catch {
    // What is no address stays what it is: only whether two are the same matters.
  }
  return `${method} ${action}`;
}
