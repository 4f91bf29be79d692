/** Firefox for desktop and no other browser: some have Firefox or Gecko in their names for themselves, or in passing. */
const FIREFOX_FOR_DESKTOP =
  /^Mozilla\/5\.0 \((Windows|Macintosh|X11)\b[^()]*; rv:[\d.]+\) Gecko\/20100101 Firefox\/[\d.]+$/;

/**
 * Whether a browser answers FxA's page over a WebChannel, as only Firefox for desktop does.
 *
 * @param userAgent - the header `User-Agent`
 */
export function isFirefoxForDesktop(userAgent: string): boolean {
  return FIREFOX_FOR_DESKTOP.test(userAgent);
}
