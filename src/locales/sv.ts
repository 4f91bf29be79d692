/** Swedish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'sv',
  dir: 'ltr',
  label: 'Ange din e-postadress',
  placeholder: 'user@example.com',
  button: 'Fortsätt',
  legal: 'Om du fortsätter godkänner du {terms} och {privacy}.',
  terms: 'användarvillkoren',
  privacy: 'sekretessmeddelandet',
  missingEmail: 'Ange din e-postadress.',
  incompleteEmail: 'Ange en fullständig e-postadress, till exempel user@example.com.',
  malformedEmail: 'Den här e-postadressen kan inte användas. Kontrollera att den är rätt skriven.',
} satisfies Locale;
