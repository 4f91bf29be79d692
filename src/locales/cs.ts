/** Czech texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'cs',
  dir: 'ltr',
  label: 'Zadejte svou e-mailovou adresu',
  placeholder: 'user@example.com',
  button: 'Pokračovat',
  legal: 'Pokračováním vyjadřujete souhlas s {terms} a {privacy}.',
  terms: 'Podmínkami poskytování služby',
  privacy: 'Oznámením o ochraně osobních údajů',
  missingEmail: 'Zadejte svou e-mailovou adresu.',
  incompleteEmail: 'Zadejte úplnou e-mailovou adresu, například user@example.com.',
  malformedEmail: 'Tuto e-mailovou adresu nelze použít. Zkontrolujte, zda v ní není chyba.',
} satisfies Locale;
