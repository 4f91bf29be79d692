/** Basque texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'eu',
  dir: 'ltr',
  label: 'Sartu zure helbide elektronikoa',
  placeholder: 'user@example.com',
  button: 'Jarraitu',
  legal: 'Jarraitzen baduzu, {terms} eta {privacy} onartzen dituzu.',
  terms: 'zerbitzu-baldintzak',
  privacy: 'pribatutasun-oharra',
  missingEmail: 'Sartu zure helbide elektronikoa.',
  incompleteEmail: 'Sartu helbide elektroniko oso bat, adibidez user@example.com.',
  malformedEmail: 'Helbide elektroniko hau ezin da erabili. Egiaztatu ez duela akatsik.',
} satisfies Locale;
