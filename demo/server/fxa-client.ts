/** FxA as a relying party's server talks to it, server to server: OpenID Connect. */
import * as openid from 'openid-client';
import { z } from 'zod';

/** The relying party as it is registered with FxA, and the FxA server that it belongs to. */
export interface Registration {
  /** The FxA server, with its last slash. */
  readonly fxaUrl: string;
  readonly clientId: string;
  /**
   * Known to FxA and to this server: it never gets into a page. Absent for a public client, which uses PKCE in its place:
   * FxA takes PKCE from public clients alone, and refuses a request that has both.
   */
  readonly clientSecret?: string;
  readonly redirectUri: string;
  /** How long FxA may take for a response, in milliseconds. Default: 5000. */
  readonly timeout?: number;
}

/** What a visitor is sent to FxA with, to be compared when they come back. It is kept in their session. */
export interface Attempt {
  readonly state: string;
  readonly codeVerifier: string;
}

/** A user who has signed in, as kept in the session. */
export interface SignedIn {
  /** What the profile is read with. */
  readonly accessToken: string;
  /** Whose token it is: FxA has to tell this user's profile, and no other. */
  readonly subject: string;
}

/** What the example needs of a profile; FxA tells more, and may come to tell more still. */
const profileSchema = z.looseObject({ uid: z.string(), email: z.string() });

export type Profile = z.infer<typeof profileSchema>;

/**
 * `denied`: the visitor has decided against it; `refused`: FxA sends the visitor back with another error; `used`: FxA no
 * longer takes the code, which is good once and for some minutes; `timeout`: FxA is too slow; `unavailable`: it cannot be
 * reached, or its response is no good.
 */
export type FxaErrorCode = 'denied' | 'refused' | 'used' | 'timeout' | 'unavailable';

/** Why FxA has not told what it was asked for. The `cause` is for the server's log, not for the visitor. */
export class FxaError extends Error {
  constructor(
    readonly code: FxaErrorCode,
    options: ErrorOptions,
  ) {
    super(`FxA: ${code}`, options);
  }
}

/** FxA's numbers for a code that is unknown, somebody else's, or expired. */
const BAD_CODES: readonly unknown[] = [105, 106, 107];

/** Signs people in with FxA. Whatever goes wrong there is an {@link FxaError}. */
export class FxaClient {
  readonly #registration: Registration;
  #discovery: Promise<openid.Configuration> | undefined;

  constructor(registration: Registration) {
    this.#registration = registration;
  }

  /** Begins an attempt to sign in. FxA is not asked for it, so a form can be shown while FxA is down. */
  newAttempt(): Attempt {
    return { state: openid.randomState(), codeVerifier: openid.randomPKCECodeVerifier() };
  }

  /** What the form has to send along. FxA's id tokens hold no nonce, so none is sent: `state` ties them to the visitor. */
  async fieldsOf({ state, codeVerifier }: Attempt): Promise<Record<string, string>> {
    const { clientId, clientSecret, redirectUri } = this.#registration;
    return {
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state,
      ...(clientSecret === undefined && {
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }),
    };
  }

  /** Ends an attempt: exchanges the code that FxA has sent the visitor back with. */
  finish(query: URLSearchParams, { state, codeVerifier }: Attempt): Promise<SignedIn> {
    const { clientSecret, redirectUri } = this.#registration;
    return this.#ask(async (configuration) => {
      const url = new URL(redirectUri);
      url.search = query.toString();
      const tokens = await openid.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        idTokenExpected: true,
        ...(clientSecret === undefined && { pkceCodeVerifier: codeVerifier }),
      });
      return { accessToken: tokens.access_token, subject: tokens.claims()?.sub ?? '' };
    });
  }

  /** Reads a user's profile; nothing where FxA no longer takes the token. */
  profileOf({ accessToken, subject }: SignedIn): Promise<Profile | undefined> {
    return this.#ask(async (configuration) => {
      try {
        return profileSchema.parse(await openid.fetchUserInfo(configuration, accessToken, subject));
      } catch (error) {
        if ([401, 403].includes(statusOf(error))) return undefined;
        throw error;
      }
    });
  }

  async #ask<Result>(request: (configuration: openid.Configuration) => Promise<Result>): Promise<Result> {
    try {
      return await request(await this.#discover());
    } catch (error) {
      throw new FxaError(codeOf(error), { cause: error });
    }
  }

  /** FxA has a host for tokens and one for profiles, and tells where they are. It is asked once, and again where it failed. */
  #discover(): Promise<openid.Configuration> {
    const { fxaUrl, clientId, clientSecret, timeout = 5000 } = this.#registration;
    this.#discovery ??= openid
      .discovery(
        // The issuer's name has no last slash.
        new URL(fxaUrl.replace(/\/$/, '')),
        clientId,
        undefined,
        clientSecret === undefined ? openid.None() : openid.ClientSecretPost(clientSecret),
        {
          timeout: timeout / 1000,
          // A local FxA is at http:, and no other is let through.
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so as a warning to all others
          execute: fxaUrl.startsWith('http:') ? [openid.allowInsecureRequests] : [],
        },
      )
      .catch((error: unknown) => {
        this.#discovery = undefined;
        throw error;
      });
    return this.#discovery;
  }
}

function codeOf(error: unknown): FxaErrorCode {
  if (error instanceof openid.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'denied' : 'refused';
  }
  if (error instanceof openid.ResponseBodyError && BAD_CODES.includes(error.cause['errno'])) return 'used';
  return isTimeout(error) ? 'timeout' : 'unavailable';
}

/** Whether time ran out somewhere below: before the response or in the middle of its body. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause));
}

/** The status that FxA has answered with, where that is what went wrong; else 0. */
function statusOf(error: unknown): number {
  if (error instanceof openid.WWWAuthenticateChallengeError) return error.status;
  return error instanceof openid.ClientError && error.cause instanceof Response ? error.cause.status : 0;
}
