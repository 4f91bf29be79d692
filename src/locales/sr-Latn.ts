/** Serbian, Latin texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'sr-Latn',
  dir: 'ltr',
  label: 'Unesite svoju adresu e-pošte',
  placeholder: 'user@example.com',
  button: 'Nastavi',
  legal: 'Ako nastavite, prihvatate {terms} i {privacy}.',
  terms: 'Uslove korišćenja',
  privacy: 'Obaveštenje o privatnosti',
  missingEmail: 'Unesite svoju adresu e-pošte.',
  incompleteEmail: 'Unesite potpunu adresu e-pošte, na primer user@example.com.',
  malformedEmail: 'Ova adresa e-pošte ne može da se koristi. Proverite da li u njoj ima grešaka.',
} satisfies Locale;
