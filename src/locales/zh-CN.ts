/** Simplified Chinese texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'zh-CN',
  dir: 'ltr',
  label: '输入您的电子邮件地址',
  placeholder: 'user@example.com',
  button: '继续',
  legal: '继续即表示您同意{terms}和{privacy}。',
  terms: '服务条款',
  privacy: '隐私声明',
  incompleteEmail: '请输入完整的电子邮件地址，例如 user@example.com。',
} satisfies Locale;
