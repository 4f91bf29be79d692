/** Mexican Spanish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'es-MX',
  dir: 'ltr',
  label: 'Ingresa tu correo electrónico',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Si continúas, aceptas los {terms} y el {privacy}.',
  terms: 'Términos de servicio',
  privacy: 'Aviso de privacidad',
  missingEmail: 'Ingresa tu dirección de correo electrónico.',
  incompleteEmail: 'Ingresa una dirección de correo electrónico completa, como user@example.com.',
  malformedEmail: 'Esta dirección de correo electrónico no se puede usar. Revisa que no tenga errores.',
} satisfies Locale;
