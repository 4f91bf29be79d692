/** German texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'de',
  dir: 'ltr',
  label: 'Geben Sie Ihre E-Mail-Adresse ein',
  placeholder: 'user@example.com',
  button: 'Weiter',
  legal: 'Indem Sie fortfahren, stimmen Sie den {terms} und dem {privacy} zu.',
  terms: 'Nutzungsbedingungen',
  privacy: 'Datenschutzhinweis',
  incompleteEmail: 'Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel user@example.com.',
} satisfies Locale;
