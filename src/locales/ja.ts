/** Japanese texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'ja',
  dir: 'ltr',
  label: 'メールアドレスを入力',
  placeholder: 'user@example.com',
  button: '続行',
  legal: '続行すると、{terms}と{privacy}に同意したものとみなされます。',
  terms: 'サービス利用規約',
  privacy: 'プライバシー通知',
  missingEmail: 'メールアドレスを入力してください。',
  incompleteEmail: 'メールアドレスを省略せずに入力してください（例：user@example.com）。',
  malformedEmail: 'このメールアドレスは使用できません。誤りがないか確認してください。',
} satisfies Locale;
