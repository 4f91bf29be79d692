/** Finnish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'fi',
  dir: 'ltr',
  label: 'Kirjoita sähköpostiosoitteesi',
  placeholder: 'user@example.com',
  button: 'Jatka',
  legal: 'Jos jatkat, hyväksyt {terms} ja {privacy}.',
  terms: 'käyttöehdot',
  privacy: 'tietosuojakäytännön',
  missingEmail: 'Kirjoita sähköpostiosoitteesi.',
  incompleteEmail: 'Kirjoita koko sähköpostiosoite, esimerkiksi user@example.com.',
  malformedEmail: 'Tätä sähköpostiosoitetta ei voi käyttää. Tarkista, ettei siinä ole virheitä.',
} satisfies Locale;
