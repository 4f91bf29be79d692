/** Hebrew texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'he',
  dir: 'rtl',
  label: 'נא להזין את כתובת הדוא״ל שלך',
  placeholder: 'user@example.com',
  button: 'המשך',
  legal: 'ההמשך פירושו הסכמה ל{terms} ול{privacy}.',
  terms: 'תנאי השירות',
  privacy: 'הצהרת הפרטיות',
  missingEmail: 'יש להזין את כתובת הדוא״ל שלך.',
  incompleteEmail: 'נא להזין כתובת דוא״ל מלאה, כגון user@example.com.',
  malformedEmail: 'לא ניתן להשתמש בכתובת הדוא״ל הזו. יש לבדוק שאין בה טעויות.',
} satisfies Locale;
