import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import en from '../../src/locales/en.js';
import { languages, loadLocale } from '../../src/locales/load.js';
import type { Locale } from '../../src/locales/locale.js';

type Text = Exclude<keyof Locale, 'lang' | 'dir'>;

/** The messages are sentences, the other texts are parts of one or none. */
const SENTENCES: readonly Text[] = ['legal', 'missingEmail', 'incompleteEmail', 'malformedEmail'];
const PHRASES: readonly Text[] = ['label', 'button', 'terms', 'privacy'];

const EXAMPLE = 'user@example.com';

/** How a sentence ends where it is not with a full stop. Thai has no sign for it. */
const ENDS: Readonly<Record<string, RegExp>> = {
  hi: /।$/,
  ja: /。$/,
  th: /[\p{Letter}\p{Mark}}]$/u,
  'zh-CN': /。$/,
  'zh-TW': /。$/,
};

/** The letters of a language, by Unicode's names of scripts, where they are more than those of its own script. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  Jpan: ['Hiragana', 'Katakana', 'Han'],
  Kore: ['Hangul'],
  Hans: ['Han'],
  Hant: ['Han'],
};

const BORROWED: Readonly<Record<string, readonly string[]>> = { el: ['email'], it: ['privacy'] };

/** What no text holds, in any language. */
const MISTAKES: readonly [name: string, mistake: RegExp][] = [
  ['a typewriter’s apostrophe or quotation mark', /['"`´]/],
  ['three dots in place of an ellipsis', /\.\.\./],
  ['two blanks, or one at an end', /\s{2}|^\s|\s$/],
  ['a blank before a full stop or comma', /\s[.,،。，]/],
  ['a hyphen in place of a dash', /\s-\s/],
  ['the replacement character', /\uFFFD/],
  ['invisible characters that turn the direction', /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/],
];

const placeholders = (text: string) => (text.match(/\{.*?\}/g) ?? []).sort();

/** What is left of a text without what is the same in all languages. */
const own = (text: string) => text.replaceAll(EXAMPLE, '').replaceAll(/\{.*?\}/g, '');

async function load(lang: string): Promise<Locale> {
  const locale = await loadLocale(lang);
  assert(locale, `There is no language ${lang}.`);
  return locale;
}

describe('the languages', () => {
  it('are all those that have a module', () => {
    const files = readdirSync(new URL('../../src/locales/', import.meta.url));
    const modules = files.map((file) => file.replace(/\.ts$/, ''));
    const helpers = ['best-locale', 'en', 'load', 'locale'];
    assert.deepEqual(languages.toSorted(), modules.filter((name) => !helpers.includes(name)).toSorted());
  });

  it('are forty or more', () => {
    assert(languages.length >= 40);
  });

  it('are those of the documentation, with their names and directions', async () => {
    const documentation = readFileSync(new URL('../../docs/languages.md', import.meta.url), 'utf8');
    const rows = [...documentation.matchAll(/^\| `([^`]+)` +\| ([^|]+?) +\| ([^|]*?) +\|/gm)];
    const expected = ['en', ...languages].toSorted().map(async (lang) => {
      const source = readFileSync(new URL(`../../src/locales/${lang}.ts`, import.meta.url), 'utf8');
      const name = /^\/\*\* (.+) texts of the form\. \*\/$/m.exec(source)?.[1];
      const { dir } = lang === 'en' ? en : await load(lang);
      return [lang, name, dir === 'rtl' ? 'right to left' : ''];
    });
    assert.deepEqual(
      rows.map(([, lang, name, direction]) => [lang, name, direction]),
      await Promise.all(expected),
    );
  });

  for (const lang of ['en', ...languages]) {
    describe(lang, async () => {
      const locale = lang === 'en' ? en : await load(lang);
      const script = new Intl.Locale(lang).maximize().script ?? '';

      it('is called by its tag, in its shortest form', () => {
        assert.equal(locale.lang, lang);
        assert.equal(String(new Intl.Locale(lang)), lang);
      });

      it('says in which direction it is written', () => {
        assert.equal(locale.dir, script === 'Arab' || script === 'Hebr' ? 'rtl' : 'ltr');
      });

      it('has every text', () => {
        assert.deepEqual(Object.keys(locale), Object.keys(en));
        for (const text of Object.values(locale) as string[]) assert.match(text, /\S/);
      });

      it('has the placeholders once each, in the legal line alone', () => {
        for (const name of [...SENTENCES, ...PHRASES]) {
          assert.deepEqual(
            placeholders(locale[name]),
            name === 'legal' ? ['{privacy}', '{terms}'] : [],
            name,
          );
        }
      });

      it('shows how an address looks', () => {
        assert.equal(locale.placeholder, EXAMPLE);
        // On its own, so that nothing next to it reads as a part of the address.
        assert.match(locale.incompleteEmail, /(?<![\p{Letter}\d.])user@example\.com(?![\p{Letter}\d])/u);
      });

      it('ends its sentences, and nothing else', () => {
        for (const name of SENTENCES) assert.match(locale[name], ENDS[lang] ?? /[^.]\.$/, name);
        for (const name of PHRASES) assert.match(locale[name], /[\p{Letter}\p{Mark}]$/u, name);
      });

      it('has none of the common mistakes', () => {
        for (const [mistake, pattern] of MISTAKES) {
          for (const name of [...SENTENCES, ...PHRASES]) {
            assert.doesNotMatch(locale[name], pattern, `${name}: ${mistake}`);
          }
        }
      });

      it('is composed text, as keyboards write it', () => {
        for (const name of [...SENTENCES, ...PHRASES]) {
          assert.equal(locale[name], locale[name].normalize('NFC'), name);
        }
      });

      it('uses the punctuation of its script', () => {
        const foreign = /^(Jpan|Han[st])$/.test(script)
          ? /[,.:;?!()]/
          : script === 'Arab'
            ? /[,;?]/
            : /[，。：；？！（）]/;
        for (const name of [...SENTENCES, ...PHRASES]) assert.doesNotMatch(own(locale[name]), foreign, name);
      });

      it('is written in its own letters', () => {
        const scripts = SCRIPTS[script] ?? [script];
        const letters = scripts.map((one) => `\\p{Script_Extensions=${one}}`).join('');
        const foreign = new RegExp(`[\\p{Letter}--[${letters}]]+`, 'gv');
        for (const name of [...SENTENCES, ...PHRASES]) {
          const words = own(locale[name]).match(foreign) ?? [];
          assert.deepEqual(
            words.filter((word) => !BORROWED[lang]?.includes(word)),
            [],
            name,
          );
        }
      });

      if (lang !== 'en') {
        it('has nothing of the English texts left over', () => {
          const same = [...SENTENCES, ...PHRASES].filter((name) => locale[name] === en[name]);
          assert.deepEqual(same, []);
          const words = new Set(
            own(Object.values(locale).join(' '))
              .toLowerCase()
              .match(/\p{Letter}+/gu),
          );
          const english = [
            'your',
            'the',
            'address',
            'continue',
            'terms',
            'service',
            'privacy',
            'notice',
            'check',
          ];
          assert.deepEqual(
            english.filter((word) => words.has(word) && !BORROWED[lang]?.includes(word)),
            [],
          );
        });
      }
    });
  }

  it('write Serbian in both scripts alike', async () => {
    const CYRILLIC = 'абвгдђежзијклљмнњопрстћуфхцчџш';
    const LATIN = 'a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š'.split(' ');
    const latin = (text: string) =>
      text.replace(/\p{Script=Cyrillic}/gu, (letter) => {
        const written = LATIN[CYRILLIC.indexOf(letter.toLowerCase())] ?? letter;
        return letter === letter.toLowerCase()
          ? written
          : written.replace(/^./, (first) => first.toUpperCase());
      });
    const cyrillic = await load('sr');
    const transliterated = (Object.entries(cyrillic) as [string, string][]).map(([name, text]) => [
      name,
      latin(text),
    ]);
    assert.deepEqual(await load('sr-Latn'), { ...Object.fromEntries(transliterated), lang: 'sr-Latn' });
  });
});
