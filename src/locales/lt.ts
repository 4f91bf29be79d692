/** Lithuanian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'lt',
  dir: 'ltr',
  label: 'Įveskite savo el. pašto adresą',
  placeholder: 'user@example.com',
  button: 'Tęsti',
  legal: 'Tęsdami sutinkate su {terms} ir {privacy}.',
  terms: 'Paslaugos teikimo nuostatais',
  privacy: 'Privatumo pranešimu',
  missingEmail: 'Įveskite savo el. pašto adresą.',
  incompleteEmail: 'Įveskite visą el. pašto adresą, pavyzdžiui, user@example.com.',
  malformedEmail: 'Šio el. pašto adreso naudoti negalima. Patikrinkite, ar jame nėra klaidų.',
} satisfies Locale;
