/** What authors do to elements, and what is known of an element after that. */
import type { Played } from './audit.js';
import type { Game, Spot } from './game.js';
import type { Given } from './oracle.js';
import { PARAMETERS, type Change, type FormSpec, type Hidden, type StartSpec } from './values.js';

/** The attributes whose two spellings are one. */
const underscored = (name: string): string =>
  PARAMETERS.includes(name.replaceAll('_', '-')) ? name.replaceAll('-', '_') : name;

export function setAttribute(
  { attributes, element, values }: Played,
  [name, to]: Change,
  origin: string,
): void {
  const written = to?.replace('{origin}', origin);
  if (written === undefined) {
    if (!attributes.has(name)) return;
    attributes.delete(name);
    element.removeAttribute(name);
  } else {
    attributes.set(name, written);
    element.setAttribute(name, written);
  }
  countAttribute(attributes, values, name);
}

/** Of the two spellings the dashed one wins. */
function countAttribute(attributes: Given['attributes'], values: Given['values'], name: string): void {
  const dashed = underscored(name).replaceAll('_', '-');
  values.set(dashed, attributes.get(dashed) || attributes.get(underscored(name)) || '');
}

export function inputOf({ name, value: text }: Hidden): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = name;
  input.setAttribute('value', text);
  return input;
}

/** Puts a form of the author's into the element, in place of whatever is there. */
export function putForm(game: Game, played: Played, spec: FormSpec): void {
  takeForm(played);
  const action = spec.ownEndpoint ? `${location.origin}/sign-up` : `${game.origin}/`;
  const form = document.createElement('form');
  form.action = action;
  form.method = spec.post ? 'post' : 'get';
  form.noValidate = spec.noValidate;
  form.innerHTML = `<input type="email" name="email" ${spec.required ? 'required' : ''}><button>Go</button>`;
  const hidden = spec.hidden.map((one) => ({ ...one, loose: false }));
  form.append(...hidden.map(inputOf));
  const { noValidate, required } = spec;
  Object.assign(played, { kind: 'author', formAction: action, noValidate, required });
  played.hidden = [...hidden, ...played.hidden];
  played.typed = undefined;
  played.element.append(form);
}

export function takeForm(played: Played): void {
  played.element.querySelector('form')?.remove();
  Object.assign(played, { kind: 'drawn', formAction: '', typed: undefined });
  played.hidden = played.hidden.filter(({ loose }) => loose);
}

export function build(game: Game, spec: StartSpec): Played {
  const isALink = spec.kind === 'link';
  const element = document.createElement(isALink ? 'fxa-link' : 'fxa-email-form');
  const href = isALink ? `${game.origin}/${spec.href}` : '';
  const played = game.add(element, {
    kind: isALink ? 'link' : 'drawn',
    attributes: new Map(),
    values: new Map(),
    hidden: [],
    typed: undefined,
    formAction: '',
    required: true,
    noValidate: false,
    href,
  });
  const set = (name: string, to: string | undefined) => {
    setAttribute(played, [name, to], game.origin);
  };
  if (spec.server) set('fxa-url', `${game.origin}/`);
  for (const one of spec.attributes) set(...one);
  if (isALink) {
    set(...spec.link);
    const anchor = document.createElement('a');
    anchor.setAttribute('href', href);
    anchor.textContent = 'Sign in';
    element.append(anchor);
    return played;
  }
  if (spec.id) element.id = spec.id;
  for (const one of spec.of) set(...one);
  played.hidden = spec.loose.map((one) => ({ ...one, loose: true }));
  element.append(...played.hidden.map(inputOf));
  if (spec.kind === 'author') putForm(game, played, spec.form);
  else if (spec.action) set('action', spec.action);
  return played;
}

export function copy(game: Game, played: Played, parsed: boolean, to: Spot): void {
  const { element, kind } = played;
  let copied: Node | null = document.importNode(element, true);
  if (parsed) {
    const template = document.createElement('div');
    template.innerHTML = element.outerHTML;
    copied = template.firstElementChild;
  }
  const attributes = new Map(played.attributes);
  const values = new Map<string, string>();
  for (const name of attributes.keys()) countAttribute(attributes, values, name);
  const typed = parsed || kind !== 'author' ? undefined : played.typed;
  const given = { ...played, attributes, values, typed, hidden: [...played.hidden] };
  game.put(game.add(copied as Played['element'], given), to);
}

/** The hidden inputs of the element's, in the order in which they are known. */
export const inputsOf = (played: Played): HTMLInputElement[] => {
  const all = [...played.element.querySelectorAll<HTMLInputElement>('input[type=hidden]')];
  return [...all.filter(({ form }) => form), ...all.filter(({ form }) => !form)];
};
