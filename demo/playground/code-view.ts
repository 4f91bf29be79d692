/** The snippet to paste, in colours, and the button that copies it. */
import hljs from 'highlight.js/lib/core';
import css from 'highlight.js/lib/languages/css';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { until } from 'lit/directives/until.js';
import { loadLocale } from '../../src/locales/load.js';
import { styleSheetOf } from './looks.js';
import { acceptedSettings, markupOf, rejectionsOf } from './markup.js';
import { kindOf, valueOf, type Settings } from './settings.js';
import { FRAMEWORKS, PLAIN_HTML, type Framework, type Ingredients, type SnippetFile } from './snippets.js';
import type { Actions, State } from './state.js';

hljs.registerLanguage('css', css);
hljs.registerLanguage('typescript', typescript);
hljs.registerLanguage('xml', xml);

const languageOf = (name: string) =>
  name.endsWith('.css') ? 'css' : name.endsWith('.ts') || name.endsWith('.tsx') ? 'typescript' : 'xml';

/** Nobody waits for it but the snippet: it may have to be built first. */
const oneFile = import('virtual:one-file');

async function ingredientsOf(settings: Settings): Promise<Ingredients> {
  const accepted = acceptedSettings(settings);
  return {
    markup: markupOf(accepted),
    style: styleSheetOf(accepted),
    // A link shows no texts of its own.
    locale: kindOf(settings) === 'link' ? undefined : await loadLocale(valueOf(settings, 'lang')),
    oneFile: (await oneFile).default,
  };
}

/** For how long the page says that it has copied, in milliseconds. */
const SHOWN = 2000;

/** Copies a text, and says so. */
export async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  const said = document.querySelector('#copied');
  if (!said) return;
  said.textContent = 'Copied';
  setTimeout(() => {
    said.replaceChildren();
  }, SHOWN);
}

const fileView = ({ name, code }: SnippetFile) => html`
  <figure class="file">
    <figcaption>
      <span>${name}</span>
      <button type="button" @click=${() => void copy(code)}>Copy</button>
    </figcaption>
    <pre
      tabindex="0"
      aria-label=${name}
    ><code>${unsafeHTML(hljs.highlight(code, { language: languageOf(name) }).value)}</code></pre>
  </figure>
`;

/** What has to be there before the snippet. */
function before({ guide }: Framework, { oneFile }: Ingredients): TemplateResult | typeof nothing {
  if (guide !== 'html') {
    return html`<p>
      First <code>npm install fxa-email-form</code>. The guide is <code>docs/frameworks/${guide}.md</code>.
    </p>`;
  }
  if (!oneFile.address.startsWith('/')) return nothing;
  return html`<p>
    Put <a href=${oneFile.address} download>${oneFile.address.slice(1)}</a> on your server: it is all that the
    page needs.
  </p>`;
}

async function snippetOf(framework: Framework, settings: Settings): Promise<TemplateResult> {
  const ingredients = await ingredientsOf(settings);
  const leftOut = rejectionsOf(settings).map(({ name }) => name);
  return html`
    ${before(framework, ingredients)}
    ${
      leftOut.length
        ? html`<p class="problem">Left out, since FxA would refuse it: ${leftOut.join(', ')}.</p>`
        : nothing
    }
    ${framework.files(ingredients).map(fileView)}
  `;
}

/** What has been put together already. The settings are never changed, only replaced. */
const snippets = new WeakMap<Settings, Promise<TemplateResult>>();

export function codeView({ settings }: State, actions: Actions): TemplateResult {
  const framework = FRAMEWORKS[valueOf(settings, 'code')] ?? PLAIN_HTML;
  const snippet = snippets.get(settings) ?? snippetOf(framework, settings);
  snippets.set(settings, snippet);
  return html`
    <label class="small-select">
      <span>For</span>
      <select
        id="framework"
        @change=${(event: Event) => {
          actions.set('code', (event.target as HTMLSelectElement).value);
        }}
      >
        ${Object.entries(FRAMEWORKS).map(
          ([name, one]) => html`<option value=${name} ?selected=${one === framework}>${one.label}</option>`,
        )}
      </select>
    </label>
    <div id="snippet">${until(snippet, html`<p>One moment: the file is being made …</p>`)}</div>
  `;
}
