/** What the author of a page writes, from the settings: the stage shows it, and the snippets print it. */
import { FXA_URL, fxaServerUrl } from '../../src/rules/addresses.js';
import { resolveSettings } from '../../src/rules/settings.js';
import type { BrokenRule } from '../../src/rules/parameters.js';
import { form, link } from './manifest.js';
import { kindOf, SLOT, valueOf, type Settings } from './settings.js';

/** An element with its attributes and what is inside, which is text or elements. */
export interface Markup {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Markup | string)[];
}

/** The tags of what stands in the slots; a `<span>` in all others. */
const SLOT_TAGS: Readonly<Record<string, string>> = { heading: 'h2', intro: 'p', legal: 'p' };

const element = (
  tag: string,
  attributes: Markup['attributes'] = {},
  ...children: Markup['children']
): Markup => ({ tag, attributes, children });

/** The element of the manifest that is shown. */
export const shownElement = (settings: Settings) => (kindOf(settings) === 'link' ? link : form);

/** The attributes that are set. */
function attributesOf(settings: Settings): Record<string, string> {
  const names = (shownElement(settings).attributes ?? []).map(({ name }) => name);
  return Object.fromEntries(
    names.map((name) => [name, valueOf(settings, name)] as const).filter(([, value]) => value),
  );
}

/** The values of attributes that the element leaves out, as the rules say it. */
export function rejectionsOf(settings: Settings): readonly BrokenRule[] {
  const page = { baseUrl: location.href, pageOrigin: location.origin, optedOut: false, userAgent: undefined };
  const attributes = attributesOf(settings);
  const formType = kindOf(settings) === 'link' ? 'button' : 'email';
  return resolveSettings({ attributes, formType, fields: [], formAction: '', ...page }).rejections;
}

/** The settings without the values that the element would leave out. */
export function acceptedSettings(settings: Settings): Settings {
  const accepted = new Map(settings);
  for (const { name } of rejectionsOf(settings)) accepted.delete(name.replaceAll('_', '-'));
  return accepted;
}

/**
 * The element with its attributes and contents.
 *
 * @param server - the FxA server where the settings name none
 */
export function markupOf(settings: Settings, server = FXA_URL): Markup {
  const attributes = attributesOf(settings);
  const fxaUrl = fxaServerUrl(valueOf(settings, 'fxa-url')) ?? server;
  if (fxaUrl !== FXA_URL) attributes['fxa-url'] ??= fxaUrl;
  const lang = valueOf(settings, 'lang');
  if (lang !== 'en') attributes['lang'] = lang;
  const dir = valueOf(settings, 'dir');
  if (dir !== 'auto') attributes['dir'] = dir;

  switch (kindOf(settings)) {
    case 'drawn':
      return element('fxa-email-form', attributes, ...slotted(settings));
    case 'own':
      return element('fxa-email-form', attributes, ownForm(fxaUrl, valueOf(settings, 'entrypoint')));
    case 'link':
      return element('fxa-link', attributes, element('a', { href: `${fxaUrl}signin` }, 'Sign in'));
  }
}

const slotted = (settings: Settings): Markup[] =>
  (form.slots ?? []).flatMap(({ name }) => {
    const text = valueOf(settings, SLOT + name);
    return text ? [element(SLOT_TAGS[name] ?? 'span', { slot: name }, text)] : [];
  });

/** A form that works without script, too. */
const ownForm = (fxaUrl: string, entrypoint: string): Markup => {
  const hidden = (name: string, value: string) => element('input', { type: 'hidden', name, value });
  const field = { type: 'email', name: 'email', autocomplete: 'email', required: '' };
  return element(
    'form',
    { action: fxaUrl },
    element('label', {}, 'Your e-mail address', element('input', field)),
    hidden('action', 'email'),
    ...(entrypoint ? [hidden('entrypoint', entrypoint)] : []),
    element('button', {}, 'Continue'),
  );
};
