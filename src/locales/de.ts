/** German texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'de',
  dir: 'ltr',
  label: 'Geben Sie Ihre E-Mail-Adresse ein',
  placeholder: 'user@example.com',
  button: 'Weiter',
  legal: 'Wenn Sie fortfahren, stimmen Sie den {terms} und dem {privacy} zu.',
  terms: 'Nutzungsbedingungen',
  privacy: 'Datenschutzhinweis',
  missingEmail: 'Geben Sie Ihre E-Mail-Adresse ein.',
  incompleteEmail: 'Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel user@example.com.',
  malformedEmail: 'Diese E-Mail-Adresse kann nicht verwendet werden. Prüfen Sie die Schreibweise.',
} satisfies Locale;
