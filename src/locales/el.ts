/** Greek texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'el',
  dir: 'ltr',
  label: 'Εισαγάγετε το email σας',
  placeholder: 'user@example.com',
  button: 'Συνέχεια',
  legal: 'Αν συνεχίσετε, αποδέχεστε τους {terms} και τη {privacy}.',
  terms: 'Όρους υπηρεσίας',
  privacy: 'Σημείωση απορρήτου',
  missingEmail: 'Εισαγάγετε τη διεύθυνση email σας.',
  incompleteEmail: 'Εισαγάγετε μια πλήρη διεύθυνση email, όπως user@example.com.',
  malformedEmail: 'Δεν είναι δυνατή η χρήση αυτής της διεύθυνσης email. Ελέγξτε την για λάθη.',
} satisfies Locale;
