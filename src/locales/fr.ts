/** French texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'fr',
  dir: 'ltr',
  label: 'Saisissez votre adresse e-mail',
  placeholder: 'user@example.com',
  button: 'Continuer',
  legal: 'Si vous continuez, vous acceptez les {terms} et la {privacy}.',
  terms: 'Conditions d’utilisation',
  privacy: 'Politique de confidentialité',
  missingEmail: 'Saisissez votre adresse e-mail.',
  incompleteEmail: 'Saisissez une adresse e-mail complète, par exemple user@example.com.',
  malformedEmail:
    'Cette adresse e-mail ne peut pas être utilisée. Vérifiez qu’elle ne contient pas d’erreur.',
} satisfies Locale;
