/** Hungarian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'hu',
  dir: 'ltr',
  label: 'Adja meg az e-mail-címét',
  placeholder: 'user@example.com',
  button: 'Folytatás',
  legal: 'Ha folytatja, elfogadja a {terms} és az {privacy}.',
  terms: 'Szolgáltatási feltételeket',
  privacy: 'Adatvédelmi nyilatkozatot',
  missingEmail: 'Adja meg az e-mail-címét.',
  incompleteEmail: 'Adjon meg egy teljes e-mail-címet, például: user@example.com.',
  malformedEmail: 'Ez az e-mail-cím nem használható. Ellenőrizze, nincs-e benne hiba.',
} satisfies Locale;
