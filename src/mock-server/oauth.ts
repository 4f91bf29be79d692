/**
 * Signing in with OAuth, as far as a relying party sees it. Paths, fields and errors are those of FxA's public APIs:
 * https://github.com/mozilla/fxa/blob/main/packages/fxa-auth-server/docs/oauth/api.md and
 * https://github.com/mozilla/fxa/blob/main/packages/fxa-profile-server/docs/API.md. FxA has a host for each of them; here
 * they share one, and tell by OpenID's discovery where they are.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { CODE_LIFETIME, type Grant, type OAuthClient } from './accounts.js';
import { publicKey, signIdToken } from './id-token.js';
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
  ['GET /v1/jwks', answerKeys],
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
  if (missing !== undefined) return bad(missing, 'missing');
  const pkce = pkceProblem(fields, client);
  return pkce && bad(...pkce);
}

/** FxA takes PKCE from public clients, which have to use it, and refuses it from all others. */
function pkceProblem(
  fields: Pick<URLSearchParams, 'get'>,
  client: OAuthClient,
): readonly [name: string, problem: string] | undefined {
  const names = ['code_challenge', 'code_challenge_method'];
  if (client.secret !== undefined) {
    const present = names.find((name) => fields.get(name));
    return present === undefined ? undefined : [present, 'only for a public client, which has no secret'];
  }
  const missing = names.find((name) => !fields.get(name));
  if (missing !== undefined) return [missing, 'missing, and this is a public client'];
  if (!/^[\w-]{43}$/.test(fields.get('code_challenge') ?? '')) {
    return ['code_challenge', 'not 43 characters of base64url'];
  }
  return fields.get('code_challenge_method') === 'S256' ? undefined : ['code_challenge_method', 'not S256'];
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
    codeChallenge: fields.get('code_challenge') ?? undefined,
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
  const token = fxa.accounts.addToken(grant);
  const idToken = scopesOf(grant).includes('openid')
    ? await signIdToken(grant, issuerOf(fxa), token, fxa.now())
    : undefined;
  fxa.record({ type: 'oauth', step: 'token', uid: grant.account.uid });
  json(response, 200, {
    access_token: token,
    token_type: 'bearer',
    scope: grant.scope,
    expires_in: TOKEN_LIFETIME,
    auth_at: Math.floor(grant.grantedAt / 1000),
    id_token: idToken,
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
  const verifier = fields.get('code_verifier');
  const isPublic = client.secret === undefined;
  // A secret and PKCE exclude each other.
  if (isPublic ? fields.has('client_secret') : verifier) throw new Refusal(109, 'Invalid request parameter');
  if (!isPublic && fields.get('client_secret') !== client.secret) throw new Refusal(102, 'Incorrect secret');

  const grant = fxa.accounts.takeCode(code);
  if (!grant) throw new Refusal(105, 'Unknown code');
  if (grant.client !== client.id) throw new Refusal(106, 'Incorrect code');
  if (fxa.now() - grant.grantedAt > CODE_LIFETIME) throw new Refusal(107, 'Expired code');
  if (isPublic && !verifier) throw new Refusal(118, 'Public clients require PKCE OAuth parameters');
  const challenge = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (isPublic && challenge !== grant.codeChallenge) throw new Refusal(117, 'Incorrect code_challenge');
  return grant;
}

function answerProfile(request: IncomingMessage, response: ServerResponse, fxa: FxaInstance): void {
  const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const grant = fxa.accounts.grantOf(token);
  // FxA tells parts of a profile for narrower scopes; whoever asks for those is not served here.
  if (!grant || !scopesOf(grant).includes('profile')) {
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
    ...(scopesOf(grant).includes('openid') && { sub: uid }),
  });
}

async function answerKeys(_request: IncomingMessage, response: ServerResponse): Promise<void> {
  json(response, 200, { keys: [await publicKey()] });
}

/** What FxA's discovery says, as its public configuration has it: it is silent on PKCE. */
function answerDiscovery(_request: IncomingMessage, response: ServerResponse, fxa: FxaInstance): void {
  const { url } = fxa;
  json(response, 200, {
    issuer: issuerOf(fxa),
    authorization_endpoint: `${url}authorization`,
    token_endpoint: `${url}v1/token`,
    userinfo_endpoint: `${url}v1/profile`,
    jwks_uri: `${url}v1/jwks`,
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'sub'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'profile', 'email'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  });
}

/** How an instance is named in discovery and in its id tokens. */
const issuerOf = ({ url }: FxaInstance): string => url.slice(0, -1);

const scopesOf = ({ scope }: Grant): readonly string[] => scope.split(' ');

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
