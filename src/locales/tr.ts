/** Turkish texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'tr',
  dir: 'ltr',
  label: 'E-posta adresinizi girin',
  placeholder: 'user@example.com',
  button: 'Devam et',
  legal: 'Devam ettiğinizde {terms} ve {privacy} kabul etmiş olursunuz.',
  terms: 'Hizmet Koşulları’nı',
  privacy: 'Gizlilik Bildirimi’ni',
  missingEmail: 'E-posta adresinizi girin.',
  incompleteEmail: 'Tam bir e-posta adresi girin (örneğin user@example.com).',
  malformedEmail: 'Bu e-posta adresi kullanılamıyor. Hata olup olmadığını kontrol edin.',
} satisfies Locale;
