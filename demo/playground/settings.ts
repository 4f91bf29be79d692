/** Everything that can be set on the page. It stands in the hash of its address, so that the address shares it. */

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
export const DEFAULTS: Settings = new Map([
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

/** Reads settings from a hash, with or without its `#`. */
export const parseSettings = (hash: string): Settings =>
  new Map([...DEFAULTS, ...new URLSearchParams(hash.replace(/^#/, ''))]);

/** The hash of settings, without its `#`: what differs from the defaults. */
export const printSettings = (settings: Settings): string =>
  new URLSearchParams(
    [...settings].filter(([name, value]) => value !== (DEFAULTS.get(name) ?? '')),
  ).toString();

/** The settings with one of them changed. */
export const withSetting = (settings: Settings, name: string, value: string): Settings =>
  new Map([...settings, [name, value]]);

/** The value of a setting; empty where there is none. */
export const valueOf = (settings: Settings, name: string): string => settings.get(name) ?? '';

export function kindOf(settings: Settings): Kind {
  const kind = valueOf(settings, 'kind');
  return kind in KINDS ? (kind as Kind) : 'drawn';
}
