/** FxA as an OAuth relying party's server talks to it, server to server. */
import { z } from 'zod';

/** The relying party as it is registered with FxA, and the FxA server that it belongs to. */
export interface Registration {
  /** The FxA server, with its last slash. */
  readonly fxaUrl: string;
  readonly clientId: string;
  /** Known to FxA and to this server: it never gets into a page. */
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** FxA has a host for tokens and one for profiles, and tells where they are. */
const discoverySchema = z.object({ token_endpoint: z.url(), userinfo_endpoint: z.url() });

const tokenSchema = z.object({ access_token: z.string() });

/** What the example needs of a profile; FxA tells more, and may come to tell more still. */
const profileSchema = z.looseObject({ uid: z.string(), email: z.string() });

export type Profile = z.infer<typeof profileSchema>;

/** Exchanges the code that FxA has sent somebody back with. Rejects where FxA does not take it. */
export async function fetchToken(registration: Registration, code: string): Promise<string> {
  const { token_endpoint: url } = await discover(registration);
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: registration.clientId,
      client_secret: registration.clientSecret,
      code,
    }),
  });
  return tokenSchema.parse(await jsonOf(response)).access_token;
}

/** Reads the profile of the user whom the token speaks for. Rejects where FxA does not tell it. */
export async function fetchProfile(registration: Registration, token: string): Promise<Profile> {
  const { userinfo_endpoint: url } = await discover(registration);
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  return profileSchema.parse(await jsonOf(response));
}

async function discover({ fxaUrl }: Registration): Promise<z.infer<typeof discoverySchema>> {
  return discoverySchema.parse(await jsonOf(await fetch(`${fxaUrl}.well-known/openid-configuration`)));
}

async function jsonOf(response: Response): Promise<unknown> {
  if (!response.ok)
    throw new Error(`${response.url} answers with ${response.status}: ${await response.text()}`);
  return response.json();
}
