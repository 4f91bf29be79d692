/** Bulgarian texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'bg',
  dir: 'ltr',
  label: 'Въведете своя имейл',
  placeholder: 'user@example.com',
  button: 'Продължаване',
  legal: 'С продължаването приемате {terms} и {privacy}.',
  terms: 'Условията на услугата',
  privacy: 'Политиката за поверителност',
  missingEmail: 'Въведете своя имейл адрес.',
  incompleteEmail: 'Въведете пълен имейл адрес, например user@example.com.',
  malformedEmail: 'Този имейл адрес не може да бъде използван. Проверете го за грешки.',
} satisfies Locale;
