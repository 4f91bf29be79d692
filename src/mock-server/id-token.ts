/**
 * OpenID Connect's id token, with the claims and the algorithm of FxA's, which knows no nonce:
 * https://github.com/mozilla/fxa/blob/main/packages/fxa-auth-server/docs/oauth/api.md
 */
import { createHash, generateKeyPair, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Grant } from './accounts.js';

/** How long an id token is good for, in seconds. */
const LIFETIME = 5 * 60;

const KEY_ID = 'mock-server';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

let keyPair: Promise<KeyPair> | undefined;

// A pair of keys takes long to find, and most uses of the mock server never sign anything.
const keys = (): Promise<KeyPair> => (keyPair ??= promisify(generateKeyPair)('rsa', { modulusLength: 2048 }));

/** The key that id tokens are checked with, as `jwks_uri` publishes it. */
export async function publicKey(): Promise<JsonWebKey> {
  const { publicKey: key } = await keys();
  return { ...key.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' };
}

/**
 * Signs the id token for a grant.
 *
 * @param issuer - the FxA that signs, as its discovery names it
 * @param accessToken - the access token that it is handed out with
 * @param now - milliseconds since the epoch
 */
export async function signIdToken(
  grant: Grant,
  issuer: string,
  accessToken: string,
  now: number,
): Promise<string> {
  const iat = Math.floor(now / 1000);
  const claims = {
    iss: issuer,
    sub: grant.account.uid,
    aud: grant.client,
    iat,
    exp: iat + LIFETIME,
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    amr: ['pwd', 'email'],
    'fxa-aal': 1,
    acr: 'AAL1',
  };
  const content = [{ alg: 'RS256', typ: 'JWT', kid: KEY_ID }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const { privateKey } = await keys();
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}
