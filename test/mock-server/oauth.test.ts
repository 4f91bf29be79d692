import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import * as openid from 'openid-client';
import { CODE_LIFETIME } from '../../src/mock-server/accounts.js';
import {
  EXAMPLE_CLIENT,
  EXAMPLE_CLIENT_ID,
  type FxaInstance,
} from '../../src/mock-server/start-mock-server.js';
import { ask, control, kinds, useMockServer } from './support.js';

const OTHER_CLIENT = {
  id: '0123456789abcdef',
  secret: 'another',
  redirectUris: ['https://example.org/back'],
};

const PUBLIC_CLIENT = { id: 'fedcba9876543210', redirectUris: EXAMPLE_CLIENT.redirectUris };

const freshFxa = useMockServer({ clients: [EXAMPLE_CLIENT, OTHER_CLIENT, PUBLIC_CLIENT] });

const EMAIL = 'user@example.org';
const [REDIRECT_URI = ''] = EXAMPLE_CLIENT.redirectUris;

/** What a relying party sends somebody to FxA with; `undefined` leaves a field out. */
const request = (changes: Record<string, string | undefined> = {}) => {
  const fields: Record<string, string | undefined> = {
    client_id: EXAMPLE_CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    scope: 'profile',
    state: 'a state',
    ...changes,
  };
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
};

const signIn = (fxa: FxaInstance, changes: Record<string, string | undefined> = {}) =>
  fetch(`${fxa.url}mock-server/sign-in`, {
    method: 'POST',
    body: request({ email: EMAIL, ...changes }),
    redirect: 'manual',
  });

async function codeOf(fxa: FxaInstance, changes: Record<string, string | undefined> = {}): Promise<string> {
  const { headers } = await signIn(fxa, changes);
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}

const exchange = (fxa: FxaInstance, fields: Record<string, string>) =>
  fetch(`${fxa.url}v1/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: EXAMPLE_CLIENT_ID,
      client_secret: EXAMPLE_CLIENT.secret,
      grant_type: 'authorization_code',
      ...fields,
    }),
  });

async function tokenOf(fxa: FxaInstance, changes: Record<string, string | undefined> = {}): Promise<string> {
  const response = await exchange(fxa, { code: await codeOf(fxa, changes) });
  return ((await response.json()) as { access_token: string }).access_token;
}

const profile = (fxa: FxaInstance, authorization: string) =>
  fetch(`${fxa.url}v1/profile`, { headers: { authorization } });

/** The page for a query in which a blank is `%20`: FxA's page takes a `+` for a plus sign. */
const open = async (fxa: FxaInstance, query: URLSearchParams) =>
  (await fetch(`${fxa.url}authorization?${query.toString().replaceAll('+', '%20')}`)).text();

describe('the page for OAuth', () => {
  it('a good request => a form that leads back, beside the verdict', async () => {
    const fxa = freshFxa();
    const query = request({ email: EMAIL, action: 'email', form_type: 'email' });
    const html = await open(fxa, query);
    assert.match(html, /<form method="post" action="mock-server\/sign-in">/);
    assert.match(html, /<input type="hidden" name="state" value="a state">/);
    assert.match(html, /name="email" required value="user@example\.org"/);
    assert.match(html, /<main data-good="true" data-outcome="goes-on">/);
    assert.deepEqual(kinds(fxa), ['arrival']);
  });

  it('escapes what it sends on', async () => {
    const query = request({ state: '"><script>' });
    const html = await open(freshFxa(), query);
    assert.match(html, /name="state" value="&quot;&gt;&lt;script&gt;"/);
  });

  it('a state with a blank that a form wrote as "+" => comes back with a plus sign', async () => {
    const html = await (await fetch(`${freshFxa().url}authorization?${request().toString()}`)).text();
    assert.match(html, /<input type="hidden" name="state" value="a\+state">/);
  });

  const problems: [changes: Record<string, string | undefined>, problem: RegExp][] = [
    [{ client_id: undefined }, /client_id is not the one of a client/],
    [{ client_id: 'ffffffffffffffff' }, /client_id is not the one of a client/],
    [{ redirect_uri: `${REDIRECT_URI}/` }, /redirect_uri is not one/],
    [{ redirect_uri: 'https://example.org/back' }, /redirect_uri is not one/],
    [{ redirect_uri: undefined }, /redirect_uri is not one/],
    [{ scope: undefined }, /scope is missing/],
    [{ state: undefined }, /state is missing/],
    [{ state: '' }, /state is missing/],
  ];
  for (const [changes, problem] of problems) {
    it(`${JSON.stringify(changes)} => the problem, and nobody gets a code`, async () => {
      const fxa = freshFxa();
      const html = await open(fxa, request(changes));
      assert.match(html, problem);
      assert.match(html, /<main data-good="false" data-outcome="shows-error">/);
      assert.doesNotMatch(html, /<form/);
      const [entry] = fxa.log;
      assert.ok(entry?.type === 'arrival' && !entry.verdict.good && entry.outcome === 'shows-error');
      assert.deepEqual(
        entry.verdict.problems.map(({ name }) => name),
        Object.keys(changes),
      );
      const { status } = await signIn(fxa, changes);
      assert.equal(status, 400);
      assert.deepEqual(kinds(fxa), ['arrival']);
    });
  }

  it('on another path => only the verdict', async () => {
    const html = await (await fetch(`${freshFxa().url}?${request().toString()}`)).text();
    assert.doesNotMatch(html, /<form|Nobody can sign in/);
  });
});

describe('signing in', () => {
  it('=> back to the relying party with a code and its state', async () => {
    const fxa = freshFxa();
    const response = await signIn(fxa);
    assert.equal(response.status, 303);
    const back = new URL(response.headers.get('location') ?? '');
    assert.equal(back.origin + back.pathname, REDIRECT_URI);
    assert.match(back.searchParams.get('code') ?? '', /^[0-9a-f]{64}$/);
    assert.equal(back.searchParams.get('state'), 'a state');
    assert.deepEqual(kinds(fxa), ['oauth']);
  });

  it('without an address => 400', async () => {
    assert.equal((await signIn(freshFxa(), { email: undefined })).status, 400);
  });
});

describe('the token', () => {
  it('for a code => one, as FxA words it', async () => {
    const fxa = freshFxa();
    const response = await exchange(fxa, { code: await codeOf(fxa) });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const { access_token, auth_at, ...rest } = (await response.json()) as Record<string, unknown>;
    assert.match(String(access_token), /^[0-9a-f]{64}$/);
    assert.equal(typeof auth_at, 'number');
    assert.deepEqual(rest, { token_type: 'bearer', scope: 'profile', expires_in: 86400 });
  });

  it('asked for in JSON => the same', async () => {
    const fxa = freshFxa();
    const response = await fetch(`${fxa.url}v1/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: EXAMPLE_CLIENT_ID,
        client_secret: EXAMPLE_CLIENT.secret,
        code: await codeOf(fxa),
      }),
    });
    assert.equal(response.status, 200);
  });

  const refusals: [fields: Record<string, string>, errno: number, message: string][] = [
    [{ code: '' }, 109, 'Invalid request parameter'],
    [{ grant_type: 'password' }, 109, 'Invalid request parameter'],
    [{ client_id: 'ffffffffffffffff' }, 101, 'Unknown client'],
    [{ client_secret: 'guessed' }, 102, 'Incorrect secret'],
    [{ code: 'f'.repeat(64) }, 105, 'Unknown code'],
    [{ client_id: OTHER_CLIENT.id, client_secret: OTHER_CLIENT.secret }, 106, 'Incorrect code'],
  ];
  for (const [fields, errno, message] of refusals) {
    it(`${JSON.stringify(fields)} => ${errno}`, async () => {
      const fxa = freshFxa();
      const response = await exchange(fxa, { code: await codeOf(fxa), ...fields });
      assert.equal(response.status, 400);
      assert.deepEqual(await response.json(), { code: 400, errno, error: 'Bad Request', message });
    });
  }

  it('for the same code twice => 105 for the second', async () => {
    const fxa = freshFxa();
    const code = await codeOf(fxa);
    await exchange(fxa, { code });
    assert.equal(((await (await exchange(fxa, { code })).json()) as { errno: number }).errno, 105);
  });

  it('for a code of yesterday => 107', async () => {
    const fxa = freshFxa();
    const code = await codeOf(fxa);
    fxa.advanceClock(CODE_LIFETIME + 1);
    assert.equal(((await (await exchange(fxa, { code })).json()) as { errno: number }).errno, 107);
  });
});

describe('the profile', () => {
  for (const scope of ['profile', 'openid profile', 'openid+profile', 'profile+openid email']) {
    it(`for the scope ${scope} => the user`, async () => {
      const fxa = freshFxa();
      assert.equal((await profile(fxa, `Bearer ${await tokenOf(fxa, { scope })}`)).status, 200);
    });
  }

  const cases: [about: string, changes: Record<string, string>, metricsEnabled: boolean][] = [
    ['a user', {}, true],
    ['a user who has switched metrics off', { metrics: 'off' }, false],
  ];
  for (const [about, changes, metricsEnabled] of cases) {
    it(`of ${about} => metricsEnabled: ${String(metricsEnabled)}`, async () => {
      const fxa = freshFxa();
      const response = await profile(fxa, `Bearer ${await tokenOf(fxa, changes)}`);
      assert.equal(response.status, 200);
      const body = (await response.json()) as Record<string, unknown>;
      assert.match(String(body['uid']), /^[0-9a-f]{32}$/);
      assert.deepEqual([body['email'], body['metricsEnabled']], [EMAIL, metricsEnabled]);
    });
  }

  it('after the user has changed the settings => the new one', async () => {
    const fxa = freshFxa();
    const authorization = `Bearer ${await tokenOf(fxa)}`;
    const { status } = await control(fxa, 'account', { email: EMAIL, metricsEnabled: false });
    assert.equal(status, 204);
    const body = (await (await profile(fxa, authorization)).json()) as Record<string, unknown>;
    assert.equal(body['metricsEnabled'], false);
  });

  it('with another scope, another token or none => 403', async () => {
    const fxa = freshFxa();
    for (const authorization of [
      `Bearer ${await tokenOf(fxa, { scope: 'openid' })}`,
      'Bearer f',
      'Basic x',
      '',
    ]) {
      const response = await profile(fxa, authorization);
      assert.equal(response.status, 403);
      assert.equal(((await response.json()) as { errno: number }).errno, 100);
    }
  });

  it('of another fxa => 403', async () => {
    assert.equal((await profile(freshFxa(), `Bearer ${await tokenOf(freshFxa())}`)).status, 403);
  });
});

it('OpenID’s discovery => where everything is', async () => {
  const { url } = freshFxa();
  assert.deepEqual(await (await fetch(`${url}.well-known/openid-configuration`)).json(), {
    issuer: url.slice(0, -1),
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
});

describe('OpenID Connect', () => {
  it('scope openid => an id token that a client of OpenID’s accepts, and its subject in the profile', async () => {
    const fxa = freshFxa();
    const configuration = await openid.discovery(
      new URL(fxa.url.slice(0, -1)),
      EXAMPLE_CLIENT_ID,
      undefined,
      openid.ClientSecretPost(EXAMPLE_CLIENT.secret),
      {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so as a warning; the mock server is at http:
        execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
      },
    );
    const { headers } = await signIn(fxa, { scope: 'openid+profile' });
    const tokens = await openid.authorizationCodeGrant(
      configuration,
      new URL(headers.get('location') ?? ''),
      { expectedState: 'a state', idTokenExpected: true },
    );
    const { uid } = fxa.accounts.at(EMAIL);
    assert.equal(tokens.claims()?.sub, uid);
    const { sub, email } = await openid.fetchUserInfo(configuration, tokens.access_token, uid);
    assert.deepEqual([sub, email], [uid, EMAIL]);
  });

  it('another scope => no id token, and no subject', async () => {
    const fxa = freshFxa();
    const tokens = (await (await exchange(fxa, { code: await codeOf(fxa) })).json()) as object;
    assert.equal('id_token' in tokens, false);
    const body = (await (await profile(fxa, `Bearer ${await tokenOf(fxa)}`)).json()) as object;
    assert.equal('sub' in body, false);
  });
});

describe('PKCE', () => {
  const VERIFIER = 'v'.repeat(43);
  const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
  const publicly = { client_id: PUBLIC_CLIENT.id, ...pkce };

  const requests: [changes: Record<string, string | undefined>, problem: RegExp][] = [
    [pkce, /code_challenge is only for a public client/],
    [{ code_challenge_method: 'S256' }, /code_challenge_method is only for a public client/],
    [{ client_id: PUBLIC_CLIENT.id }, /code_challenge is missing/],
    [{ ...publicly, code_challenge_method: undefined }, /code_challenge_method is missing/],
    [{ ...publicly, code_challenge_method: 'plain' }, /code_challenge_method is not S256/],
    [{ ...publicly, code_challenge: 'short' }, /code_challenge is not 43 characters/],
  ];
  for (const [changes, problem] of requests) {
    it(`${JSON.stringify(changes)} => the problem, and nobody gets a code`, async () => {
      const fxa = freshFxa();
      assert.match(await open(fxa, request(changes)), problem);
      assert.equal((await signIn(fxa, changes)).status, 400);
    });
  }

  it('of a public client => a form that keeps the challenge', async () => {
    const html = await open(freshFxa(), request(publicly));
    assert.match(html, new RegExp(`name="code_challenge" value="${CHALLENGE}"`));
    assert.match(html, /name="code_challenge_method" value="S256"/);
  });

  const token = (fxa: FxaInstance, fields: Record<string, string>) =>
    fetch(`${fxa.url}v1/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: PUBLIC_CLIENT.id, ...fields }),
    });

  it('the verifier => a token', async () => {
    const fxa = freshFxa();
    const response = await token(fxa, { code: await codeOf(fxa, publicly), code_verifier: VERIFIER });
    assert.equal(response.status, 200);
  });

  const refusals: [fields: Record<string, string>, errno: number][] = [
    [{}, 118],
    [{ code_verifier: 'w'.repeat(43) }, 117],
    [{ code_verifier: VERIFIER, client_secret: 'x' }, 109],
  ];
  for (const [fields, errno] of refusals) {
    it(`${JSON.stringify(fields)} => ${errno}`, async () => {
      const fxa = freshFxa();
      const response = await token(fxa, { code: await codeOf(fxa, publicly), ...fields });
      assert.equal(((await response.json()) as { errno: number }).errno, errno);
    });
  }

  it('a verifier beside a secret => 109', async () => {
    const fxa = freshFxa();
    const response = await exchange(fxa, { code: await codeOf(fxa), code_verifier: VERIFIER });
    assert.equal(((await response.json()) as { errno: number }).errno, 109);
  });
});

it('engage events => by service', async () => {
  const fxa = freshFxa();
  const uid = '0'.repeat(32);
  await ask(fxa, `?event_type=engage&service=${EXAMPLE_CLIENT_ID}&uid=${uid}`);
  await ask(fxa, `?event_type=engage&service=${OTHER_CLIENT.id}&uid=${uid}`);
  await ask(fxa, `?event_type=engage&service=ffffffffffffffff&uid=${uid}`);
  await ask(fxa, `?service=${EXAMPLE_CLIENT_ID}`);
  assert.deepEqual(
    [EXAMPLE_CLIENT_ID, OTHER_CLIENT.id, 'ffffffffffffffff'].map(
      (service) => fxa.engageEvents(service).length,
    ),
    [1, 1, 0],
  );
});
