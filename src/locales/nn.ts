/** Norwegian Nynorsk texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'nn',
  dir: 'ltr',
  label: 'Skriv inn e-postadressa di',
  placeholder: 'user@example.com',
  button: 'Hald fram',
  legal: 'Når du held fram, godtek du {terms} og {privacy}.',
  terms: 'tenestevilkåra',
  privacy: 'personvernfråsegna',
  missingEmail: 'Skriv inn e-postadressa di.',
  incompleteEmail: 'Skriv inn ei fullstendig e-postadresse, til dømes user@example.com.',
  malformedEmail: 'Denne e-postadressa kan ikkje brukast. Sjå etter skrivefeil.',
} satisfies Locale;
