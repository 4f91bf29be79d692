import validator from 'validator';

/**
 * Whether FxA's page keeps an address that arrives as `email`; it strips the others, and the visitor has to type them
 * again. The page judges by this very function of validator.js, with its defaults.
 */
export function isAcceptableEmail(value: string): boolean {
  return validator.isEmail(value);
}
