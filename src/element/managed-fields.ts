/** Keeps hidden fields in a form, whoever drew that form. */
import type { Field } from '../rules/settings.js';
import { isFormParameter } from '../rules/parameters.js';

/** Whether the field `name` is the element's to write, or to leave out; the e-mail address is the visitor's. */
export const isManaged = (name: string): boolean => isFormParameter(name) && name !== 'email';

let blank: HTMLInputElement | undefined;

/** A copy, since an input becomes a hidden one slowly: that took half the time of drawing a form. */
function hiddenInput(): HTMLInputElement {
  if (!blank) {
    blank = document.createElement('input');
    blank.type = 'hidden';
  }
  return blank.cloneNode() as HTMLInputElement;
}

/** The hidden fields that the element adds to one form, and those of the author's that they stand in for. */
export class ManagedFields {
  #form: HTMLFormElement | undefined;
  #inputs: HTMLInputElement[] = [];
  readonly #replaced = new Set<HTMLInputElement>();

  /** Whether `input` is one that the author wrote, and would send. */
  isAuthors(input: HTMLInputElement): boolean {
    return !this.#inputs.includes(input) && (!input.disabled || this.#replaced.has(input));
  }

  /** The author's own fields with FxA's names, which serve pages without script, stay behind; so do empty ones. */
  replaceIn(form: HTMLFormElement): void {
    for (const input of form.querySelectorAll<HTMLInputElement>('input[type=hidden]')) {
      if (!this.isAuthors(input)) continue;
      input.disabled = isManaged(input.name) || !input.value;
      if (input.disabled) this.#replaced.add(input);
      else this.#replaced.delete(input);
    }
  }

  /** Makes `form` hold just these fields beside its own. A field without a value does not exist. */
  write(form: HTMLFormElement, fields: readonly Field[]): void {
    if (form !== this.#form) this.restore();
    this.#form = form;
    const wanted = fields.filter((field) => field[1]);
    for (const input of this.#inputs.slice(wanted.length)) input.remove();
    const inputs = wanted.map(([name, value], index) => {
      const input = (this.#inputs[index] ??= hiddenInput());
      if (input.name !== name) input.name = name;
      if (input.value !== value) input.value = value;
      return input;
    });
    form.append(...inputs.filter((input) => input.parentNode !== form));
  }

  /** Leaves the form as it was. */
  restore(): void {
    for (const input of this.#inputs.splice(0)) input.remove();
    for (const input of this.#replaced) input.disabled = false;
    this.#replaced.clear();
    this.#form = undefined;
  }
}
