/** Norwegian Bokmål texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'nb',
  dir: 'ltr',
  label: 'Skriv inn e-postadressen din',
  placeholder: 'user@example.com',
  button: 'Fortsett',
  legal: 'Når du fortsetter, godtar du {terms} og {privacy}.',
  terms: 'bruksvilkårene',
  privacy: 'personvernerklæringen',
  missingEmail: 'Skriv inn e-postadressen din.',
  incompleteEmail: 'Skriv inn en fullstendig e-postadresse, for eksempel user@example.com.',
  malformedEmail: 'Denne e-postadressen kan ikke brukes. Se etter skrivefeil.',
} satisfies Locale;
