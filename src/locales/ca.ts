/** Catalan texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'ca',
  dir: 'ltr',
  label: 'Introduïu la vostra adreça electrònica',
  placeholder: 'user@example.com',
  button: 'Continua',
  legal: 'Si continueu, accepteu les {terms} i l’{privacy}.',
  terms: 'condicions d’ús del servei',
  privacy: 'avís de privadesa',
  missingEmail: 'Introduïu la vostra adreça electrònica.',
  incompleteEmail: 'Introduïu una adreça electrònica completa, com ara user@example.com.',
  malformedEmail: 'Aquesta adreça electrònica no es pot utilitzar. Comproveu que no contingui cap error.',
} satisfies Locale;
