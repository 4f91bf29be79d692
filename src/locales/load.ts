/** Imports the texts of one language, and of no other: a module of its own each, which bundlers keep apart. */
import { bestLocale } from './best-locale.js';
import type { Locale } from './locale.js';

const MODULES: Readonly<Record<string, () => Promise<{ default: Locale }>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  he: () => import('./he.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  'pt-BR': () => import('./pt-BR.js'),
  ru: () => import('./ru.js'),
  tr: () => import('./tr.js'),
  'zh-CN': () => import('./zh-CN.js'),
};

/** The languages that this package speaks, besides English. */
export const languages: readonly string[] = Object.keys(MODULES);

/**
 * The texts that read best to those who asked for `lang`, to hand on to `FxaEmailForm.addLocale()`.
 *
 * @param lang - a BCP 47 tag, such as the `lang` of the page
 * @returns `undefined` where there are none, and for English, which the element always has
 */
export async function loadLocale(lang: string): Promise<Locale | undefined> {
  const load = MODULES[bestLocale(lang, languages) ?? ''];
  return (await load?.())?.default;
}
