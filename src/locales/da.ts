/** Danish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'da',
  dir: 'ltr',
  label: 'Indtast din mailadresse',
  placeholder: 'user@example.com',
  button: 'Fortsæt',
  legal: 'Når du fortsætter, accepterer du {terms} og {privacy}.',
  terms: 'tjenestevilkårene',
  privacy: 'privatlivserklæringen',
  missingEmail: 'Indtast din mailadresse.',
  incompleteEmail: 'Indtast en fuldstændig mailadresse, for eksempel user@example.com.',
  malformedEmail: 'Denne mailadresse kan ikke bruges. Tjek, om der er fejl i den.',
} satisfies Locale;
