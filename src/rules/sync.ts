/** What signing in to Sync asks for besides: a context that names the visitor's kind of system. */

/** The contexts that FxA's documentation lists for `service=sync`. */
export const SYNC_CONTEXTS: readonly string[] = ['fx_desktop_v3', 'fx_fennec_v1', 'fx_ios_v1'];

/** What tells the visitor's system, as `navigator` has it. */
export interface SystemHints {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/** The context of the visitor's system. */
export function syncContext({ userAgent, maxTouchPoints }: SystemHints): string {
  if (/Android/.test(userAgent)) return 'fx_fennec_v1';
  // An iPad says that it is a Macintosh, which has no touch screen.
  const iOS = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return iOS ? 'fx_ios_v1' : 'fx_desktop_v3';
}
