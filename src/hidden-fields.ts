/** Keeps hidden fields in a form, whoever drew that form. */

import type { Field } from './form-content.js';

/** The hidden fields that the element adds to one form. */
export class HiddenFields {
  #inputs: HTMLInputElement[] = [];

  /** Makes `form` hold just these fields beside its own; a field without a value does not exist. */
  write(form: HTMLFormElement, fields: readonly Field[]): void {
    const wanted = fields.filter(([, value]) => value);
    for (const input of this.#inputs.splice(wanted.length)) input.remove();
    wanted.forEach(([name, value], index) => {
      const input = (this.#inputs[index] ??= document.createElement('input'));
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      if (input.parentNode !== form) form.append(input);
    });
  }
}
