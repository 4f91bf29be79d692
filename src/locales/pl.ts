/** Polish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'pl',
  dir: 'ltr',
  label: 'Wpisz swój adres e-mail',
  placeholder: 'user@example.com',
  button: 'Kontynuuj',
  legal: 'Przechodząc dalej, akceptujesz {terms} i {privacy}.',
  terms: 'regulamin usługi',
  privacy: 'zasady ochrony prywatności',
  missingEmail: 'Wpisz swój adres e-mail.',
  incompleteEmail: 'Wpisz pełny adres e-mail, na przykład user@example.com.',
  malformedEmail: 'Tego adresu e-mail nie można użyć. Sprawdź, czy nie ma w nim błędów.',
} satisfies Locale;
