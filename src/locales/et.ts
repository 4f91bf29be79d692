/** Estonian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'et',
  dir: 'ltr',
  label: 'Sisesta oma e-posti aadress',
  placeholder: 'user@example.com',
  button: 'Jätka',
  legal: 'Kui jätkad, nõustud {terms} ja {privacy}.',
  terms: 'teenusetingimustega',
  privacy: 'privaatsuspoliitikaga',
  missingEmail: 'Sisesta oma e-posti aadress.',
  incompleteEmail: 'Sisesta täielik e-posti aadress, näiteks user@example.com.',
  malformedEmail: 'Seda e-posti aadressi ei saa kasutada. Kontrolli, ega selles pole vigu.',
} satisfies Locale;
