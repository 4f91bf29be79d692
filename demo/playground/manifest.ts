/** What the elements' own documentation says of them. */
import type { Attribute, CustomElement } from 'custom-elements-manifest/schema.js';
import manifest from 'virtual:manifest';

function elementOf(tag: string): CustomElement {
  const found = manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .find((declaration) => 'tagName' in declaration && declaration.tagName === tag);
  if (!found) throw new Error(`The manifest has no <${tag}>`);
  return found as CustomElement;
}

export const form = elementOf('fxa-email-form');
export const link = elementOf('fxa-link');

/** What scripts can read and nobody can set. */
export const readableOf = ({ members = [] }: CustomElement) =>
  members.filter((member) => member.kind === 'field' && !('attribute' in member));

/** What scripts can call on an element in a page. */
export const methodsOf = ({ members = [] }: CustomElement) =>
  members.filter((member) => member.kind === 'method' && !member.static);

/** The values that an attribute can be set to, where they are few. */
export const choicesOf = ({ type }: Attribute): string[] =>
  [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, value = '']) => value);
