/** The form's own texts, and which of them an element shows. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { bestLocale } from '../locales/best-locale.js';
import en from '../locales/en.js';
import type { Locale, PartialLocale } from '../locales/locale.js';
import { hostOf } from './html-members.js';
import { onServer } from './on-server.js';

type Host = ReactiveControllerHost & HTMLElement;

/** The languages that are there. Bound: one entry a language that the page adds. */
const locales = new Map([[en.lang, en]]);
/**
 * What has been looked up so far: elements on one page mostly ask for the same. Bound: one entry for each `lang` that the page
 * has had.
 */
const found = new Map<string, Locale | undefined>();

const hosts = new Set<Host>();
const updateAll = () => {
  for (const host of hosts) host.requestUpdate();
};
/** Sees every `lang` and `dir` that changes: one for all elements, since each change would call each of theirs. */
let observer: MutationObserver | undefined;

/**
 * Adds a language, or replaces one, for every element on the page.
 *
 * @throws {RangeError} where `lang` is not a BCP 47 tag
 */
export function addLocale(locale: PartialLocale): void {
  const lang = String(new Intl.Locale(locale.lang));
  // What is there without a value, as some page builders write it, is absent.
  const given = Object.entries(locale).filter(([, text]) => text);
  locales.set(lang, { ...en, ...Object.fromEntries(given) });
  found.clear();
  updateAll();
}

function localeFor(tag: string): Locale | undefined {
  if (!found.has(tag)) found.set(tag, locales.get(tag) ?? locales.get(bestLocale(tag, locales.keys()) ?? ''));
  return found.get(tag);
}

/** A text with its placeholders replaced: `fill('a {b}', { b: 1 })` is `['a ', 1, '']`. */
export const fill = <T>(text: string, values: Record<string, T>): (string | T)[] =>
  text.split(/\{(\w+)\}/).map((piece, index) => (index % 2 ? (values[piece] ?? piece) : piece));

/** The nearest element from `element` upwards that matches, out of shadow roots too: as `lang` and `dir` inherit. */
function closest(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  const host = found ? undefined : hostOf(element);
  return host ? closest(host, selector) : found;
}

/**
 * Finds the texts in the language of the place where its element stands, and updates the element when it changes. On a
 * server, an element stands alone.
 */
export class Localization implements ReactiveController {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** The texts to show: English where there are none in the language that is asked for. */
  get texts(): Locale {
    return this.#asked ?? en;
  }

  /** The direction of that language, unless the author has set one, at the place of the `lang` or further in. */
  get dir(): string {
    if (onServer) return this.#host.getAttribute('dir') ?? this.texts.dir;
    const given = closest(this.#host, '[lang],[dir]')?.hasAttribute('dir');
    if (!given && this.#asked) return this.#asked.dir;
    // Style sheets do not hear of a `dir` that changes outside of the shadow root, or know no `:dir()` at all.
    const dir = closest(this.#host, '[dir]')?.getAttribute('dir') ?? 'ltr';
    return /^auto$/i.test(dir) ? getComputedStyle(this.#host).direction : dir;
  }

  hostConnected(): void {
    hosts.add(this.#host);
    observer ??= new MutationObserver(updateAll);
    for (let node: Element | undefined = this.#host; node; node = hostOf(node)) {
      observer.observe(node.getRootNode(), { subtree: true, attributeFilter: ['lang', 'dir'] });
    }
  }

  hostDisconnected(): void {
    hosts.delete(this.#host);
    if (!hosts.size) observer?.disconnect();
  }

  get #asked(): Locale | undefined {
    const element = onServer ? this.#host : closest(this.#host, '[lang]');
    return localeFor(element?.getAttribute('lang') ?? '');
  }
}
