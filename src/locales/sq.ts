/** Albanian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'sq',
  dir: 'ltr',
  label: 'Jepni email-in tuaj',
  placeholder: 'user@example.com',
  button: 'Vazhdo',
  legal: 'Nëse vazhdoni, pajtoheni me {terms} dhe {privacy}.',
  terms: 'Kushtet e Shërbimit',
  privacy: 'Shënimin Mbi Privatësinë',
  missingEmail: 'Jepni adresën tuaj email.',
  incompleteEmail: 'Jepni një adresë email të plotë, si user@example.com.',
  malformedEmail: 'Kjo adresë email s’mund të përdoret. Kontrolloni mos ka gabime në të.',
} satisfies Locale;
