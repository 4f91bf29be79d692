/** French texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'fr',
  dir: 'ltr',
  label: 'Saisissez votre adresse e-mail',
  placeholder: 'user@example.com',
  button: 'Continuer',
  legal: 'En continuant, vous acceptez les {terms} et la {privacy}.',
  terms: 'Conditions d’utilisation',
  privacy: 'Politique de confidentialité',
  incompleteEmail: 'Saisissez une adresse e-mail complète, par exemple user@example.com.',
} satisfies Locale;
