/** Brazilian Portuguese texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'pt-BR',
  dir: 'ltr',
  label: 'Digite seu email',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Ao prosseguir, você concorda com os {terms} e o {privacy}.',
  terms: 'Termos do serviço',
  privacy: 'Aviso de privacidade',
  missingEmail: 'Digite seu endereço de email.',
  incompleteEmail: 'Digite um endereço de email completo, como user@example.com.',
  malformedEmail: 'Este endereço de email não pode ser usado. Verifique se há erros.',
} satisfies Locale;
