/**
 * The page on which the form stands, in a frame of the playground: with a width, a direction and a privacy signal of its own, as a
 * visitor would have it. Its settings stand in its hash, with two more: `server`, the FxA server, and `stay`.
 */
import { FxaEmailForm } from '../../src/element/fxa-email-form.js';
import { FxaLink } from '../../src/element/fxa-link.js';
import { loadLocale } from '../../src/locales/load.js';
import { EVENTS, tell, type SentField } from './happenings.js';
import { styleSheetOf } from './looks.js';
import { markupOf, type Markup } from './markup.js';
import { observeRequests } from './observe-requests.js';
import { kindOf, parseSettings, valueOf, type Settings } from './settings.js';
import { findTheme } from './themes.js';

let settings = parseSettings(location.hash);
let shown: { kind: string; theme: string; element: HTMLElement; children: string } | undefined;

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
  const markup = markupOf(settings, valueOf(settings, 'server') || undefined);
  const [kind, themeName] = [kindOf(settings), valueOf(settings, 'theme')];
  const children = JSON.stringify(markup.children);
  const next = build(markup);
  const element = shown?.kind === kind ? shown.element : next;

  if (element !== next) {
    copyAttributes(next, element);
    if (shown?.children !== children) element.replaceChildren(...next.childNodes);
  }
  if (shown?.kind !== kind || shown.theme !== themeName) {
    styleNamed('theme').textContent = theme.style;
    const { contents, place } = theme.build();
    place.replaceWith(...surroundings(kind), element);
    document.body.replaceChildren(contents);
    // The visitor sees the form first, whatever the page has around it.
    const { top, height } = element.getBoundingClientRect();
    scrollTo(0, top + scrollY - Math.max(0, innerHeight - height) / 2);
  }
  shown = { kind, theme: themeName, element, children };
}

/** What the page has beside an element that draws no heading, and the form that a link may belong to. */
function surroundings(kind: string): HTMLElement[] {
  if (kind === 'drawn') return [];
  const heading = document.createElement('h2');
  heading.textContent = valueOf(settings, 'slot:heading');
  const id = kind === 'link' ? valueOf(settings, 'form') : '';
  if (!id) return [heading];
  const form = build(markupOf(new Map([...settings, ['kind', 'drawn']]), valueOf(settings, 'server')));
  form.id = id;
  return [heading, form];
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
const nativeForm = () =>
  (element()?.shadowRoot ?? undefined)?.querySelector('form') ?? element()?.querySelector('form');
const anchor = () => document.querySelector<HTMLAnchorElement>('fxa-link > a');

/** What is sent if the visitor leaves now. */
function sentFields(): SentField[] {
  const form = nativeForm();
  const fields = form ? new FormData(form) : new URL(anchor()?.href ?? location.href).searchParams;
  return [...fields].filter((field): field is [string, string] => typeof field[1] === 'string');
}

async function tellFields(): Promise<void> {
  await element()?.updateComplete;
  tell({ what: 'fields', fields: sentFields(), flowState: element()?.flowState ?? '' });
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

addEventListener('hashchange', () => {
  const before = settings;
  settings = parseSettings(location.hash);
  if (fixed(before) !== fixed(settings)) location.reload();
  else void showPage().then(show).then(tellFields);
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
