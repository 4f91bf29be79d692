/**
 * The page on which the form stands, in a frame of the playground: with a width, a direction and a privacy signal of its own, as a
 * visitor would have it. Its settings stand in its hash, with two more: `server`, the FxA server, and `stay`.
 */
import { FxaEmailForm } from '../../src/element/fxa-email-form.js';
import { FxaLink } from '../../src/element/fxa-link.js';
import { loadLocale } from '../../src/locales/load.js';
import { contrastOf } from './contrast.js';
import { EVENTS, tell, type SentField } from './happenings.js';
import { styleSheetOf } from './looks.js';
import { readableOf } from './manifest.js';
import { markupOf, shownElement, type Markup } from './markup.js';
import { observeRequests } from './observe-requests.js';
import { kindOf, parseSettings, valueOf, type Settings } from './settings.js';
import { findTheme } from './themes.js';

/** In pixels, what is left free below the button where there is little room. */
const MARGIN = 16;

let settings = parseSettings(location.hash);
let shown: { kind: string; place: string; element: HTMLElement; children: string } | undefined;

/** The FxA server that the playground talks to; none where the stage stands alone. */
const server = () => valueOf(settings, 'server') || undefined;

const styleNamed = (id: string): HTMLElement => {
  const style = document.getElementById(id);
  if (!style) throw new Error(`The stage has no #${id}`);
  return style;
};

function build({ tag, attributes, children }: Markup): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map((child) => (typeof child === 'string' ? child : build(child))));
  return element;
}

/** Brings an element that is there to the attributes of another, each only where it differs. */
function copyAttributes(from: HTMLElement, to: HTMLElement): void {
  for (const name of to.getAttributeNames()) if (!from.hasAttribute(name)) to.removeAttribute(name);
  for (const { name, value } of from.attributes) {
    if (to.getAttribute(name) !== value) to.setAttribute(name, value);
  }
}

/** Puts the element into the theme, or changes the one that is there. */
function show(): void {
  const theme = findTheme(valueOf(settings, 'theme'));
  const markup = markupOf(settings, server());
  const kind = kindOf(settings);
  const place = [kind, valueOf(settings, 'theme'), formOfLink()].join();
  const children = JSON.stringify(markup.children);
  const next = build(markup);
  const element = shown?.kind === kind ? shown.element : next;

  if (element !== next) {
    copyAttributes(next, element);
    if (shown?.children !== children) element.replaceChildren(...next.childNodes);
  }
  if (shown?.place !== place) {
    styleNamed('theme').textContent = theme.style;
    const { contents, placeholder } = theme.build();
    placeholder.replaceWith(...surroundings(kind), element);
    document.body.replaceChildren(contents);
  }
  shown = { kind, place, element, children };
}

/** The `id` of the form that the link belongs to; empty where there is none. */
const formOfLink = () => (kindOf(settings) === 'link' ? valueOf(settings, 'form') : '');

/** What the page has beside an element that draws no heading, and the form that a link may belong to. */
function surroundings(kind: string): HTMLElement[] {
  if (kind === 'drawn') return [];
  const heading = document.createElement('h2');
  heading.textContent = valueOf(settings, 'slot:heading');
  const id = formOfLink();
  if (!id) return [heading];
  const form = build(markupOf(new Map([...settings, ['kind', 'drawn']]), server()));
  form.id = id;
  return [heading, form];
}

/** Whatever the page has around the form, the visitor sees the form; where there is little room, its button at least. */
function reveal(): void {
  const button = element()?.shadowRoot?.querySelector('button') ?? element()?.querySelector('button');
  const { top, bottom } = (element() ?? document.body).getBoundingClientRect();
  const end = bottom - top < innerHeight || !button ? bottom : button.getBoundingClientRect().bottom + MARGIN;
  const room = Math.max(0, innerHeight - (bottom - top));
  scrollTo(0, scrollY + end - innerHeight + room / 2);
}

async function showPage(): Promise<void> {
  const root = document.documentElement;
  const { schemes } = findTheme(valueOf(settings, 'theme'));
  const [lang, dir, scheme] = [
    valueOf(settings, 'lang'),
    valueOf(settings, 'dir'),
    valueOf(settings, 'scheme'),
  ];
  root.style.colorScheme = schemes.includes(scheme) ? scheme : schemes;
  styleNamed('looks').textContent = styleSheetOf(settings, 'fxa-email-form:not(#_)');
  const locale = await loadLocale(lang).catch(() => undefined);
  if (locale) FxaEmailForm.addLocale(locale);
  root.lang = lang;
  root.dir = dir === 'auto' ? (locale?.dir ?? 'ltr') : dir;
}

const element = () => shown?.element as FxaEmailForm | FxaLink | undefined;
const nativeForm = () => element()?.shadowRoot?.querySelector('form') ?? element()?.querySelector('form');
const anchor = () => document.querySelector<HTMLAnchorElement>('fxa-link > a');

/** What is sent if the visitor leaves now. */
function sentFields(): SentField[] {
  const form = nativeForm();
  const fields = form ? new FormData(form) : new URL(anchor()?.href ?? location.href).searchParams;
  return [...fields].filter((field): field is [string, string] => typeof field[1] === 'string');
}

async function findContrasts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const part of ['input', 'button']) {
    const shown = element()?.shadowRoot?.querySelector(`[part=${part}]`);
    const contrast = shown && (await contrastOf(shown));
    if (contrast) found[part] = contrast;
  }
  return found;
}

async function tellFields(): Promise<void> {
  await element()?.updateComplete;
  // This may take a moment; what is told is what holds after it.
  const contrasts = await findContrasts();
  const properties = readableOf(shownElement(settings)).map(({ name }) => {
    const value: unknown = Reflect.get(element() ?? {}, name);
    return [name, value === undefined ? 'undefined' : JSON.stringify(value, null, 1)] as const;
  });
  tell({ what: 'fields', fields: sentFields(), properties: Object.fromEntries(properties), contrasts });
}

/** Keeps the visitor here where that is wished, and tells where the way would have gone. */
function keep(event: Event): void {
  if (!valueOf(settings, 'stay')) return;
  event.preventDefault();
  const link = anchor();
  // A field named "action" hides the property of the form.
  const url = new URL(nativeForm()?.getAttribute('action') ?? link?.href ?? '', location.href);
  url.search = new URLSearchParams(sentFields().map(([name, value]) => [name, value])).toString();
  tell({ what: 'kept', url: url.href });
}

/** What cannot change while the page is there. */
const fixed = (of: Settings) => [valueOf(of, 'gpc'), valueOf(of, 'server')].join();

/** Whether the form stands elsewhere than with other settings. */
const moved = (before: Settings) =>
  ['kind', 'theme', 'width', 'lang'].some((name) => before.get(name) !== settings.get(name));

addEventListener('hashchange', () => {
  const before = settings;
  settings = parseSettings(location.hash);
  if (fixed(before) !== fixed(settings)) location.reload();
  else
    void showPage()
      .then(show)
      .then(tellFields)
      .then(() => {
        if (moved(before)) reveal();
      });
});
for (const type of EVENTS) {
  addEventListener(type, (event) => {
    tell({ what: 'event', type, detail: event.detail } as Parameters<typeof tell>[0]);
    if (type === 'fxa-submit') keep(event);
    void tellFields();
  });
}
addEventListener('input', () => void tellFields());
addEventListener('click', (event) => {
  if (anchor()?.contains(event.target as Node)) keep(event);
});

if (valueOf(settings, 'gpc')) Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
observeRequests();
tell({ what: 'page', url: location.search });
await showPage();
show();
FxaEmailForm.define();
FxaLink.define();
await tellFields();
if (element()?.flowState === 'idle') tell({ what: 'no request' });
reveal();
addEventListener('resize', reveal);
