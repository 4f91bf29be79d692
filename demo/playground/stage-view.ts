/** The stage in its frame, with what stands above it, and the handle that makes it narrower. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ENOUGH } from './contrast.js';
import { KINDS, valueOf, type Settings } from './settings.js';
import { findTheme, THEMES } from './themes.js';
import type { Actions, State } from './state.js';

/** In pixels: the narrowest page, as phones have it, and what a press of an arrow key moves the handle by. */
const NARROWEST = 280;
const STEP = 20;

const SCHEMES = { auto: 'Auto', light: 'Light', dark: 'Dark' };
const DIRECTIONS = { auto: 'Auto', ltr: 'Left to right', rtl: 'Right to left' };

export const stageFrame = () => document.querySelector<HTMLIFrameElement>('#stage');

/** In pixels: the widest that the page can be, beside the handle. */
const room = () => {
  const handleWidth = document.querySelector<HTMLElement>('.handle')?.offsetWidth ?? 0;
  return (document.querySelector('.stage-room')?.clientWidth ?? 0) - handleWidth;
};

/** As narrow or as wide as the page may get; empty where it takes all there is. */
function bounded(width: number): string {
  const rounded = Math.round(Math.max(NARROWEST, width));
  return rounded >= room() ? '' : String(rounded);
}

/** A choice of few, as buttons of which one is pressed. */
function switches(
  label: string,
  name: string,
  choices: Readonly<Record<string, string>>,
  state: State,
  actions: Actions,
): TemplateResult {
  const chosen = valueOf(state.settings, name);
  return html`
    <div class="switches" role="group" aria-label=${label}>
      ${Object.entries(choices).map(
        ([value, text]) =>
          html`<button
            type="button"
            aria-pressed=${value === chosen}
            @click=${() => {
              actions.set(name, value);
            }}
          >
            ${text}
          </button>`,
      )}
    </div>
  `;
}

const select = (
  label: string,
  name: string,
  choices: Readonly<Record<string, string>>,
  { settings }: State,
  actions: Actions,
) => html`
  <label class="small-select">
    <span>${label}</span>
    <select
      .value=${live(valueOf(settings, name))}
      @change=${(event: Event) => {
        actions.set(name, (event.target as HTMLSelectElement).value);
      }}
    >
      ${Object.entries(choices).map(
        ([value, text]) =>
          html`<option value=${value} ?selected=${value === valueOf(settings, name)}>${text}</option>`,
      )}
    </select>
  </label>
`;

function handle(settings: Settings, actions: Actions): TemplateResult {
  const width = Number(valueOf(settings, 'width')) || room();
  const set = (wished: number) => {
    actions.set('width', bounded(wished));
  };
  const keys: Readonly<Record<string, () => number>> = {
    ArrowLeft: () => width - STEP,
    ArrowRight: () => width + STEP,
    Home: () => NARROWEST,
    End: () => Infinity,
  };
  const onKey = (event: KeyboardEvent) => {
    const next = keys[event.key];
    if (!next) return;
    event.preventDefault();
    set(next());
  };
  const onMove = (event: PointerEvent) => {
    const target = event.currentTarget as HTMLElement;
    if (!target.hasPointerCapture(event.pointerId)) return;
    const { left } = target.parentElement?.getBoundingClientRect() ?? { left: 0 };
    actions.draft('width', bounded(event.clientX - left - target.offsetWidth / 2));
  };
  return html`
    <div
      class="handle"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label="Width of the page"
      aria-valuemin=${NARROWEST}
      aria-valuemax=${Math.max(NARROWEST, room())}
      aria-valuenow=${Math.max(NARROWEST, Math.round(width))}
      aria-valuetext=${`${Math.round(width)} pixels`}
      aria-controls="stage"
      @keydown=${onKey}
      @pointerdown=${(event: PointerEvent) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      }}
      @pointermove=${onMove}
    ></div>
  `;
}

const FLOW_STATES: Readonly<Record<string, string>> = {
  idle: 'No flow',
  pending: 'Flow requested',
  ready: 'Flow ready',
  failed: 'No flow: the form works without',
};

/** Told only where somebody could not read it. */
const contrastView = ({ contrasts }: State) => html`
  <span class="problem" role="status"
    >${Object.entries(contrasts)
      .filter(([, contrast]) => contrast < ENOUGH)
      .map(([part, contrast]) => `Contrast of ${part}: ${contrast.toFixed(1)}, where text needs ${ENOUGH}`)
      .join('. ')}</span
  >
`;

/**
 * @param address - of the stage when it is first shown; later ones are set from outside, since a frame that gets another
 *   address adds to the browser's history
 */
export function stageView(state: State, actions: Actions, address: string): TemplateResult {
  const { settings, properties } = state;
  const flowState = properties['flowState']?.replaceAll('"', '') ?? '';
  const width = valueOf(settings, 'width');
  const { schemes } = findTheme(valueOf(settings, 'theme'));
  return html`
    <div class="toolbar">
      ${switches('What is shown', 'kind', KINDS, state, actions)}
      ${select('Theme', 'theme', THEMES, state, actions)}
      ${schemes.includes('dark') ? select('Colours', 'scheme', SCHEMES, state, actions) : nothing}
      ${select('Direction', 'dir', DIRECTIONS, state, actions)}
    </div>
    <div class="stage-room">
      <div class="stage-width" style=${width ? `inline-size: ${width}px` : ''}>
        <iframe id="stage" title="The page with the form" src=${address}></iframe>
        ${handle(settings, actions)}
      </div>
    </div>
    <div class="stage-foot">
      <span class="flow-state" data-state=${flowState} role="status">${FLOW_STATES[flowState] ?? ''}</span>
      ${contrastView(state)}
      <span class="width">${width ? `${width} px` : 'full width'}</span>
      <label class="checkbox">
        <input
          type="checkbox"
          .checked=${live(valueOf(settings, 'stay') !== '')}
          @change=${(event: Event) => {
            actions.set('stay', (event.target as HTMLInputElement).checked ? 'on' : '');
          }}
        />
        Stay on this page
      </label>
    </div>
  `;
}
