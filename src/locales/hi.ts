/** Hindi texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'hi',
  dir: 'ltr',
  label: 'अपना ईमेल पता दर्ज करें',
  placeholder: 'user@example.com',
  button: 'जारी रखें',
  legal: 'जारी रखकर आप {terms} और {privacy} को स्वीकार करते हैं।',
  terms: 'सेवा की शर्तों',
  privacy: 'निजता सूचना',
  missingEmail: 'अपना ईमेल पता दर्ज करें।',
  incompleteEmail: 'पूरा ईमेल पता दर्ज करें (जैसे user@example.com)।',
  malformedEmail: 'इस ईमेल पते का इस्तेमाल नहीं किया जा सकता। जाँचें कि इसमें कोई गलती तो नहीं है।',
} satisfies Locale;
