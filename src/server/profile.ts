import { z } from 'zod';

/** What the profile server can name a user by: which of them is there depends on the scopes of the token. */
const IDENTITY = ['uid', 'sub', 'email'] as const;

/**
 * A profile, as far as it matters here.
 *
 * @internal
 */
export const profileSchema = z
  .looseObject({
    uid: z.string().optional(),
    sub: z.string().optional(),
    email: z.string().optional(),
    metricsEnabled: z.boolean().optional(),
  })
  .refine(
    // FxA's errors are JSON objects too, and must not pass for a user who never opted out.
    (profile) => profile.metricsEnabled !== undefined || IDENTITY.some((name) => profile[name] !== undefined),
    { error: `holds neither metricsEnabled nor any of ${IDENTITY.join(', ')}` },
  );

/**
 * Whether the relying party may collect metrics tied to this user. Ask it each time the profile has been read: the
 * user can change it in the FxA settings at any time.
 *
 * FxA says an opt-out in one way only, by `metricsEnabled: false`. A profile without that field, as FxA gave it until
 * 2021, is no opt-out.
 *
 * @param profile - the JSON that FxA's profile server answers `GET /v1/profile` with
 *   (https://github.com/mozilla/fxa/blob/main/packages/fxa-profile-server/docs/API.md)
 * @throws {TypeError} where that is no profile: `null`, text, a list, FxA's JSON of an error, or an object whose
 *   `metricsEnabled` is something else than `true` or `false`. Nobody's consent can be read from it.
 */
export function isMetricsEnabled(profile: unknown): boolean {
  const { data, error } = profileSchema.safeParse(profile);
  if (error) {
    const [issue] = error.issues;
    const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    throw new TypeError(
      `This is no FxA profile (${where}${issue?.message ?? ''}). Pass the JSON that GET /v1/profile of the profile server answers with status 200.`,
    );
  }
  return data.metricsEnabled !== false;
}
