/** Serbian, Cyrillic texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'sr',
  dir: 'ltr',
  label: 'Унесите своју адресу е-поште',
  placeholder: 'user@example.com',
  button: 'Настави',
  legal: 'Ако наставите, прихватате {terms} и {privacy}.',
  terms: 'Услове коришћења',
  privacy: 'Обавештење о приватности',
  missingEmail: 'Унесите своју адресу е-поште.',
  incompleteEmail: 'Унесите потпуну адресу е-поште, на пример user@example.com.',
  malformedEmail: 'Ова адреса е-поште не може да се користи. Проверите да ли у њој има грешака.',
} satisfies Locale;
