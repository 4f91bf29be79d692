/** The locale of a tag, with the script and the region that are most likely where it names none. */
function maximal(tag: string): Intl.Locale {
  // Pages also hold tags in the manner of POSIX: de_AT.UTF-8, sr_RS@latin.
  const script = tag.endsWith('@latin') ? { script: 'Latn' } : {};
  return new Intl.Locale(tag.replaceAll('_', '-').replace(/[.@].*/, ''), script).maximize();
}

/** The language, with one name for the two ways to write Norwegian: who asks for one can read the other. */
const readAs = ({ language }: Intl.Locale) => language.replace(/^n[bn]$/, 'no');

/**
 * Which of the languages `available` reads best to those who asked for `tag`: one in the same language and script,
 * from the same region where there is one, else from the nearest. `de-AT` => `de`, `zh-HK` => `zh-TW`, `no` => `nb`,
 * `es-AR` => `es-MX`, but `zh-TW` => `undefined` where only `zh-CN` is there, since it is written in another script.
 *
 * @param tag - a BCP 47 tag, or one in the manner of POSIX (`de_AT.UTF-8`); for anything else the result is `undefined`
 * @param available - valid BCP 47 tags
 */
export function bestLocale(tag: string, available: Iterable<string>): string | undefined {
  try {
    const asked = maximal(tag);
    const language = asked.language === 'no' ? 'nb' : asked.language;
    const home = maximal(language).region;
    // English, Spanish and Portuguese have a second standard, which most regions follow that are not the likely one
    // (CLDR, parent locales). Elsewhere the likely one is the standard for all.
    const atHome = asked.region === home || !/^(en|es|pt)$/.test(language);
    let best: string | undefined;
    let most = -1;
    for (const one of available) {
      const other = maximal(one);
      if (other.script !== asked.script || readAs(other) !== readAs(asked)) continue;
      const fit =
        4 * Number(other.language === language) +
        2 * Number(other.region === asked.region) +
        Number((other.region === home) === atHome);
      if (fit > most) [best, most] = [one, fit];
    }
    return best;
  } catch {
    return undefined;
  }
}
