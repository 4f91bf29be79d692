/**
 * Signing in with OAuth, as far as a relying party sees it. Paths, fields and errors are those of FxA's public APIs:
 * https://github.com/mozilla/fxa/blob/main/packages/fxa-auth-server/docs/oauth/api.md and
 * https://github.com/mozilla/fxa/blob/main/packages/fxa-profile-server/docs/API.md. FxA has a host for each of them; here
 * they share one, and tell by OpenID's discovery where they are.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { CODE_LIFETIME, type Grant, type OAuthClient } from './accounts.js';
import { jsonHeaders, send } from './respond.js';
import type { FxaInstance } from './fxa-instance.js';
import type { Problem } from './verdict.js';

/** Where FxA's page leads once somebody has signed in. It is the mock server's own: FxA does this within its page. */
const SIGN_IN_PATH = '/mock-server/sign-in';

/** How long an access token is good for, in seconds. The mock server says so, and forgets none. */
const TOKEN_LIFETIME = 24 * 60 * 60;

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  fxa: FxaInstance,
  clients: readonly OAuthClient[],
) => Promise<void> | void;

const handlers = new Map<string, Handler>([
  [`POST ${SIGN_IN_PATH}`, answerSignIn],
  ['POST /v1/token', answerToken],
  ['GET /v1/profile', answerProfile],
  ['GET /.well-known/openid-configuration', answerDiscovery],
]);

/** What answers `method` on `path` where that is a matter of OAuth. */
export const oauthHandler = (method: string | undefined, path: string): Handler | undefined =>
  handlers.get(`${method ?? ''} ${path}`);

/**
 * Why FxA's page would show an error of its own in place of a form for a request for authorization.
 *
 * @param fields - the first value of a name, as `URLSearchParams.get` gives it
 * @returns the field that is bad and why, or `undefined` where somebody may sign in
 */
export function authorizationProblem(
  fields: Pick<URLSearchParams, 'get'>,
  clients: readonly OAuthClient[],
): Problem | undefined {
  const bad = (name: string, problem: string): Problem => ({
    name,
    value: fields.get(name) ?? '',
    problem,
    outcome: 'shows-error',
  });
  const client = clients.find(({ id }) => id === fields.get('client_id'));
  if (!client) return bad('client_id', 'not the one of a client that is registered here');
  if (!client.redirectUris.includes(fields.get('redirect_uri') ?? '')) {
    return bad('redirect_uri', 'not one that the client has registered');
  }
  const missing = ['scope', 'state'].find((name) => !fields.get(name));
  return missing === undefined ? undefined : bad(missing, 'missing');
}

async function answerSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  fxa: FxaInstance,
  clients: readonly OAuthClient[],
): Promise<void> {
  const fields = new URLSearchParams(await text(request));
  const email = fields.get('email') ?? '';
  const { name, problem } =
    authorizationProblem(fields, clients) ?? (email === '' ? { name: 'email', problem: 'missing' } : {});
  if (name !== undefined) {
    const sentence = `Nobody can sign in: ${name} is ${problem}.\n`;
    send(response, 400, { 'Content-Type': 'text/plain; charset=utf-8' }, sentence);
    return;
  }

  const account = fxa.accounts.at(email);
  account.metricsEnabled = fields.get('metrics') !== 'off';
  const code = fxa.accounts.addCode({
    client: fields.get('client_id') ?? '',
    // Scopes may be parted by the "+" that forms, and Firefox itself, write a blank as.
    scope: (fields.get('scope') ?? '').split(/[\s+]+/).join(' '),
    account,
    grantedAt: fxa.now(),
  });
  fxa.record({ type: 'oauth', step: 'sign-in', uid: account.uid });

  const back = new URL(fields.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ code, state: fields.get('state') ?? '', action: 'signin' })) {
    back.searchParams.set(name, value);
  }
  send(response, 303, { Location: back.href, 'Cache-Control': 'no-store' });
}

async function answerToken(
  request: IncomingMessage,
  response: ServerResponse,
  fxa: FxaInstance,
  clients: readonly OAuthClient[],
): Promise<void> {
  const fields = await readFields(request);
  let grant: Grant;
  try {
    grant = exchangeCode(fields, fxa, clients);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(response, 400, error.errno, 'Bad Request', error.message);
    return;
  }
  fxa.record({ type: 'oauth', step: 'token', uid: grant.account.uid });
  json(response, 200, {
    access_token: fxa.accounts.addToken(grant),
    token_type: 'bearer',
    scope: grant.scope,
    expires_in: TOKEN_LIFETIME,
    auth_at: Math.floor(grant.grantedAt / 1000),
  });
}

/** Why there is no token, by FxA's number for it. */
class Refusal extends Error {
  constructor(
    readonly errno: number,
    message: string,
  ) {
    super(message);
  }
}

function exchangeCode(fields: URLSearchParams, fxa: FxaInstance, clients: readonly OAuthClient[]): Grant {
  const code = fields.get('code');
  const grantType = fields.get('grant_type') ?? 'authorization_code';
  if (!code || grantType !== 'authorization_code') throw new Refusal(109, 'Invalid request parameter');
  const client = clients.find(({ id }) => id === fields.get('client_id'));
  if (!client) throw new Refusal(101, 'Unknown client');
  if (fields.get('client_secret') !== client.secret) throw new Refusal(102, 'Incorrect secret');

  const grant = fxa.accounts.takeCode(code);
  if (!grant) throw new Refusal(105, 'Unknown code');
  if (grant.client !== client.id) throw new Refusal(106, 'Incorrect code');
  if (fxa.now() - grant.grantedAt > CODE_LIFETIME) throw new Refusal(107, 'Expired code');
  return grant;
}

function answerProfile(request: IncomingMessage, response: ServerResponse, fxa: FxaInstance): void {
  const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const grant = fxa.accounts.grantOf(token);
  // FxA tells parts of a profile for narrower scopes; whoever asks for those is not served here.
  if (!grant?.scope.split(' ').includes('profile')) {
    refuse(response, 403, 100, 'Forbidden', 'Unauthorized');
    return;
  }
  const { uid, email, metricsEnabled } = grant.account;
  fxa.record({ type: 'oauth', step: 'profile', uid });
  json(response, 200, {
    uid,
    email,
    locale: 'en-US',
    amrValues: ['pwd', 'email'],
    twoFactorAuthentication: false,
    metricsEnabled,
  });
}

function answerDiscovery(_request: IncomingMessage, response: ServerResponse, { url }: FxaInstance): void {
  json(response, 200, {
    issuer: url.slice(0, -1),
    authorization_endpoint: `${url}authorization`,
    token_endpoint: `${url}v1/token`,
    userinfo_endpoint: `${url}v1/profile`,
  });
}

/** The fields of a body, which may be a form's or JSON. */
async function readFields(request: IncomingMessage): Promise<URLSearchParams> {
  const body = await text(request);
  if (!request.headers['content-type']?.startsWith('application/json')) return new URLSearchParams(body);
  try {
    const data: unknown = JSON.parse(body);
    const entries = Object.entries(data ?? {}) as [string, unknown][];
    return new URLSearchParams(entries.map(([name, value]) => [name, String(value)]));
  } catch {
    return new URLSearchParams();
  }
}

function refuse(response: ServerResponse, code: number, errno: number, error: string, message: string): void {
  json(response, code, { code, errno, error, message });
}

function json(response: ServerResponse, status: number, data: unknown): void {
  const body = JSON.stringify(data);
  send(response, status, { ...jsonHeaders(body), 'Cache-Control': 'no-store' }, body);
}
