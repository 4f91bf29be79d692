/** English texts of the form. */
import type { Locale } from './locale.js';

const en: Locale = {
  lang: 'en',
  dir: 'ltr',
  label: 'Enter your email',
  placeholder: 'user@example.com',
  button: 'Continue',
  legal: 'By continuing, you accept the {terms} and the {privacy}.',
  terms: 'Terms of Service',
  privacy: 'Privacy Notice',
  missingEmail: 'Enter your email address.',
  incompleteEmail: 'Enter a full email address, such as user@example.com.',
  malformedEmail: 'This email address cannot be used. Check it for mistakes.',
};

export default en;
