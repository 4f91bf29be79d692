/** Reads what a caller has passed: options as they are, whoever holds them, and nothing that every object has. */
import { z } from 'zod';
import { causeOf } from './bounded-fetch.js';

/** Whether `holder` is what all objects inherit from; by its members, since frames and contexts have their own. */
const isEveryObjects = (holder: object): boolean =>
  Object.getPrototypeOf(holder) === null && Object.hasOwn(holder, 'isPrototypeOf');

/**
 * The members of `given` as an object without a prototype: its own, and those that it inherits from classes and other
 * objects. What `Object.prototype` holds is none of them, since nobody has passed that on purpose.
 *
 * Methods of a class are left out; one of the `names` never is.
 */
export function membersOf(given: unknown, names: readonly string[]): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const members = Object.create(null) as Record<string, unknown>;
  let holder: object | null = given;
  while (holder && !isEveryObjects(holder)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const isData = property.enumerable || property.get !== undefined;
      if (name in members || !(isData || names.includes(name))) continue;
      members[name] = Reflect.get(given, name);
    }
    holder = Object.getPrototypeOf(holder) as object | null;
  }
  return members;
}

/** Options that have been read, or what is wrong with them, in a sentence each. */
export type ParsedOptions<Options> =
  | { readonly options: Options; readonly problems?: never }
  | { readonly options?: never; readonly problems: readonly string[] };

/** Reads `given` by `schema`, each member once. Never throws. */
export function parseOptions<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  given: unknown,
): ParsedOptions<z.output<typeof schema>> {
  let members: unknown;
  let parsed: z.ZodSafeParseResult<z.output<typeof schema>>;
  try {
    members = membersOf(given, Object.keys(schema.shape));
    parsed = schema.safeParse(members);
  } catch (error) {
    // A getter of the caller's.
    return { problems: [`The options cannot be read (${causeOf(error)}).`] };
  }
  const { data, error } = parsed;
  if (error) return { problems: sentences(error) };
  // The members too: no setter or constant of Object.prototype may make one that is there disappear on the way.
  return { options: Object.assign(Object.create(null) as object, members, data) };
}

const sentences = ({ issues }: z.ZodError): string[] =>
  issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `There is no option ${issue.keys.join(', ')}.`
      : `${issue.path.join('.') || 'The argument'} ${issue.message}.`,
  );
