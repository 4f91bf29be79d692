/** Text of others (FxA, pages, callers), made safe for terminals and logs. */

/** C0, DEL and C1 controls, bidirectional controls, and the two line ends that only Unicode knows. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `text` with escapes in place of all that a terminal would obey: colours, cursor moves, line ends, reversed text. */
export const printable = (text: string): string => text.replace(UNSAFE, escaped);

/** As {@link printable}, but the line ends that the text is laid out with stay. */
export const printableLines = (text: string): string =>
  text.replace(UNSAFE, (character) => (character === '\n' ? character : escaped(character)));

/** At most `length` characters of `text`, so that nobody fills a log with one response. */
export const excerpt = (text: string, length = 300): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

/** A value as a message shows it; never throws, whatever the value is. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(excerpt(value));
  return typeof value === 'number' || value === null ? String(value) : `a value of type ${typeof value}`;
}

/** Names that others have given, as a message lists them. */
export function list(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map((name) => excerpt(name, 100));
  return shown.join(', ') + (names.length > most ? `, and ${names.length - most} more` : '');
}
