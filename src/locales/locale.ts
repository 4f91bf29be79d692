/** The texts of the form in one language. */
export interface Locale {
  /** BCP 47 tag of the language. */
  readonly lang: string;
  /** The direction in which it is written. */
  readonly dir: string;
  /** The label of the e-mail field. */
  readonly label: string;
  /** The placeholder in the e-mail field: an address at a domain that is reserved for examples. */
  readonly placeholder: string;
  /** The text of the button. */
  readonly button: string;
  /** The legal line; `{terms}` and `{privacy}` are replaced by the links. */
  readonly legal: string;
  /** The text of the link to FxA's terms of service, as Mozilla calls them in this language. */
  readonly terms: string;
  /** The text of the link to FxA's privacy notice, as Mozilla calls it in this language. */
  readonly privacy: string;
  /** The message for an empty field. */
  readonly missingEmail: string;
  /** The message for an address of which a part is missing, such as `user`, `user@` or `user@example`. */
  readonly incompleteEmail: string;
  /** The message for any other address that FxA does not take, such as one that is too long, or `a..b@example.com`. */
  readonly malformedEmail: string;
}

/** The texts of one language as a page may give them: what it leaves out stays English. */
export type PartialLocale = Pick<Locale, 'lang' | 'dir'> & {
  readonly [name in keyof Locale]?: Locale[name] | null;
};
