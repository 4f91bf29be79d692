import { isLoopback } from './loopback.js';

/** Says whether an origin is on FxA's allow-list. `undefined`, a request without the header, never is. */
export type AllowList = (origin: string | undefined) => boolean;

/** An origin as browsers write it, or `undefined` where the text is the address of nothing that has one. */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}

/** The allow-list of these origins, compared as exact texts; without any named, every origin on this machine. */
export function allowList(origins: readonly string[] | undefined): AllowList {
  if (origins) return (origin) => origin !== undefined && origins.includes(origin);
  return (origin) =>
    origin !== undefined && originOf(origin) === origin && isLoopback(new URL(origin).hostname);
}
