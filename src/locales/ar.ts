/** Arabic texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'ar',
  dir: 'rtl',
  label: 'أدخل بريدك الإلكتروني',
  placeholder: 'user@example.com',
  button: 'تابع',
  legal: 'بالمتابعة، فإنك توافق على {terms} و{privacy}.',
  terms: 'شروط الخدمة',
  privacy: 'إشعار الخصوصية',
  incompleteEmail: 'أدخل عنوان بريد إلكتروني كاملًا، مثل user@example.com.',
} satisfies Locale;
