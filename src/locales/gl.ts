/** Galician texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'gl',
  dir: 'ltr',
  label: 'Introduza o seu correo electrónico',
  placeholder: 'user@example.com',
  button: 'Continuar',
  legal: 'Se continúa, acepta os {terms} e a {privacy}.',
  terms: 'termos do servizo',
  privacy: 'política de privacidade',
  missingEmail: 'Introduza o seu enderezo de correo electrónico.',
  incompleteEmail: 'Introduza un enderezo de correo electrónico completo, como user@example.com.',
  malformedEmail: 'Este enderezo de correo electrónico non se pode usar. Comprobe que non conteña erros.',
} satisfies Locale;
