/** What comes of the settings: the time line, what is sent, and the snippet, behind tabs. */
import { html, nothing, type TemplateResult } from 'lit';
import { hasMockServer } from './mock-server.js';
import { valueOf } from './settings.js';
import type { Actions, State } from './state.js';
import { fieldList, timeline } from './timeline.js';
import { codeView } from './code-view.js';

const counts = ({ counts: counted }: State) => html`
  <p class="counts" role="status">
    FxA has counted
    ${
      Object.keys(counted).length
        ? Object.entries(counted).map(
            ([event, count]) => html`<span><b>${count}</b> <code>${event}</code></span>`,
          )
        : 'nothing'
    }
  </p>
`;

interface Tab {
  readonly label: string;
  readonly view: (state: State, actions: Actions) => TemplateResult;
}

const TABS: Readonly<Record<string, Tab>> = {
  happened: {
    label: 'What happened',
    view: (state) => html`${hasMockServer ? counts(state) : nothing} ${timeline(state.entries)}`,
  },
  sent: {
    label: 'What is sent',
    view: ({ fields }) =>
      html`<p>The fields as they are at this moment, in the address that the visitor takes to FxA.</p>
        <div id="fields">${fieldList(fields)}</div>`,
  },
  code: { label: 'Your code', view: codeView },
};

/** The arrow keys move between tabs: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
function moveBetweenTabs(event: KeyboardEvent, actions: Actions, chosen: string): void {
  const names = Object.keys(TABS);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const next = names.at((names.indexOf(chosen) + step) % names.length) ?? chosen;
  actions.set('tab', next);
  document.getElementById(`tab-${next}`)?.focus();
}

export function output(state: State, actions: Actions): TemplateResult {
  const wished = valueOf(state.settings, 'tab');
  const chosen = wished in TABS ? wished : 'happened';
  return html`
    <div
      class="tabs"
      role="tablist"
      aria-label="What comes of it"
      @keydown=${(event: KeyboardEvent) => {
        moveBetweenTabs(event, actions, chosen);
      }}
    >
      ${Object.entries(TABS).map(
        ([name, { label }]) =>
          html`<button
            type="button"
            role="tab"
            id=${`tab-${name}`}
            aria-selected=${name === chosen}
            aria-controls="panel"
            tabindex=${name === chosen ? 0 : -1}
            @click=${() => {
              actions.set('tab', name);
            }}
          >
            ${label}
          </button>`,
      )}
    </div>
    <div class="panel" role="tabpanel" id="panel" aria-labelledby=${`tab-${chosen}`} tabindex="0">
      ${TABS[chosen]?.view(state, actions)}
    </div>
  `;
}
