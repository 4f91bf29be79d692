const maximal = (tag: string) => new Intl.Locale(tag).maximize();

/**
 * Which of the languages `available` reads best to those who asked for `tag`: one in the same language and script,
 * from the same region where there is one. `de-AT` => `de`, `zh-SG` => `zh-CN`, but `zh-TW` => `undefined`, since it
 * is written in another script.
 *
 * @param tag - a BCP 47 tag; for anything else there is no answer
 * @param available - valid BCP 47 tags
 */
export function bestLocale(tag: string, available: Iterable<string>): string | undefined {
  try {
    // Pages also hold tags in the manner of POSIX: de_AT.
    const { language, script, region } = maximal(tag.replaceAll('_', '-'));
    const readable = [...available].filter((one) => {
      const other = maximal(one);
      return other.language === language && other.script === script;
    });
    return readable.find((one) => maximal(one).region === region) ?? readable[0];
  } catch {
    return undefined;
  }
}
