/** Indonesian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'id',
  dir: 'ltr',
  label: 'Masukkan alamat email Anda',
  placeholder: 'user@example.com',
  button: 'Lanjutkan',
  legal: 'Jika melanjutkan, Anda menyetujui {terms} dan {privacy}.',
  terms: 'Persyaratan Layanan',
  privacy: 'Pemberitahuan Privasi',
  missingEmail: 'Masukkan alamat email Anda.',
  incompleteEmail: 'Masukkan alamat email yang lengkap, misalnya user@example.com.',
  malformedEmail: 'Alamat email ini tidak dapat digunakan. Periksa apakah ada kesalahan.',
} satisfies Locale;
