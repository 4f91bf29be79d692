/** Russian texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'ru',
  dir: 'ltr',
  label: 'Введите адрес электронной почты',
  placeholder: 'user@example.com',
  button: 'Продолжить',
  legal: 'Продолжая, вы соглашаетесь с {terms} и {privacy}.',
  terms: 'Условиями обслуживания',
  privacy: 'Уведомлением о конфиденциальности',
  incompleteEmail: 'Введите полный адрес электронной почты, например user@example.com.',
} satisfies Locale;
