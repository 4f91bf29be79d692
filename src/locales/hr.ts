/** Croatian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'hr',
  dir: 'ltr',
  label: 'Upiši svoju e-mail adresu',
  placeholder: 'user@example.com',
  button: 'Nastavi',
  legal: 'Nastavljanjem prihvaćaš {terms} i {privacy}.',
  terms: 'uvjete usluge',
  privacy: 'napomene o privatnosti',
  missingEmail: 'Upiši svoju e-mail adresu.',
  incompleteEmail: 'Upiši potpunu e-mail adresu, na primjer user@example.com.',
  malformedEmail: 'Ova se e-mail adresa ne može koristiti. Provjeri ima li u njoj grešaka.',
} satisfies Locale;
