/** The form's own texts. */
import en from './locales/en.js';

/** The texts of one language. */
export type Locale = typeof en;

/** A text with its placeholders replaced: `fill('a {b}', { b: 1 })` is `['a ', 1, '']`. */
export const fill = <T>(text: string, values: Record<string, T>): (string | T)[] =>
  text.split(/\{(\w+)\}/).map((piece, index) => (index % 2 ? (values[piece] ?? piece) : piece));

/** The texts to show. */
export const texts: Locale = en;
