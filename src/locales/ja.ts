/** Japanese texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'ja',
  dir: 'ltr',
  label: 'メールアドレスを入力',
  placeholder: 'user@example.com',
  button: '続行',
  legal: '続行すると、{terms}と{privacy}に同意したものとみなされます。',
  terms: '利用規約',
  privacy: 'プライバシー通知',
  incompleteEmail: 'user@example.com のような完全なメールアドレスを入力してください。',
} satisfies Locale;
