/** Spanish texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'es',
  dir: 'ltr',
  label: 'Introduce tu correo electrónico',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Al continuar, aceptas los {terms} y el {privacy}.',
  terms: 'Términos del servicio',
  privacy: 'Aviso de privacidad',
  incompleteEmail: 'Introduce una dirección de correo completa, como user@example.com.',
} satisfies Locale;
