/** Markup as the text that somebody pastes. */
import type { Markup } from './markup.js';

/** How a language of templates writes what HTML writes otherwise. */
export interface Dialect {
  /** Writes what means something there in a text, and in the value of an attribute. */
  readonly text?: (text: string) => string;
  readonly value?: (value: string) => string;
  /** Attributes with another name there. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A line that would be longer is broken. */
const WIDTH = 80;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string, characters: RegExp) =>
  text.replaceAll(characters, (character) => ENTITIES[character] ?? character);

const asIs = (text: string) => text;

/** Prints an element, its lines indented by so many blanks. */
export function printMarkup(
  { tag, attributes, children }: Markup,
  dialect: Dialect = {},
  indent = 0,
): string {
  const { text = asIs, value: writeValue = asIs } = dialect;
  const blanks = ' '.repeat(indent);
  const list = Object.entries(attributes).map(([name, value]) => {
    const written = dialect.attributes?.[name] ?? name;
    return value || name === 'value' ? `${written}="${writeValue(escaped(value, /[&"]/g))}"` : written;
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
    return `${open}${text(escaped(only, /[&<>]/g))}</${tag}>`;
  }
  if (children.length === 0) return `${open}</${tag}>`;
  const inner = children.map((child) =>
    typeof child === 'string'
      ? `${blanks}  ${text(escaped(child, /[&<>]/g))}`
      : printMarkup(child, dialect, indent + 2),
  );
  return `${open}\n${inner.join('\n')}\n${blanks}</${tag}>`;
}

/** A text with each of its lines further in by so many blanks. */
export const indented = (text: string, indent: number): string =>
  text.replaceAll(/^(?=.)/gm, ' '.repeat(indent));
