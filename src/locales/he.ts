/** Hebrew texts of the form. */
import type { Locale } from '../element/localization.js';

export default {
  lang: 'he',
  dir: 'rtl',
  label: 'נא להזין את כתובת הדוא״ל שלך',
  placeholder: 'user@example.com',
  button: 'המשך',
  legal: 'המשך התהליך מהווה הסכמה ל{terms} ול{privacy}.',
  terms: 'תנאי השירות',
  privacy: 'הצהרת הפרטיות',
  incompleteEmail: 'נא להזין כתובת דוא״ל מלאה, כגון user@example.com.',
} satisfies Locale;
