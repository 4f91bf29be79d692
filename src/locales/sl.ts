/** Slovenian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'sl',
  dir: 'ltr',
  label: 'Vnesite svoj e-poštni naslov',
  placeholder: 'user@example.com',
  button: 'Nadaljuj',
  legal: 'Če nadaljujete, sprejemate {terms} in {privacy}.',
  terms: 'pogoje uporabe',
  privacy: 'obvestilo o zasebnosti',
  missingEmail: 'Vnesite svoj e-poštni naslov.',
  incompleteEmail: 'Vnesite celoten e-poštni naslov, na primer user@example.com.',
  malformedEmail: 'Tega e-poštnega naslova ni mogoče uporabiti. Preverite, ali vsebuje napake.',
} satisfies Locale;
