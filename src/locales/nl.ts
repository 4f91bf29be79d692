/** Dutch texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'nl',
  dir: 'ltr',
  label: 'Voer uw e-mailadres in',
  placeholder: 'user@example.com',
  button: 'Doorgaan',
  legal: 'Door verder te gaan, stemt u in met de {terms} en de {privacy}.',
  terms: 'Servicevoorwaarden',
  privacy: 'Privacyverklaring',
  missingEmail: 'Voer uw e-mailadres in.',
  incompleteEmail: 'Voer een volledig e-mailadres in, zoals user@example.com.',
  malformedEmail: 'Dit e-mailadres kan niet worden gebruikt. Controleer het op fouten.',
} satisfies Locale;
