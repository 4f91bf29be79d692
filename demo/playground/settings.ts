/** Everything that can be set on the page. It stands in the hash of its address, so that the address shares it. */

import { HEADINGS } from '../headings.js';

/** How the element is used: it draws its form, stands around a form of the author's own, or around a link. */
export const KINDS = { drawn: 'Drawn form', own: 'Your own form', link: 'Link' } as const;
export type Kind = keyof typeof KINDS;

/**
 * The settings by their names. Attributes and custom properties have their own names; slots and parts begin with {@link SLOT} and
 * {@link PART}; the others are about the page: `kind`, `theme`, `scheme`, `dir`, `lang`, `width`, `gpc`, `code`.
 */
export type Settings = ReadonlyMap<string, string>;

export const SLOT = 'slot:';
export const PART = 'part:';

/** What is set where nobody has said anything else. */
const DEFAULTS: Settings = new Map([
  ['kind', 'drawn'],
  ['theme', 'mozilla'],
  ['scheme', 'auto'],
  ['dir', 'auto'],
  ['lang', 'en'],
  ['code', 'html'],
  ['entrypoint', 'your-page'],
  ['utm-source', 'your-site'],
  ['utm-campaign', 'your-campaign'],
  [`${SLOT}heading`, 'Take your tabs everywhere'],
  [`${SLOT}intro`, 'One account for your passwords, bookmarks and open tabs, on every device.'],
]);

/** The defaults of a page in that language. */
function defaultsIn(lang: string): Map<string, string> {
  const defaults = new Map(DEFAULTS);
  const [heading, intro] = HEADINGS[lang] ?? [];
  if (heading) defaults.set(`${SLOT}heading`, heading);
  if (intro) defaults.set(`${SLOT}intro`, intro);
  return defaults;
}

/** Reads settings from a hash, with or without its `#`. */
export function parseSettings(hash: string): Settings {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return new Map([...defaultsIn(given.get('lang') ?? ''), ...given]);
}

/** The hash of settings, without its `#`: what differs from the defaults. */
export function printSettings(settings: Settings): string {
  const defaults = defaultsIn(valueOf(settings, 'lang')).set('lang', 'en');
  return new URLSearchParams(
    [...settings].filter(([name, value]) => value !== (defaults.get(name) ?? '')),
  ).toString();
}

/** The settings with one of them changed. Another language has other defaults. */
export function withSetting(settings: Settings, name: string, value: string): Settings {
  if (name !== 'lang') return new Map([...settings, [name, value]]);
  const given = new URLSearchParams(printSettings(settings));
  given.set(name, value);
  return parseSettings(given.toString());
}

/** The value of a setting; empty where there is none. */
export const valueOf = (settings: Settings, name: string): string => settings.get(name) ?? '';

export function kindOf(settings: Settings): Kind {
  const kind = valueOf(settings, 'kind');
  return kind in KINDS ? (kind as Kind) : 'drawn';
}
