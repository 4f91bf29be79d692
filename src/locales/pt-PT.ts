/** European Portuguese texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'pt-PT',
  dir: 'ltr',
  label: 'Introduza o seu endereço de e-mail',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Ao continuar, concorda com os {terms} e com a {privacy}.',
  terms: 'Termos do Serviço',
  privacy: 'Informação de Privacidade',
  missingEmail: 'Introduza o seu endereço de e-mail.',
  incompleteEmail: 'Introduza um endereço de e-mail completo, como user@example.com.',
  malformedEmail: 'Não é possível utilizar este endereço de e-mail. Verifique se tem erros.',
} satisfies Locale;
