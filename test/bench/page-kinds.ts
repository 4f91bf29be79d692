/** The ways to put a form on a page that are compared. */
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import { BENCH, bundle, bundleFile, COMPILE_HINT } from './bundle.js';
import { builtForm, handWrittenForm, type Implementation } from './implementations.js';
import type { PageContent } from './laboratory.js';
import { elementTag, pageAround, plainForm, reserve, SITE_SCRIPT } from './pages.js';
import { BEGIN, watch } from './watch.js';

/** One kind of page. */
export interface Kind {
  readonly name: string;
  readonly content: PageContent;
  /** The element that the flow belongs to; `form` where it belongs to a plain form, and none where there is no flow. */
  readonly owner?: string;
}

const IN_HEAD = '<script type="module" src="form.js"></script>';
const SITE = '<script defer src="site.js"></script>';

interface Page {
  readonly form: (fxaUrl: string) => string;
  /** Where the field is that the visitor needs, as {@link watch} wants it; none where there is no field. */
  readonly field?: readonly [host: string, drawn: boolean];
  readonly head?: string;
  readonly end?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Runs in every page: what `web-vitals` and the browser's list of long tasks tell. */
const vitals = await bundleFile('vitals.ts', BENCH);

function contentOf({ form, field, head = '', end, scripts = {} }: Page): PageContent {
  const watching = field ? `(${watch.toString()})(...${JSON.stringify(field)});` : '';
  const before = `<script>{${vitals}}\n${watching}</script>`;
  return {
    html: (fxaUrl) => pageAround(`${before}\n${head}`, form(fxaUrl), end),
    scripts: { 'site.js': SITE_SCRIPT, ...scripts },
  };
}

/** The script of the form, which tells when it begins. Chromium's hint has to stay in the first line. */
const observed = (script: string): string => `${COMPILE_HINT}${BEGIN}${script}`;

/** The element where the documentation puts it: the tag in its place, the script in the head before the page's own. */
const drawnBy = ({ tag, script }: Implementation): Page => ({
  form: (fxaUrl) => reserve(tag) + elementTag(tag, fxaUrl),
  field: [tag, true],
  head: `${IN_HEAD}\n${SITE}`,
  scripts: { 'form.js': observed(script) },
});

/** Pages without the form, with it, and with what could be in its place. */
export async function yardstickKinds(form: Implementation): Promise<Kind[]> {
  const [handWritten, mozillaOrg] = await Promise.all([handWrittenForm(), bundleFile('mozilla-org-way.ts')]);
  return [
    { name: 'no form', content: contentOf({ form: () => '', head: SITE }) },
    {
      name: 'mozilla.org’s way',
      owner: 'form',
      content: contentOf({
        form: plainForm,
        field: ['', false],
        head: `<script defer src="form.js"></script>\n${SITE}`,
        scripts: { 'form.js': observed(mozillaOrg) },
      }),
    },
    { name: handWritten.name, owner: handWritten.tag, content: contentOf(drawnBy(handWritten)) },
    { name: form.name, owner: form.tag, content: contentOf(drawnBy(form)) },
    {
      name: `${form.name} around that plain form`,
      owner: form.tag,
      content: contentOf({
        ...drawnBy(form),
        form: (fxaUrl) => elementTag(form.tag, fxaUrl, plainForm(fxaUrl)),
        field: ['', false],
      }),
    },
  ];
}

/** The form alone as a site's bundler makes it. */
const BUNDLED_FORM = `import 'fxa-email-form';`;

/** More ways to put the built form on a page; the first ones are among the {@link yardstickKinds}. */
export async function otherWays(): Promise<Kind[]> {
  const form = await builtForm();
  const drawn = drawnBy(form);
  const scripts = { 'form.js': observed(form.script) };
  const rendered = await serverRendered();
  const bundled = await bundle(BUNDLED_FORM);
  const pages: Readonly<Record<string, Page>> = {
    'rendered by a server, script in the head': {
      ...drawn,
      form: rendered,
      field: [form.tag, false],
    },
    'drawn, script in the head, `async`': {
      ...drawn,
      head: `<script type="module" async src="form.js"></script>\n${SITE}`,
    },
    'drawn, script in the head after the page’s own': { ...drawn, head: `${SITE}\n${IN_HEAD}` },
    'drawn, script at the end of the body': { ...drawn, head: SITE, end: IN_HEAD },
    'drawn, script at the end of the body, `modulepreload` in the head': {
      ...drawn,
      head: `<link rel="modulepreload" href="form.js">\n${SITE}`,
      end: IN_HEAD,
    },
    'drawn, bundled into the page’s own script': {
      ...drawn,
      head: '<script type="module" src="site.js"></script>',
      scripts: { 'site.js': observed(`${bundled}\n${SITE_SCRIPT}`) },
    },
    'drawn, imported by the page’s own script': {
      ...drawn,
      head: '<script type="module" src="site.js"></script>',
      scripts: { ...scripts, 'site.js': `import './form.js';\n${SITE_SCRIPT}` },
    },
    'drawn, imported by the page’s own script, `modulepreload` in the head': {
      ...drawn,
      head: '<link rel="modulepreload" href="form.js">\n<script type="module" src="site.js"></script>',
      scripts: { ...scripts, 'site.js': `import './form.js';\n${SITE_SCRIPT}` },
    },
  };
  return Object.entries(pages).map(([name, page]) => ({ name, owner: form.tag, content: contentOf(page) }));
}

/** The form as `@lit-labs/ssr` renders it with the built package. */
async function serverRendered(): Promise<(fxaUrl: string) => string> {
  await import(new URL('../../dist/index.js', import.meta.url).href);
  const ADDRESS = 'https://address.invalid/';
  const text = await collectResult(
    render(html`
      <fxa-email-form
        fxa-url=${ADDRESS}
        entrypoint="bench"
        utm-source="bench"
        utm-campaign="bench"
      ></fxa-email-form>
    `),
  );
  return (fxaUrl) => text.replaceAll(ADDRESS, fxaUrl);
}
