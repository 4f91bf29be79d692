/** The form as a server renders it, for visitors whose browser runs no script, or has not run it yet. */
import { html, type TemplateResult } from 'lit';
import type { Field, ResolvedSettings } from '../rules/settings.js';

/** Stands for the address of the page, which a server that renders it does not know. */
export const UNKNOWN_PAGE = 'https://page.invalid/';

/** The `content` with an action that the page itself resolves, where the author's `action` is relative. */
export const withRelativeAction = (content: ResolvedSettings, action: string): ResolvedSettings =>
  content.action.startsWith(UNKNOWN_PAGE) ? { ...content, action: action.replace(/[?#].*/s, '') } : content;

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
