import { z } from 'zod';

/** How `429` and `503` ask the client to wait. */
export interface BackOff {
  /** The seconds. Absent: FxA does not say. */
  readonly retryAfter?: number | undefined;
  /** Where it says so: in the header `Retry-After`, in the JSON body as `retryAfter`, or both (default). */
  readonly in?: 'header' | 'body' | 'both' | undefined;
  /** Lets pages of other origins read the header, by `Access-Control-Expose-Headers`. Default: false. */
  readonly exposed?: boolean | undefined;
}

/**
 * Every way in which the mock server can answer one `GET /metrics-flow` differently. A scenario changes only what its name
 * says: the others of FxA's checks stay, and where they fail, the scenario is used up unseen. As tests write it, in-process or
 * as the JSON body of `POST mock-server/scenario`.
 */
export type Scenario =
  // Before FxA looks at the request:

  /** No answer until the instance is told to release it; then the normal one. */
  | { readonly scenario: 'hang' }
  /** The normal answer, `ms` milliseconds late. Default: 3000. */
  | { readonly scenario: 'slow'; readonly ms?: number | undefined }
  /** The connection is destroyed before there is a status. */
  | { readonly scenario: 'reset' }
  /** An origin that is not on the allow-list, whatever it is. */
  | { readonly scenario: '401' }
  /** Too many requests. */
  | ({ readonly scenario: '429' } & BackOff)
  /** FxA is broken. */
  | { readonly scenario: '500' }
  /** FxA is too busy. */
  | ({ readonly scenario: '503' } & BackOff)

  // After the origin check:

  /** Refuses these keys whatever their values, beside those that are bad. Default: none. */
  | { readonly scenario: '400'; readonly keys?: readonly string[] | undefined }

  // After all checks, in place of a flow:

  /** 200, and an HTML page, as a captive portal answers. */
  | { readonly scenario: 'html' }
  /** 302 to `to`. */
  | { readonly scenario: 'redirect'; readonly to: string }
  /**
   * A flow that began `age` milliseconds ago (default: three hours), as a service worker or another cache serves it: FxA
   * hears nothing of the request. The flow is signed, and good while it is not stale.
   */
  | { readonly scenario: 'old-flow'; readonly age?: number | undefined }

  // A flow has begun, and its answer gets spoiled:

  /** JSON that ends in the middle, in a complete response. */
  | { readonly scenario: 'cut-off' }
  /** A response that ends in the middle: the connection is destroyed before all of `Content-Length` is sent. */
  | { readonly scenario: 'cut-connection' }
  /** Numbers for texts, objects for numbers. */
  | { readonly scenario: 'wrong-types' }
  /** JSON that is no object. `value` says which; default: null. */
  | { readonly scenario: 'not-an-object'; readonly value?: null | readonly unknown[] | undefined }
  /** A flow id of 63 digits. */
  | { readonly scenario: 'short-flow-id' }
  /** `flowBeginTime` as a string of digits. The flow is good. */
  | { readonly scenario: 'text-time' }
  /** No `deviceId`. The flow is good, but the present page of FxA takes none without it. */
  | { readonly scenario: 'no-device-id' }
  /** A `deviceId` that is not 32 hexadecimal digits, and so none. The flow is good, but the present page takes none of it. */
  | { readonly scenario: 'bad-device-id' }
  /** Fields that no client knows. The flow is good. */
  | { readonly scenario: 'extra-fields' }
  /** Four megabytes of valid JSON with the flow in it. The flow is good. */
  | { readonly scenario: 'huge' }
  /**
   * A gzip body a thousandth as long as the valid JSON in it, of so many `megabytes` (default: 300). The flow in it is good.
   */
  | { readonly scenario: 'gzip'; readonly megabytes?: number | undefined }
  /**
   * The beginning of a JSON text that never ends: so many `bytes` (default: 1) every `ms` milliseconds (default: 100),
   * until the client leaves.
   */
  | { readonly scenario: 'drip'; readonly bytes?: number | undefined; readonly ms?: number | undefined };

/** A scenario with its defaults filled in. Only `retryAfter` has none. */
export type CompleteScenario = Complete<Scenario>;

/** Each member of a union, with its defaults filled in. */
type Complete<S> = S extends unknown
  ? { readonly [K in Exclude<keyof S, 'retryAfter'>]-?: Exclude<S[K], undefined> } & Pick<
      S,
      Extract<keyof S, 'retryAfter'>
    >
  : never;

const backOff = {
  retryAfter: z.int().nonnegative().optional(),
  in: z.enum(['header', 'body', 'both']).default('both'),
  exposed: z.boolean().default(false),
};

const scenarioSchemas = [
  z.strictObject({ scenario: z.literal('hang') }),
  z.strictObject({ scenario: z.literal('slow'), ms: z.number().nonnegative().default(3000) }),
  z.strictObject({ scenario: z.literal('reset') }),
  z.strictObject({ scenario: z.literal('401') }),
  z.strictObject({ scenario: z.literal('429'), ...backOff }),
  z.strictObject({ scenario: z.literal('500') }),
  z.strictObject({ scenario: z.literal('503'), ...backOff }),
  z.strictObject({ scenario: z.literal('400'), keys: z.array(z.string()).default([]) }),
  z.strictObject({ scenario: z.literal('html') }),
  z.strictObject({ scenario: z.literal('redirect'), to: z.string() }),
  z.strictObject({
    scenario: z.literal('old-flow'),
    age: z
      .int()
      .nonnegative()
      .default(3 * 60 * 60 * 1000),
  }),
  z.strictObject({ scenario: z.literal('cut-off') }),
  z.strictObject({ scenario: z.literal('cut-connection') }),
  z.strictObject({ scenario: z.literal('wrong-types') }),
  z.strictObject({
    scenario: z.literal('not-an-object'),
    value: z.union([z.null(), z.array(z.unknown())]).default(null),
  }),
  z.strictObject({ scenario: z.literal('short-flow-id') }),
  z.strictObject({ scenario: z.literal('text-time') }),
  z.strictObject({ scenario: z.literal('no-device-id') }),
  z.strictObject({ scenario: z.literal('bad-device-id') }),
  z.strictObject({ scenario: z.literal('extra-fields') }),
  z.strictObject({ scenario: z.literal('huge') }),
  z.strictObject({ scenario: z.literal('gzip'), megabytes: z.int().positive().default(300) }),
  z.strictObject({
    scenario: z.literal('drip'),
    bytes: z.int().positive().default(1),
    ms: z.int().nonnegative().default(100),
  }),
] as const;

// The types above stand by themselves, so that those who use the package need no zod for them; this line holds them together.
const scenarioSchema: z.ZodType<CompleteScenario, Scenario> = z.discriminatedUnion(
  'scenario',
  scenarioSchemas,
);

/** The names of all scenarios. */
export const SCENARIO_NAMES: readonly Scenario['scenario'][] = scenarioSchemas.map(
  (schema) => schema.shape.scenario.value,
);

/**
 * Reads a scenario from JSON data and fills in its defaults.
 *
 * @throws {TypeError} with a sentence that says what is wrong
 */
export function parseScenario(data: unknown): CompleteScenario {
  const result = scenarioSchema.safeParse(data);
  if (result.success) return result.data;
  const known = SCENARIO_NAMES.join(', ');
  throw new TypeError(`This is no scenario. ${z.prettifyError(result.error)}\nThe scenarios are: ${known}.`);
}
