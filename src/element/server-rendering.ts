/** The form as a server renders it, for visitors whose browser runs no script, or has not run it yet. */
import { html, type TemplateResult } from 'lit';
import type { Field } from '../rules/page-url.js';
import { UNKNOWN_PAGE } from './surroundings.js';

/** The resolved `action`, but as the author wrote it where only the page itself can resolve it. */
export const relativeAction = (action: string, written: string): string =>
  action.startsWith(UNKNOWN_PAGE) ? written.replace(/[?#].*/s, '') : action;

/** What a visitor has done with the form before the script arrived. */
export interface ServerRendered {
  /** What was typed, if anything was. */
  readonly typed: string | undefined;
  /** Whether the visitor was in the field. */
  readonly focused: boolean;
}

/** Empties a shadow root that a server has rendered. */
export function takeServerRendered(root: ShadowRoot): ServerRendered {
  const input = root.querySelector('input');
  const typed = input && input.value !== input.defaultValue ? input.value : undefined;
  const focused = input !== null && root.activeElement === input;
  root.replaceChildren();
  return { typed, focused };
}

/**
 * The `form` and its hidden fields. A server does not see what stands inside the tag, so style sheets have to tell: a
 * form of the author's takes the only column that has a width, and what is drawn gives way to it. Nothing simpler is
 * understood by all engines: Chromium has no `:host(:has(form))`.
 */
export const renderOnServer = (form: TemplateResult, fields: readonly Field[]): TemplateResult => html`
  <style>
    .forms {
      display: grid;
      grid-auto-columns: 0;
      grid-auto-flow: column;
      grid-template-columns: minmax(0, 1fr);
    }

    .forms > slot::slotted(:not(form)) {
      display: none;
    }

    .drawn {
      container-type: inline-size;
    }

    @container (width < 1px) {
      .drawn > form {
        display: none;
      }
    }
  </style>
  <div class="forms">
    <slot></slot>
    <div class="drawn">${form}</div>
  </div>
  ${fields.map(([name, value]) => html`<input type="hidden" form="form" name=${name} value=${value} />`)}
`;
