import { z } from 'zod';

/** Settings that `429` and `503` share. */
const backOff = {
  /** Seconds that FxA asks the client to wait. Absent: it does not say. */
  retryAfter: z.int().nonnegative().optional(),
  /** Where it says so: in the header `Retry-After`, in the JSON body as `retryAfter`, or both (default). */
  in: z.enum(['header', 'body', 'both']).default('both'),
  /** Lets pages of other origins read the header, by `Access-Control-Expose-Headers`. Default: false. */
  exposed: z.boolean().default(false),
};

/**
 * Every way in which the mock server can answer one `GET /metrics-flow` differently. A scenario changes only what its name
 * says: the others of FxA's checks stay, and where they fail, the scenario is used up unseen.
 */
const scenarioSchemas = [
  // Before FxA looks at the request:

  /** No answer until the instance is told to release it; then the normal one. */
  z.strictObject({ scenario: z.literal('hang') }),
  /** The normal answer, `ms` milliseconds late. Default: 3000. */
  z.strictObject({ scenario: z.literal('slow'), ms: z.number().nonnegative().default(3000) }),
  /** The connection is destroyed before there is a status. */
  z.strictObject({ scenario: z.literal('reset') }),
  /** An origin that is not on the allow-list, whatever it is. */
  z.strictObject({ scenario: z.literal('401') }),
  /** Too many requests. */
  z.strictObject({ scenario: z.literal('429'), ...backOff }),
  /** FxA is broken. */
  z.strictObject({ scenario: z.literal('500') }),
  /** FxA is too busy. */
  z.strictObject({ scenario: z.literal('503'), ...backOff }),

  // After the origin check:

  /** Refuses these keys whatever their values, beside those that are bad. Default: none. */
  z.strictObject({ scenario: z.literal('400'), keys: z.array(z.string()).default([]) }),

  // After all checks, in place of a flow:

  /** 200, and an HTML page, as a captive portal answers. */
  z.strictObject({ scenario: z.literal('html') }),
  /** 302 to `to`. */
  z.strictObject({ scenario: z.literal('redirect'), to: z.string() }),

  /**
   * A flow that began `age` milliseconds ago (default: three hours), as a service worker or another cache serves it: FxA
   * hears nothing of the request. The flow is signed, and good while it is not stale.
   */
  z.strictObject({
    scenario: z.literal('old-flow'),
    age: z
      .int()
      .nonnegative()
      .default(3 * 60 * 60 * 1000),
  }),

  // A flow has begun, and its answer gets spoiled:

  /** JSON that ends in the middle, in a complete response. */
  z.strictObject({ scenario: z.literal('cut-off') }),
  /** A response that ends in the middle: the connection is destroyed before all of `Content-Length` is sent. */
  z.strictObject({ scenario: z.literal('cut-connection') }),
  /** Numbers for texts, objects for numbers. */
  z.strictObject({ scenario: z.literal('wrong-types') }),
  /** JSON that is no object. `value` says which; default: null. */
  z.strictObject({
    scenario: z.literal('not-an-object'),
    value: z.union([z.null(), z.array(z.unknown())]).default(null),
  }),
  /** A flow id of 63 digits. */
  z.strictObject({ scenario: z.literal('short-flow-id') }),
  /** `flowBeginTime` as a string of digits. The flow is good. */
  z.strictObject({ scenario: z.literal('text-time') }),
  /** No `deviceId`. The flow is good, but the present page of FxA takes none without it. */
  z.strictObject({ scenario: z.literal('no-device-id') }),
  /** A `deviceId` that is not 32 hexadecimal digits, and so none. The flow is good, but the present page takes none of it. */
  z.strictObject({ scenario: z.literal('bad-device-id') }),
  /** Fields that no client knows. The flow is good. */
  z.strictObject({ scenario: z.literal('extra-fields') }),
  /** Four megabytes of valid JSON with the flow in it. The flow is good. */
  z.strictObject({ scenario: z.literal('huge') }),
  /**
   * A gzip body a thousandth as long as the valid JSON in it, of so many `megabytes` (default: 300). The flow in it is
   * good.
   */
  z.strictObject({ scenario: z.literal('gzip'), megabytes: z.int().positive().default(300) }),
  /**
   * The beginning of a JSON text that never ends: so many `bytes` (default: 1) every `ms` milliseconds (default: 100),
   * until the client leaves.
   */
  z.strictObject({
    scenario: z.literal('drip'),
    bytes: z.int().positive().default(1),
    ms: z.int().nonnegative().default(100),
  }),
] as const;

const scenarioSchema = z.discriminatedUnion('scenario', scenarioSchemas);

/** A scenario as tests write it, in-process or as the JSON body of `POST mock-server/scenario`. */
export type Scenario = z.input<typeof scenarioSchema>;

/** A scenario with its defaults filled in. */
export type CompleteScenario = z.output<typeof scenarioSchema>;

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
