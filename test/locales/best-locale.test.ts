import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bestLocale } from '../../src/locales/best-locale.js';
import { languages, loadLocale } from '../../src/locales/load.js';

/** The language that the package's own are read best by, where that is another one than the tag's own. */
const TAGS: readonly (readonly [tag: string, best: string | undefined])[] = [
  ['de', 'de'],
  ['DE', 'de'],
  ['de-AT', 'de'],
  ['de-AT-1996', 'de'],
  ['de-u-co-phonebk', 'de'],
  ['fr-CA', 'fr'],
  ['nl-BE', 'nl'],
  ['ar-EG', 'ar'],
  ['fa-AF', 'fa'],
  // Names that are no longer used.
  ['iw', 'he'],
  ['in', 'id'],
  ['mo', 'ro'],
  // Norwegian has two ways to write it, and a tag for both.
  ['no', 'nb'],
  ['no-NO', 'nb'],
  ['nb', 'nb'],
  ['nb-NO', 'nb'],
  ['nn', 'nn'],
  ['nn-NO', 'nn'],
  // Two scripts.
  ['sr', 'sr'],
  ['sr-RS', 'sr'],
  ['sr-Cyrl-ME', 'sr'],
  ['sr-Latn', 'sr-Latn'],
  ['sr-Latn-RS', 'sr-Latn'],
  ['sr-ME', 'sr-Latn'],
  ['sh', 'sr-Latn'],
  ['zh', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['zh-Hans-HK', 'zh-CN'],
  ['zh-SG', 'zh-CN'],
  ['zh-TW', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['zh-MO', 'zh-TW'],
  ['zh-Hant-CN', 'zh-TW'],
  // Two standards.
  ['pt', 'pt-BR'],
  ['pt-BR', 'pt-BR'],
  ['pt-PT', 'pt-PT'],
  ['pt-AO', 'pt-PT'],
  ['pt-MZ', 'pt-PT'],
  ['es', 'es'],
  ['es-ES', 'es'],
  ['es-MX', 'es-MX'],
  ['es-419', 'es-MX'],
  ['es-AR', 'es-MX'],
  ['es-US', 'es-MX'],
  // In the manner of POSIX.
  ['de_CH', 'de'],
  ['de_AT.UTF-8', 'de'],
  ['de_DE@euro', 'de'],
  ['pt_PT.ISO8859-1', 'pt-PT'],
  ['no_NO', 'nb'],
  ['zh_TW.Big5', 'zh-TW'],
  ['sr_RS', 'sr'],
  ['sr_RS@latin', 'sr-Latn'],
  ['sr_RS.UTF-8@latin', 'sr-Latn'],
  // Nothing that could be read.
  ['eo', undefined],
  ['uz-Cyrl', undefined],
  ['ru-Latn', undefined],
  ['C', undefined],
  ['POSIX', undefined],
  ['', undefined],
  ['*', undefined],
  ['no language', undefined],
];

describe('bestLocale()', () => {
  for (const lang of languages) {
    it(`"${lang}" => itself, whatever else is there`, () => {
      assert.equal(bestLocale(lang, languages), lang);
      assert.equal(bestLocale(lang, languages.toReversed()), lang);
    });
  }

  for (const [tag, best] of TAGS) {
    it(`"${tag}" => ${String(best)}`, () => {
      assert.equal(bestLocale(tag, ['en', ...languages]), best);
    });
  }

  const OTHERS: readonly [tag: string, available: readonly string[], best: string | undefined][] = [
    ['en-GB', ['en'], 'en'],
    ['en-GB', ['en', 'en-GB'], 'en-GB'],
    ['en-AU', ['en', 'en-GB'], 'en-GB'],
    ['en-US', ['en-GB', 'en'], 'en'],
    ['en', ['en-GB', 'en'], 'en'],
    ['pt-PT', ['pt-BR'], 'pt-BR'],
    ['pt', ['pt-PT'], 'pt-PT'],
    ['es-419', ['es'], 'es'],
    ['es-AR', ['es', 'es-MX', 'es-AR'], 'es-AR'],
    ['fr-BE', ['fr-CA', 'fr'], 'fr'],
    ['nn', ['nb'], 'nb'],
    ['no', ['nn', 'nb'], 'nb'],
    ['no', ['nn'], 'nn'],
    ['nb', ['no'], 'no'],
    ['nb', ['da'], undefined],
    ['zh-TW', ['zh-CN'], undefined],
    ['zh-HK', ['zh-CN', 'zh-TW', 'zh-HK'], 'zh-HK'],
    ['sr-Latn', ['sr'], undefined],
    ['de', [], undefined],
  ];
  for (const [tag, available, best] of OTHERS) {
    it(`"${tag}" of ${available.join(', ')} => ${String(best)}`, () => {
      assert.equal(bestLocale(tag, available), best);
    });
  }
});

describe('loadLocale()', () => {
  for (const [tag, best] of TAGS) {
    it(`"${tag}" => the texts of ${String(best)}`, async () => {
      assert.equal((await loadLocale(tag))?.lang, best);
    });
  }

  for (const tag of ['en', 'en-GB', 'en_US.UTF-8']) {
    it(`"${tag}" => nothing, since the element has English`, async () => {
      assert.equal(await loadLocale(tag), undefined);
    });
  }
});
