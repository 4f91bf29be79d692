/** Ukrainian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'uk',
  dir: 'ltr',
  label: 'Введіть адресу е-пошти',
  placeholder: 'user@example.com',
  button: 'Продовжити',
  legal: 'Продовжуючи, ви приймаєте {terms} і {privacy}.',
  terms: 'Умови надання послуг',
  privacy: 'Положення про приватність',
  missingEmail: 'Введіть свою адресу е-пошти.',
  incompleteEmail: 'Введіть повну адресу е-пошти, наприклад user@example.com.',
  malformedEmail: 'Цю адресу е-пошти не можна використати. Перевірте, чи немає в ній помилок.',
} satisfies Locale;
