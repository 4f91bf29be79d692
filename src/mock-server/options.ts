import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { OAuthClient } from './accounts.js';
import { originOf } from './allow-list.js';
import { isLoopback } from './loopback.js';

/** The one OAuth client id that is known where nothing else is said. */
export const EXAMPLE_CLIENT_ID = '5e1f2a9c0b7d4e83';

/** The client of that id: a relying party at the origin that FxA's own test stacks allow. */
export const EXAMPLE_CLIENT: OAuthClient & { readonly secret: string } = {
  id: EXAMPLE_CLIENT_ID,
  secret: 'a-secret-for-the-mock-server-alone',
  redirectUris: ['http://localhost:8000/oauth'],
};

/** Settings of `startMockServer`. */
export interface MockServerOptions {
  /** The port to listen on. Default: 0, any that is free. */
  readonly port?: number | undefined;
  /** The address to listen on, which has to be one of this very machine's. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /**
   * FxA's allow-list of origins, compared as exact texts; they alone may read the log and drive the server. Default: every
   * origin on this machine, with any port.
   */
  readonly origins?: readonly string[] | undefined;
  /** The relying parties: they may sign people in, and their engage events are counted. Default: {@link EXAMPLE_CLIENT}. */
  readonly clients?: readonly OAuthClient[] | undefined;
  /** The secret that flow ids are signed with. Default: a random one. */
  readonly key?: string | undefined;
}

const originSchema = z.string().refine((origin) => originOf(origin) === origin, {
  error: ({ input }) =>
    `has to be an origin without path or last slash, such as "${originOf(String(input)) ?? 'http://localhost:5173'}"`,
});

const clientSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/, 'has to be 16 lower-case hexadecimal digits'),
  secret: z.string().min(1, 'is empty').optional(),
  redirectUris: z
    .array(z.string().refine((uri) => originOf(uri) !== undefined, 'has to be an http: or https: address'))
    .min(1, 'is empty'),
});

const optionsSchema = z.strictObject({
  port: z
    .int('has to be a whole number')
    .min(0, 'has to be 0 or more')
    .max(65535, 'has to be 65535 or less')
    .default(0),
  host: z
    .string()
    .refine(
      (host) => isLoopback(host === '::1' ? '[::1]' : host),
      'has to be an address of this very machine: the mock server is for nobody else',
    )
    .default('127.0.0.1'),
  origins: z.array(originSchema).optional(),
  clients: z
    .array(clientSchema)
    .default([{ ...EXAMPLE_CLIENT, redirectUris: [...EXAMPLE_CLIENT.redirectUris] }]),
  key: z
    .string()
    .min(1, 'is empty')
    .default(() => randomBytes(32).toString('hex')),
});

/** Settings with their defaults filled in. */
export interface CompleteOptions {
  readonly port: number;
  readonly host: string;
  readonly origins?: readonly string[] | undefined;
  readonly clients: readonly OAuthClient[];
  readonly key: string;
}

/**
 * Fills in what is left out.
 *
 * @throws {TypeError} with a sentence for each setting that cannot be
 */
export function parseOptions(options: MockServerOptions): CompleteOptions {
  const { data, error } = optionsSchema.safeParse(options);
  if (data) return data;
  throw new TypeError(`The mock server cannot be started so.\n${z.prettifyError(error)}`);
}
