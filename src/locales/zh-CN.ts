/** Simplified Chinese texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'zh-CN',
  dir: 'ltr',
  label: '输入您的电子邮件地址',
  placeholder: 'user@example.com',
  button: '继续',
  legal: '继续即表示您同意{terms}和{privacy}。',
  terms: '服务条款',
  privacy: '隐私声明',
  missingEmail: '请输入您的电子邮件地址。',
  incompleteEmail: '请输入完整的电子邮件地址，例如 user@example.com。',
  malformedEmail: '无法使用此电子邮件地址。请检查是否有误。',
} satisfies Locale;
