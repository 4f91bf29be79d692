/** Latvian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'lv',
  dir: 'ltr',
  label: 'Ievadiet savu e-pasta adresi',
  placeholder: 'user@example.com',
  button: 'Turpināt',
  legal: 'Ja turpināt, jūs piekrītat {terms} un {privacy}.',
  terms: 'pakalpojuma lietošanas noteikumiem',
  privacy: 'privātuma politikai',
  missingEmail: 'Ievadiet savu e-pasta adresi.',
  incompleteEmail: 'Ievadiet pilnu e-pasta adresi, piemēram, user@example.com.',
  malformedEmail: 'Šo e-pasta adresi nevar izmantot. Pārbaudiet, vai tajā nav kļūdu.',
} satisfies Locale;
