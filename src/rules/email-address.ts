/**
 * E-mail addresses as FxA's page judges them: by validator.js `isEmail`, whose rule stands in the table of parameters.
 *
 * Letters beyond ASCII before the `@` are refused. FxA takes them, but `type="email"` stops them in every browser, and
 * one rule for every kind of field is easier to tell a visitor than two.
 */
import { isAccepted } from './parameters.js';

/** What is wrong with an address: nothing was typed; a part is missing; or FxA does not take it. */
export type EmailProblem = 'missing' | 'incomplete' | 'malformed';

/**
 * The address as it is sent: without blanks around it, and with its domain in ASCII, as Chromium sends it and FxA takes
 * it (`ada@münchen.example` => `ada@xn--mnchen-3ya.example`). An address in ASCII stays as it is otherwise, and so does
 * one whose domain is no domain. Empty where nothing was typed.
 */
export function sentEmail(typed: string): string {
  const email = typed.trim();
  const [, local = '', domain = ''] = /^(.*@)(.+)$/.exec(email) ?? [];
  // A URL's host is turned into ASCII by the rules for domains, but a port, a path and the like are no part of it.
  if (!/[\x80-\uffff]/.test(domain) || /[^\w.\x80-\uffff-]/.test(domain)) return email;
  try {
    return local + new URL(`https://${domain}`).hostname;
  } catch {
    return email;
  }
}

/** What is wrong with the address that was typed, once it is as {@link sentEmail} makes it; `undefined`: nothing. */
export function emailProblem(typed: string): EmailProblem | undefined {
  const email = sentEmail(typed);
  if (!email) return 'missing';
  if (isAccepted('email', email)) return undefined;
  return /^[^@]+@.*\./.test(email) ? 'malformed' : 'incomplete';
}
