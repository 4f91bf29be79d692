/** Markup as the text that somebody pastes. */
import type { Markup } from './markup.js';

/** How a language of templates writes what HTML writes otherwise. */
export interface Dialect {
  /** Characters that mean something there, and are written as entities. */
  readonly special?: RegExp;
  /** Attributes with another name there. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The line that is broken where it gets longer. */
const WIDTH = 80;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string, characters: RegExp, { special }: Dialect): string {
  const named = text.replaceAll(characters, (character) => ENTITIES[character] ?? character);
  if (!special) return named;
  return named.replaceAll(new RegExp(special, 'g'), (character) => `&#${character.charCodeAt(0)};`);
}

/** Prints an element, its lines indented by so many blanks. */
export function printMarkup(
  { tag, attributes, children }: Markup,
  dialect: Dialect = {},
  indent = 0,
): string {
  const blanks = ' '.repeat(indent);
  const list = Object.entries(attributes).map(([name, value]) => {
    const written = dialect.attributes?.[name] ?? name;
    return value || name === 'value' ? `${written}="${escapeText(value, /[&"]/g, dialect)}"` : written;
  });
  const isVoid = tag === 'input';
  const end = isVoid ? ' />' : '>';
  const oneLine = [`${blanks}<${tag}`, ...list].join(' ') + end;
  const open =
    oneLine.length <= WIDTH
      ? oneLine
      : [`${blanks}<${tag}`, ...list.map((attribute) => `${blanks}  ${attribute}`)].join('\n') +
        `\n${blanks}${end.trim()}`;
  if (isVoid) return open;

  const [only] = children;
  if (children.length === 1 && typeof only === 'string') {
    return `${open}${escapeText(only, /[&<>]/g, dialect)}</${tag}>`;
  }
  if (children.length === 0) return `${open}</${tag}>`;
  const inner = children.map((child) =>
    typeof child === 'string'
      ? `${blanks}  ${escapeText(child, /[&<>]/g, dialect)}`
      : printMarkup(child, dialect, indent + 2),
  );
  return `${open}\n${inner.join('\n')}\n${blanks}</${tag}>`;
}

/** A text with each of its lines further in by so many blanks. */
export const indented = (text: string, indent: number): string =>
  text.replaceAll(/^(?=.)/gm, ' '.repeat(indent));
