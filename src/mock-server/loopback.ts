/**
 * Whether a name belongs to this very machine, by the specifications of browsers: `localhost` and names below it, 127.0.0.0/8,
 * and `[::1]`.
 *
 * @param hostname - as `URL` gives it: in lower case, an IPv6 address in brackets
 */
export function isLoopback(hostname: string): boolean {
  return /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname);
}
