import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Markup } from '../../demo/playground/markup.js';
import { FRAMEWORKS, type Ingredients } from '../../demo/playground/snippets.js';
import de from '../../src/locales/de.js';

const form = (text: string): Markup => ({
  tag: 'fxa-email-form',
  attributes: { label: text },
  children: [{ tag: 'h2', attributes: { slot: 'heading' }, children: [text] }],
});

/** All that a framework's snippet says. */
function snippet(framework: string, ingredients: Partial<Ingredients>): string {
  const oneFile = { address: '/file.js', integrity: 'sha384-x' };
  const all = { markup: form('Hello'), style: '', locale: undefined, oneFile, ...ingredients };
  return (FRAMEWORKS[framework]?.files(all) ?? []).map(({ code }) => code).join('\n');
}

const names = Object.keys(FRAMEWORKS);
const withEntities = '&#123;a&#125; &#123;&#123;b&#125;&#125; &lt;i&gt; &amp; @if "c"';

describe('snippets', () => {
  it('there is one for each guide', async () => {
    const guides = (await readdir('docs/frameworks')).filter((name) => name !== 'README.md');
    assert.deepEqual(
      [...new Set(Object.values(FRAMEWORKS).map(({ guide }) => `${guide}.md`))].sort(),
      guides,
    );
  });

  const headings: Record<string, string> = {
    html: '{a} {{b}} &lt;i&gt; &amp; @if "c"',
    angular: `{{ '{' }}a{{ '}' }} {{ '{' }}{{ '{' }}b{{ '}' }}{{ '}' }} &lt;i&gt; &amp; {{ '@' }}if "c"`,
  };
  for (const name of names) {
    it(`${name}: a text that means something there => written so that it is shown as it is`, () => {
      const code = snippet(name, { markup: form('{a} {{b}} <i> & @if "c"') });
      const heading = /<h2 slot="heading">(.*)<\/h2>/.exec(code)?.[1];
      assert.equal(heading, headings[name] ?? withEntities);
      assert.match(code, /label=".*&amp; @if &quot;c&quot;"/);
    });

    it(`${name}: a language => its texts come along`, () => {
      const code = snippet(name, { locale: de });
      assert.match(code, /FxaEmailForm\.addLocale\(/);
      assert.match(code, name === 'html' ? /"button": "Weiter"/ : /fxa-email-form\/locales\/de'/);
    });

    it(`${name}: a style sheet => it comes along`, () => {
      assert.match(snippet(name, { style: 'fxa-email-form {\n  --fxa-gap: 3px;\n}' }), /--fxa-gap: 3px;/);
    });

    it(`${name}: a link => its own script`, () => {
      const anchor: Markup = {
        tag: 'a',
        attributes: { href: 'https://accounts.firefox.com/' },
        children: ['Go'],
      };
      const code = snippet(name, { markup: { tag: 'fxa-link', attributes: {}, children: [anchor] } });
      assert.match(code, /<fxa-link>\s*<a href="https:\/\/accounts\.firefox\.com\/">Go<\/a>\s*<\/fxa-link>/);
      assert.match(
        code,
        name === 'html' ? /src="\/file\.js"\n {2}integrity="sha384-x"/ : /'fxa-email-form\/link'/,
      );
    });
  }
});
