/** Russian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'ru',
  dir: 'ltr',
  label: 'Введите адрес электронной почты',
  placeholder: 'user@example.com',
  button: 'Продолжить',
  legal: 'Продолжая, вы принимаете {terms} и {privacy}.',
  terms: 'Условия обслуживания',
  privacy: 'Уведомление о конфиденциальности',
  missingEmail: 'Введите адрес электронной почты.',
  incompleteEmail: 'Введите полный адрес электронной почты, например user@example.com.',
  malformedEmail: 'Этот адрес электронной почты нельзя использовать. Проверьте, нет ли в нём ошибок.',
} satisfies Locale;
