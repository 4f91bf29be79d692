/** Polish texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'pl',
  dir: 'ltr',
  label: 'Wpisz swój adres e-mail',
  placeholder: 'user@example.com',
  button: 'Kontynuuj',
  legal: 'Kontynuując, wyrażasz zgodę na {terms} i {privacy}.',
  terms: 'regulamin usługi',
  privacy: 'zasady ochrony prywatności',
  incompleteEmail: 'Wpisz pełny adres e-mail, na przykład user@example.com.',
} satisfies Locale;
