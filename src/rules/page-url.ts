import { isFormParameter } from './parameters.js';

/** A form field's name and value. */
export type Field = readonly [name: string, value: string];

/**
 * The address `url` with `fields` in its query, in place of all that stands there under FxA's names or under theirs. The
 * rest of the query, the path and the hash stay letter by letter.
 */
export function withFields(url: URL, fields: readonly Field[]): string {
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((piece) =>
      [...new URLSearchParams(piece).keys()].every(
        (name) => !isFormParameter(name) && !fields.some((field) => field[0] === name),
      ),
    );
  const query = new URLSearchParams(fields.map((field) => [...field]));
  const result = new URL(url);
  // FxA's page takes a + in its query for a plus sign.
  result.search = [...kept, query.toString().replaceAll('+', '%20')].filter(Boolean).join('&');
  return result.href;
}
