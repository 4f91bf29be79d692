import { createHash, randomBytes } from 'node:crypto';

/** A relying party as it is registered with FxA. */
export interface OAuthClient {
  /** 16 lower-case hexadecimal digits. */
  readonly id: string;
  /**
   * What its server proves itself with. Absent for a public client, which nothing can be entrusted to: it proves by PKCE
   * instead that a code is its own. FxA takes PKCE from public clients, and from no other.
   */
  readonly secret?: string | undefined;
  /** Where people may be sent back to, compared as exact texts. */
  readonly redirectUris: readonly string[];
}

/** A user, with what the profile tells of one. */
export interface Account {
  /** 32 lower-case hexadecimal digits. */
  readonly uid: string;
  readonly email: string;
  /** False for a user who has switched metrics off in the settings. */
  metricsEnabled: boolean;
}

/** What somebody has allowed a relying party to do. */
export interface Grant {
  readonly client: string;
  readonly scope: string;
  readonly account: Account;
  /** When they did, in milliseconds since the epoch by the server's clock. */
  readonly grantedAt: number;
  /** What a public client has to know the verifier of: its `code_challenge`. */
  readonly codeChallenge?: string | undefined;
}

/** How old an authorization code may get, in milliseconds: FxA gives the relying party 15 minutes. */
export const CODE_LIFETIME = 15 * 60 * 1000;

/** The users of one fxa, and what they have allowed. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, Grant>();

  /** The account of an address, made on first use. Its user id is the same in every fxa. */
  at(email: string): Account {
    let account = this.#accounts.get(email);
    if (!account) {
      const uid = createHash('sha256').update(email).digest('hex').slice(0, 32);
      account = { uid, email, metricsEnabled: true };
      this.#accounts.set(email, account);
    }
    return account;
  }

  /** Makes an authorization code for a grant. */
  addCode(grant: Grant): string {
    return addSecret(this.#codes, grant);
  }

  /** The grant of a code, which is good for one use only. */
  takeCode(code: string): Grant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant;
  }

  /** Makes an access token for a grant. */
  addToken(grant: Grant): string {
    return addSecret(this.#tokens, grant);
  }

  /** The grant of an access token. */
  grantOf(token: string): Grant | undefined {
    return this.#tokens.get(token);
  }
}

function addSecret(secrets: Map<string, Grant>, grant: Grant): string {
  const secret = randomBytes(32).toString('hex');
  secrets.set(secret, grant);
  return secret;
}
