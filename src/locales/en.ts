/** English texts of the form. */
export default {
  /** BCP 47 tag of the language. */
  lang: 'en',
  /** Its direction: `ltr` or `rtl`. */
  dir: 'ltr',
  label: 'Enter your email',
  placeholder: 'user@example.com',
  button: 'Continue',
  /** `{terms}` and `{privacy}` are the links. */
  legal: 'By proceeding, you agree to the {terms} and {privacy}.',
  terms: 'Terms of Service',
  privacy: 'Privacy Notice',
  /** For an address that browsers accept and FxA does not, such as `user@example`. */
  incompleteEmail: 'Enter a full email address, such as user@example.com.',
};
