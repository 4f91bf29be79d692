/** Slovak texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'sk',
  dir: 'ltr',
  label: 'Zadajte svoju e-mailovú adresu',
  placeholder: 'user@example.com',
  button: 'Pokračovať',
  legal: 'Ak budete pokračovať, súhlasíte s {terms} a {privacy}.',
  terms: 'Podmienkami používania služby',
  privacy: 'Vyhlásením o ochrane osobných údajov',
  missingEmail: 'Zadajte svoju e-mailovú adresu.',
  incompleteEmail: 'Zadajte úplnú e-mailovú adresu, napríklad user@example.com.',
  malformedEmail: 'Túto e-mailovú adresu nie je možné použiť. Skontrolujte, či v nej nie je chyba.',
} satisfies Locale;
