import type { IncomingMessage, ServerResponse } from 'node:http';
import { getIronSession, type IronSession } from 'iron-session';
import type { Attempt, SignedIn } from './fxa-client.js';

/** What the example knows of one visitor. */
export interface SessionData {
  /** What the form on this visitor's page was given. */
  attempt?: Attempt;
  user?: SignedIn;
  /** What to tell on the next page. */
  message?: string;
}

export type Session = IronSession<SessionData>;

/** How long a visitor stays signed in, in seconds. */
const LIFETIME = 24 * 60 * 60;

/**
 * The session of a visitor. It is a cookie, encrypted and signed, which nobody but this server can read or make: the server
 * itself keeps nothing, however many visitors come. What is changed has to be saved before the response is sent.
 *
 * @param secret - 32 characters or more. Servers that share it share their sessions; a new one signs everybody out
 * @param secure - the site is at https:, and so is the cookie
 */
export function sessionOf(
  request: IncomingMessage,
  response: ServerResponse,
  secret: string,
  secure: boolean,
): Promise<Session> {
  return getIronSession<SessionData>(request, response, {
    cookieName: 'session',
    password: secret,
    ttl: LIFETIME,
    // Lax, since FxA sends people back from another site; it keeps other sites from posting in a visitor's name, too.
    cookieOptions: { httpOnly: true, sameSite: 'lax', secure },
  });
}
