/** Imports the texts of one language, and of no other: a module of its own each, which bundlers keep apart. */
import { bestLocale } from './best-locale.js';
import type { Locale } from './locale.js';

const MODULES: Readonly<Record<string, () => Promise<{ default: Locale }>>> = {
  ar: () => import('./ar.js'),
  bg: () => import('./bg.js'),
  ca: () => import('./ca.js'),
  cs: () => import('./cs.js'),
  cy: () => import('./cy.js'),
  da: () => import('./da.js'),
  de: () => import('./de.js'),
  el: () => import('./el.js'),
  es: () => import('./es.js'),
  'es-MX': () => import('./es-MX.js'),
  et: () => import('./et.js'),
  eu: () => import('./eu.js'),
  fa: () => import('./fa.js'),
  fi: () => import('./fi.js'),
  fr: () => import('./fr.js'),
  gl: () => import('./gl.js'),
  he: () => import('./he.js'),
  hi: () => import('./hi.js'),
  hr: () => import('./hr.js'),
  hu: () => import('./hu.js'),
  id: () => import('./id.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  lt: () => import('./lt.js'),
  lv: () => import('./lv.js'),
  nb: () => import('./nb.js'),
  nl: () => import('./nl.js'),
  nn: () => import('./nn.js'),
  pl: () => import('./pl.js'),
  'pt-BR': () => import('./pt-BR.js'),
  'pt-PT': () => import('./pt-PT.js'),
  ro: () => import('./ro.js'),
  ru: () => import('./ru.js'),
  sk: () => import('./sk.js'),
  sl: () => import('./sl.js'),
  sq: () => import('./sq.js'),
  sr: () => import('./sr.js'),
  'sr-Latn': () => import('./sr-Latn.js'),
  sv: () => import('./sv.js'),
  th: () => import('./th.js'),
  tr: () => import('./tr.js'),
  uk: () => import('./uk.js'),
  vi: () => import('./vi.js'),
  'zh-CN': () => import('./zh-CN.js'),
  'zh-TW': () => import('./zh-TW.js'),
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
