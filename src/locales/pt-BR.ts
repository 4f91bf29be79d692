/** Brazilian Portuguese texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'pt-BR',
  dir: 'ltr',
  label: 'Digite seu email',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Ao prosseguir, você concorda com os {terms} e o {privacy}.',
  terms: 'Termos do serviço',
  privacy: 'Aviso de privacidade',
  incompleteEmail: 'Digite um endereço de email completo, como user@example.com.',
} satisfies Locale;
