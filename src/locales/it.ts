/** Italian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'it',
  dir: 'ltr',
  label: 'Inserisci il tuo indirizzo email',
  placeholder: 'user@example.com',
  button: 'Continua',
  legal: 'Se continui, accetti le {terms} e l’{privacy}.',
  terms: 'Condizioni di utilizzo del servizio',
  privacy: 'Informativa sulla privacy',
  missingEmail: 'Inserisci il tuo indirizzo email.',
  incompleteEmail: 'Inserisci un indirizzo email completo, ad esempio user@example.com.',
  malformedEmail: 'Questo indirizzo email non può essere utilizzato. Controlla che non contenga errori.',
} satisfies Locale;
