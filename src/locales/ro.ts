/** Romanian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'ro',
  dir: 'ltr',
  label: 'Introdu adresa ta de e-mail',
  placeholder: 'user@example.com',
  button: 'Continuă',
  legal: 'Dacă mergi mai departe, accepți {terms} și {privacy}.',
  terms: 'Condițiile de utilizare a serviciilor',
  privacy: 'Notificarea privind confidențialitatea',
  missingEmail: 'Introdu adresa ta de e-mail.',
  incompleteEmail: 'Introdu o adresă de e-mail completă, cum ar fi user@example.com.',
  malformedEmail: 'Această adresă de e-mail nu poate fi folosită. Verifică dacă are greșeli.',
} satisfies Locale;
