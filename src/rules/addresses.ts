/** Which addresses may be requested, and which the form may be sent to. */
import type { ParameterValues } from './parameters.js';

/** The FxA server that everybody uses. */
export const FXA_URL = 'https://accounts.firefox.com/';

const LOOPBACK = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;

/**
 * Whether Firefox itself can take a sign-in to Sync that is meant for the FxA server at `fxaUrl`. It opens the server that
 * it is set up with: that is the one of everybody, or in development one on this very machine.
 */
export const canHandOver = (fxaUrl: string, { service }: ParameterValues): boolean =>
  service === 'sync' && (fxaUrl === FXA_URL || LOOPBACK.test(new URL(fxaUrl).hostname));

/**
 * Resolves `address` against `base`, and lets it through only where an e-mail address may travel to it: over `https:`,
 * or over `http:` on this very machine. Never throws; `javascript:` and its like end as `undefined`.
 */
export function safeUrl(address: string, base?: string): URL | undefined {
  try {
    const url = new URL(address, base);
    return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
      ? url
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The address of an FxA server, with its path closed by a slash. A query, a hash or a user name has no meaning there
 * and makes it `undefined`, as does all that {@link safeUrl} refuses.
 */
export function fxaServerUrl(address: string): string | undefined {
  const url = safeUrl(address);
  return url && url.href === url.origin + url.pathname ? url.href.replace(/\/?$/, '/') : undefined;
}

/** The page `path` on the FxA server at `fxaUrl`; `undefined` where it would lead to another server. */
export function fxaPageUrl(path: string, fxaUrl: string): URL | undefined {
  const url = safeUrl(path, fxaUrl);
  return url?.origin === new URL(fxaUrl).origin ? url : undefined;
}
