/** Traditional Chinese texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'zh-TW',
  dir: 'ltr',
  label: '輸入您的電子郵件地址',
  placeholder: 'user@example.com',
  button: '繼續',
  legal: '繼續即表示您同意{terms}與{privacy}。',
  terms: '服務條款',
  privacy: '隱私權公告',
  missingEmail: '請輸入您的電子郵件地址。',
  incompleteEmail: '請輸入完整的電子郵件地址，例如 user@example.com。',
  malformedEmail: '無法使用此電子郵件地址。請檢查是否有誤。',
} satisfies Locale;
