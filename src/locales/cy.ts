/** Welsh texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'cy',
  dir: 'ltr',
  label: 'Rhowch eich e-bost',
  placeholder: 'user@example.com',
  button: 'Parhau',
  legal: 'Wrth barhau, rydych yn cytuno i’r {terms} a’r {privacy}.',
  terms: 'Amodau Gwasanaeth',
  privacy: 'Hysbysiad Preifatrwydd',
  missingEmail: 'Rhowch eich cyfeiriad e-bost.',
  incompleteEmail: 'Rhowch gyfeiriad e-bost llawn, megis user@example.com.',
  malformedEmail: 'Nid oes modd defnyddio’r cyfeiriad e-bost hwn. Gwiriwch ef am wallau.',
} satisfies Locale;
