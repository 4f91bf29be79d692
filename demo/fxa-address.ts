import { fxaServerUrl } from '../src/rules/addresses.js';

/**
 * The address of an FxA server as somebody has configured it, closed by a slash so that a path can be put behind it.
 *
 * @param name - where it was configured, for the error
 * @throws {TypeError} where it is no address that a visitor's e-mail address may be sent to
 */
export function fxaAddress(address: string, name: string): string {
  const url = fxaServerUrl(address);
  if (url !== undefined) return url;
  throw new TypeError(
    `${name} is ${JSON.stringify(address)}, but has to be the address of an FxA server, such as https://accounts.firefox.com/: at https:, or at http: on this machine, without query, hash and user name.`,
  );
}
