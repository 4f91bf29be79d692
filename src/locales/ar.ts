/** Arabic texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'ar',
  dir: 'rtl',
  label: 'أدخل بريدك الإلكتروني',
  placeholder: 'user@example.com',
  button: 'تابع',
  legal: 'إذا تابعت، فأنت توافق على {terms} و{privacy}.',
  terms: 'شروط الخدمة',
  privacy: 'إشعار الخصوصية',
  missingEmail: 'أدخل عنوان بريدك الإلكتروني.',
  incompleteEmail: 'أدخل عنوان بريد إلكتروني كاملًا، مثل user@example.com.',
  malformedEmail: 'لا يمكن استخدام عنوان البريد الإلكتروني هذا. تحقق من عدم وجود أخطاء فيه.',
} satisfies Locale;
