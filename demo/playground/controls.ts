/** Everything that can be set, in groups. What there is to set, and what it does, comes from the manifest. */
import type { Attribute } from 'custom-elements-manifest/schema.js';
import { html, nothing, type TemplateResult } from 'lit';
import { languages } from '../../src/locales/load.js';
import { FXA_URL } from '../../src/rules/addresses.js';
import { checkbox, field, prose } from './field.js';
import { hexOf, isColour, problemWithStyle } from './looks.js';
import { choicesOf, form, methodsOf, readableOf } from './manifest.js';
import { rejectionsOf, shownElement } from './markup.js';
import { fxaUrl, hasMockServer } from './mock-server.js';
import { kindOf, PART, SLOT, valueOf, type Settings } from './settings.js';
import type { Actions, State } from './state.js';
import scenarios from 'virtual:scenarios';

/** Texts that only the drawn form shows. */
const TEXTS = /^(label|placeholder|button-label)$/;
const ATTRIBUTION = /^(entrypoint|utm)/;
const VISITOR = /^(metrics|url-attribution)$/;

const CAMPAIGN = '?utm_source=newsletter&utm_medium=email&utm_campaign=spring';

const languageNames = new Intl.DisplayNames('en', { type: 'language' });
const LANGUAGES = ['en', ...languages]
  .map((tag) => [tag, languageNames.of(tag) ?? tag] as const)
  .sort(([, a], [, b]) => a.localeCompare(b));

/** What is wrong with an attribute, where its present value is one that the element has rejected. */
function problemWith({ settings, rejected }: State, name: string): string {
  const value = valueOf(settings, name);
  if (!rejected.get(name)?.includes(value)) return '';
  const rule = rejectionsOf(settings).find((one) => one.name.replaceAll('_', '-') === name)?.rule;
  return `Left out: it has to be ${rule ?? 'something else'}.`;
}

function attributeField(state: State, actions: Actions, attribute: Attribute): TemplateResult {
  const { name, description, default: byDefault } = attribute;
  const choices = choicesOf(attribute);
  return field({
    name,
    description,
    value: valueOf(state.settings, name),
    byDefault,
    ...(choices.length && {
      choices: [['', `default (${byDefault ?? ''})`], ...choices.map((choice) => [choice, choice] as const)],
    }),
    problem: problemWith(state, name),
    draft: TEXTS.test(name)
      ? (value) => {
          actions.draft(name, value);
        }
      : undefined,
    set: (value) => {
      actions.set(name, value);
    },
  });
}

function group(title: string, about: string, open: boolean, ...fields: unknown[]): TemplateResult {
  return html`
    <details class="group" ?open=${open} name="group">
      <summary>
        <h2>${title}</h2>
        <span>${about}</span>
      </summary>
      <div class="group-fields">${fields}</div>
    </details>
  `;
}

/** A slot, a part or a custom property. */
function freeField(
  { settings }: State,
  actions: Actions,
  {
    name,
    prefix = '',
    description,
    byDefault,
  }: { name: string; prefix?: string; description: string | undefined; byDefault?: string | undefined },
): TemplateResult {
  const setting = prefix + name;
  const value = valueOf(settings, setting);
  const property = form.cssProperties?.find((one) => one.name === setting);
  const problem = prefix === SLOT ? '' : problemWithStyle(setting, value);
  const colour =
    property && isColour(property)
      ? hexOf((!problem && value) || (byDefault ?? ''), valueOf(settings, 'scheme'))
      : undefined;
  return field({
    name: setting,
    label: name,
    description,
    value,
    byDefault,
    problem,
    colour,
    draft: (text) => {
      actions.draft(setting, text);
    },
    set: (text) => {
      actions.set(setting, text);
    },
  });
}

function textFields(state: State, actions: Actions, attributes: readonly Attribute[]): unknown[] {
  return [
    html`<h3>Slots</h3>`,
    (form.slots ?? []).map(({ name, description }) =>
      freeField(state, actions, { name, prefix: SLOT, description }),
    ),
    html`<h3>Attributes</h3>`,
    attributes.filter(({ name }) => TEXTS.test(name)).map((one) => attributeField(state, actions, one)),
  ];
}

function lookFields(state: State, actions: Actions): unknown[] {
  return [
    html`<h3>Custom properties</h3>`,
    (form.cssProperties ?? []).map(({ name, description, default: byDefault }) =>
      freeField(state, actions, { name, description, byDefault }),
    ),
    html`<h3>Parts</h3>`,
    (form.cssParts ?? []).map(({ name, description }) =>
      freeField(state, actions, { name, prefix: PART, description, byDefault: 'font-weight: 800' }),
    ),
  ];
}

function visitorFields(state: State, actions: Actions, attributes: readonly Attribute[]): unknown[] {
  const problems = [...state.rejected].flatMap(([name, values]) =>
    values
      .filter(
        (value) =>
          value && new URLSearchParams(state.query).getAll(name.replaceAll('-', '_')).includes(value),
      )
      .map((value) => `${name}: “${value}”`),
  );
  return [
    field({
      name: 'query',
      label: 'The page’s URL',
      description:
        'Links of a campaign carry it: `utm_source` and `utm_campaign` together replace what the author has set.',
      value: state.query,
      byDefault: CAMPAIGN,
      problem: problems.length ? `Left out: ${problems.join(', ')}.` : '',
      set: actions.setQuery,
    }),
    html`<p class="buttons">
      <button
        type="button"
        @click=${() => {
          actions.setQuery(CAMPAIGN);
        }}
      >
        From a newsletter
      </button>
      <button
        type="button"
        @click=${() => {
          actions.setQuery('');
        }}
        ?disabled=${!state.query}
      >
        No campaign
      </button>
    </p>`,
    checkbox(
      'Global Privacy Control',
      'The visitor’s browser says no to being tracked.',
      valueOf(state.settings, 'gpc') !== '',
      (value) => {
        actions.set('gpc', value);
      },
    ),
    attributes.filter(({ name }) => VISITOR.test(name)).map((one) => attributeField(state, actions, one)),
  ];
}

function fxaFields(state: State, actions: Actions, attributes: readonly Attribute[]): unknown[] {
  const others = attributes.filter(
    ({ name }) => ![TEXTS, ATTRIBUTION, VISITOR].some((names) => names.test(name)),
  );
  return [
    hasMockServer ? scenarioFields(actions) : nothing,
    others.map((attribute) =>
      attributeField(
        state,
        actions,
        attribute.default === FXA_URL ? { ...attribute, default: fxaUrl } : attribute,
      ),
    ),
  ];
}

/** What scripts read and call: what it is, and what it is now. */
function scriptFields({ settings, properties }: State, actions: Actions): unknown[] {
  const element = shownElement(settings);
  return [
    html`<h3>Properties</h3>`,
    readableOf(element).map(
      ({ name, description = '' }) => html`
        <div class="field" id=${`property-${name}`}>
          <code class="name">${name}</code>
          <pre tabindex="0" aria-label=${name}><code>${properties[name] ?? ''}</code></pre>
          <p class="about">${prose(description)}</p>
        </div>
      `,
    ),
    html`<h3>Methods</h3>`,
    methodsOf(element).map(
      ({ name, description = '' }) => html`
        <div class="field" id=${`method-${name}`}>
          <button
            type="button"
            @click=${() => {
              actions.call(name);
            }}
          >
            <code>${name}()</code>
          </button>
          <p class="about">${prose(description)}</p>
        </div>
      `,
    ),
  ];
}

const scenarioFields = (actions: Actions) => html`
  <div class="field">
    <label for="scenario">Scenario</label>
    <div class="control">
      <select id="scenario" aria-describedby="scenario-about">
        <option value="">FxA as it is</option>
        ${scenarios.map(({ name, description }) => html`<option value=${name}>${name}: ${description.replace(/[.:].*/, '')}</option>`)}
      </select>
    </div>
    <p class="about" id="scenario-about">
      What happens when FxA is slow, broken or too busy: the page is opened anew, and its first request meets
      this.
    </p>
  </div>
  <p class="buttons">
    <button
      type="button"
      id="scenario-reopen"
      class="primary"
      @click=${() => {
        actions.reopen(document.querySelector<HTMLSelectElement>('#scenario')?.value);
      }}
    >
      Open the page anew
    </button>
    <button
      type="button"
      @click=${() => {
        actions.release();
      }}
    >
      Let FxA answer what hangs
    </button>
  </p>
`;

export function controls(state: State, actions: Actions): TemplateResult {
  const { settings } = state;
  const drawn = kindOf(settings) === 'drawn';
  const attributes = shownElement(settings).attributes ?? [];
  const attribution = attributes.filter(({ name }) => ATTRIBUTION.test(name));
  return html`
    ${languageField(settings, actions)}
    ${group(
      'Attribution',
      'where it stands, and for which campaign',
      true,
      attribution.map((one) => attributeField(state, actions, one)),
    )}
    ${drawn ? group('Texts', 'heading, label, button, …', false, textFields(state, actions, attributes)) : nothing}
    ${drawn ? group('Looks', 'custom properties and parts', false, lookFields(state, actions)) : nothing}
    ${group('Visitor', 'campaign, consent, privacy signals', false, visitorFields(state, actions, attributes))}
    ${group('FxA', 'scenarios, server, timing', false, fxaFields(state, actions, attributes))}
    ${group('Script', 'properties and methods', false, scriptFields(state, actions))}
  `;
}

const languageField = (settings: Settings, actions: Actions) =>
  field({
    name: 'lang',
    label: 'Language',
    description: 'The form’s own texts. The page loads the one language that it asks for.',
    value: valueOf(settings, 'lang'),
    choices: LANGUAGES,
    set: (value) => {
      actions.set('lang', value);
    },
  });
