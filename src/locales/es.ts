/** Spanish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'es',
  dir: 'ltr',
  label: 'Introduce tu correo electrónico',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Si continúas, aceptas los {terms} y el {privacy}.',
  terms: 'Términos del servicio',
  privacy: 'Aviso de privacidad',
  missingEmail: 'Introduce tu dirección de correo electrónico.',
  incompleteEmail: 'Introduce una dirección de correo electrónico completa, como user@example.com.',
  malformedEmail: 'Esta dirección de correo electrónico no se puede usar. Comprueba que no tenga errores.',
} satisfies Locale;
