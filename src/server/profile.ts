import { z } from 'zod';
import { membersOf } from './options.js';

/** What the profile server can name a user by: which of them is there depends on the scopes of the token. */
const IDENTITY = ['uid', 'sub', 'email'] as const;

/** A profile, as far as it matters here. */
const profileSchema = z.looseObject({
  uid: z.string().optional(),
  sub: z.string().optional(),
  email: z.string().optional(),
  metricsEnabled: z.boolean().optional(),
});

/** What a profile says about metrics, and whose it is. */
export interface Consent {
  readonly metricsEnabled: boolean;
  readonly uid: string | undefined;
}

/**
 * Reads `profile`, each member once.
 *
 * @throws {TypeError} where it is no profile
 */
export function readConsent(profile: unknown): Consent {
  const members = membersOf(profile, Object.keys(profileSchema.shape));
  const { error } = profileSchema.safeParse(members);
  if (error) {
    const [issue] = error.issues;
    const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    throw notAProfile(`${where}${issue?.message ?? ''}`);
  }
  // What has passed, and not a copy: copies hold what Object.prototype holds.
  const read = members as z.output<typeof profileSchema>;
  const { metricsEnabled, uid } = read;
  // FxA's errors are JSON objects too, and must not pass for a user who never opted out.
  if (metricsEnabled === undefined && IDENTITY.every((name) => read[name] === undefined)) {
    throw notAProfile(`holds neither metricsEnabled nor any of ${IDENTITY.join(', ')}`);
  }
  return { metricsEnabled: metricsEnabled !== false, uid };
}

const notAProfile = (why: string): TypeError =>
  new TypeError(
    `This is no FxA profile (${why}). Pass the JSON of a response of GET /v1/profile of the profile server with status 200.`,
  );

/**
 * Whether the relying party may collect metrics tied to this user. Call it each time the profile has been read: the
 * user can change it in the FxA settings at any time.
 *
 * FxA says an opt-out in one way only, by `metricsEnabled: false`. A profile without that field, as FxA gave it until
 * 2021, is no opt-out.
 *
 * @param profile - the JSON of a response of FxA's profile server to `GET /v1/profile`
 *   (https://github.com/mozilla/fxa/blob/main/packages/fxa-profile-server/docs/API.md)
 * @throws {TypeError} where that is no profile: `null`, text, a list, FxA's JSON of an error, or an object whose
 *   `metricsEnabled` is something else than `true` or `false`. Nobody's consent can be read from it.
 */
export const isMetricsEnabled = (profile: unknown): boolean => readConsent(profile).metricsEnabled;
