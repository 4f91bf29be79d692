/** Persian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'fa',
  dir: 'rtl',
  label: 'آدرس پست الکترونیکی خود را وارد کنید',
  placeholder: 'user@example.com',
  button: 'ادامه',
  legal: 'با ادامه دادن، {terms} و {privacy} را می‌پذیرید.',
  terms: 'شرایط استفاده',
  privacy: 'نکات حریم‌خصوصی',
  missingEmail: 'آدرس پست الکترونیکی خود را وارد کنید.',
  incompleteEmail: 'یک آدرس پست الکترونیکی کامل وارد کنید، مانند user@example.com.',
  malformedEmail: 'این آدرس پست الکترونیکی قابل استفاده نیست. بررسی کنید که اشتباهی در آن نباشد.',
} satisfies Locale;
