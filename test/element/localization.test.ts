import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import en from '../../src/locales/en.js';
import { languages, loadLocale } from '../../src/locales/load.js';
import type { Locale } from '../../src/locales/locale.js';
import { ATTRIBUTION, createForm, part, place, showForm, type } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

/** A language that nobody speaks, with texts that say where they come from. */
function invented(lang: string, texts: Partial<Locale> = {}): Locale {
  const entries = Object.keys(en).map((key) => [key, `${key} in ${lang}`]);
  return { ...(Object.fromEntries(entries) as Locale), lang, dir: 'ltr', ...texts };
}

/** A language that is there, since these tests work with its texts. */
async function load(lang: string): Promise<Locale> {
  const locale = await loadLocale(lang);
  if (!locale) throw new Error(`There is no language ${lang}`);
  return locale;
}

describe('languages', () => {
  let attributes: Record<string, string>;

  beforeEach(() => {
    stub(console, 'warn');
    attributes = { ...ATTRIBUTION, 'fxa-url': new FxaInstance().url };
  });
  afterEach(() => {
    document.documentElement.lang = 'en';
    document.documentElement.removeAttribute('dir');
    restore();
  });

  const shown = (form: FxaEmailForm) => part(form, 'button').innerText;
  const direction = (form: FxaEmailForm) => getComputedStyle(part(form, 'form')).direction;
  const alignment = (form: FxaEmailForm) => getComputedStyle(part(form, 'input')).textAlign;

  /** What changes an attribute out there is told to the element in a microtask. */
  async function settle(form: FxaEmailForm): Promise<void> {
    await Promise.resolve();
    await form.updateComplete;
  }

  describe('the modules', () => {
    it('are loaded one at a time', async () => {
      const frame = document.createElement('iframe');
      (await place()).append(frame);
      const page = frame.contentWindow as unknown as typeof globalThis;
      const loaded = new Promise((resolve) => Object.assign(page, { loaded: resolve }));
      const script = page.document.createElement('script');
      script.type = 'module';
      script.textContent = `import { languages, loadLocale } from '${new URL('/src/locales/load.ts', location.href).href}';
        loaded(await loadLocale('de-AT'));`;
      page.document.body.append(script);
      expect(await loaded).to.include({ lang: 'de' });
      const files = page.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
      const loadedLanguages = languages.filter((lang) =>
        files.some((file) => file.replace(/\.[jt]s$/, '') === `/src/locales/${lang}`),
      );
      expect(loadedLanguages).to.deep.equal(['de']);
    });
  });

  describe('an element', () => {
    before(() => {
      for (const lang of ['eo', 'ia', 'io']) FxaEmailForm.addLocale(invented(lang));
      FxaEmailForm.addLocale(invented('dv', { dir: 'rtl' }));
    });

    it('speaks English where nothing is said', async () => {
      document.documentElement.lang = '';
      const { form } = await showForm(attributes);
      expect(shown(form)).to.equal('Continue');
    });

    it('speaks the language of the document, and changes with it', async () => {
      document.documentElement.lang = 'eo';
      const { form } = await showForm(attributes);
      expect(shown(form)).to.equal('button in eo');
      document.documentElement.lang = 'ia-FR';
      await settle(form);
      expect(shown(form)).to.equal('button in ia');
    });

    it('still hears of changes when another element has left the page', async () => {
      document.documentElement.lang = 'eo';
      const { form: other } = await showForm(attributes);
      const { form } = await showForm(attributes);
      other.remove();
      document.documentElement.lang = 'ia';
      await settle(form);
      expect(shown(form)).to.equal('button in ia');
    });

    it('speaks its own language, and changes with it', async () => {
      document.documentElement.lang = 'eo';
      const { form } = await showForm({ ...attributes, lang: 'ia' });
      expect(shown(form)).to.equal('button in ia');
      form.lang = 'io';
      await settle(form);
      expect(shown(form)).to.equal('button in io');
      form.removeAttribute('lang');
      await settle(form);
      expect(shown(form)).to.equal('button in eo');
    });

    it('speaks the language of the nearest element around it, out of shadow roots too', async () => {
      const outer = await place();
      outer.lang = 'ia';
      const host = document.createElement('div');
      outer.append(host);
      const inner = document.createElement('div');
      host.attachShadow({ mode: 'closed' }).append(inner);
      const form = createForm(attributes);
      inner.append(form);
      await form.updateComplete;
      expect(shown(form)).to.equal('button in ia');
      host.lang = 'eo';
      await settle(form);
      expect(shown(form)).to.equal('button in eo');
      inner.lang = 'io';
      await settle(form);
      expect(shown(form)).to.equal('button in io');
    });

    it('speaks the language of the place that it is moved to', async () => {
      const { form } = await showForm(attributes);
      const elsewhere = await place();
      elsewhere.lang = 'ia';
      elsewhere.append(form);
      await settle(form);
      expect(shown(form)).to.equal('button in ia');
    });

    it('hears of a language that is added later', async () => {
      const { form } = await showForm({ ...attributes, lang: 'vo' });
      expect(shown(form)).to.equal('Continue');
      FxaEmailForm.addLocale(invented('vo'));
      await form.updateComplete;
      expect(shown(form)).to.equal('button in vo');
      FxaEmailForm.addLocale(invented('vo', { button: 'other' }));
      await form.updateComplete;
      expect(shown(form)).to.equal('other');
    });

    it('shows English for what a language does not say', async () => {
      FxaEmailForm.addLocale({ lang: 'lfn', dir: 'ltr', button: 'Continua' });
      const { form } = await showForm({ ...attributes, lang: 'lfn' });
      expect(shown(form)).to.equal('Continua');
      expect(part(form, 'label').innerText).to.equal(en.label);
    });

    it('shows every text in the language', async () => {
      FxaEmailForm.addLocale(await load('de'));
      const { form } = await showForm({ ...attributes, lang: 'de-AT' });
      expect(part(form, 'label').innerText).to.equal('Geben Sie Ihre E-Mail-Adresse ein');
      expect(part(form, 'input').placeholder).to.equal('user@example.com');
      expect(shown(form)).to.equal('Weiter');
      expect(part(form, 'legal').innerText).to.equal(
        'Wenn Sie fortfahren, stimmen Sie den Nutzungsbedingungen und dem Datenschutzhinweis zu.',
      );
      expect([...part(form, 'legal').querySelectorAll('a')].map((link) => link.innerText)).to.deep.equal([
        'Nutzungsbedingungen',
        'Datenschutzhinweis',
      ]);
      type(form, 'test@test');
      form.reportValidity();
      expect(part(form, 'error').innerText).to.equal(
        'Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel user@example.com.',
      );
    });

    it('lets the author’s own texts win', async () => {
      const texts = { label: 'Address', placeholder: 'you@…', 'button-label': 'Go' };
      const legal = Object.assign(document.createElement('p'), {
        slot: 'legal',
        textContent: 'No small print',
      });
      const { form } = await showForm({ ...attributes, ...texts, lang: 'eo' }, legal);
      expect(part(form, 'label').innerText).to.equal('Address');
      expect(part(form, 'input').placeholder).to.equal('you@…');
      expect(shown(form)).to.equal('Go');
      expect(part(form, 'legal').querySelector('slot')?.assignedElements()).to.deep.equal([legal]);
    });

    it('says of its own texts, and only of them, which language they are in', async () => {
      const { form } = await showForm({ ...attributes, lang: 'sv', 'button-label': 'Fortsätt' });
      const label = part(form, 'label').querySelector<HTMLElement>('[lang=en][dir=ltr]');
      expect(label?.innerText).to.equal(en.label);
      expect(part(form, 'legal').querySelector('[lang=en][dir=ltr]')).not.to.equal(null);
      expect(part(form, 'button').querySelectorAll('[lang],[dir]').length).to.equal(0);
    });

    const DIRECTIONS: [
      name: string,
      page: { lang: string; dir?: string },
      place: { lang?: string; dir?: string },
      direction: string,
    ][] = [
      ['follows its language', { lang: 'dv' }, {}, 'rtl'],
      ['follows its language against the page', { lang: 'en', dir: 'ltr' }, { lang: 'dv' }, 'rtl'],
      [
        'follows its language against a page from right to left',
        { lang: 'dv', dir: 'rtl' },
        { lang: 'eo' },
        'ltr',
      ],
      ['follows the author, who says both', { lang: 'dv', dir: 'ltr' }, {}, 'ltr'],
      ['follows the author, further in', { lang: 'dv' }, { dir: 'ltr' }, 'ltr'],
      ['follows the page where the language is unknown', { lang: 'fa', dir: 'rtl' }, {}, 'rtl'],
      [
        'follows the page where the own language is unknown',
        { lang: 'en', dir: 'rtl' },
        { lang: 'fa' },
        'rtl',
      ],
    ];
    for (const [name, page, around, expected] of DIRECTIONS) {
      it(`${name}: ${JSON.stringify([page, around])} => ${expected}`, async () => {
        Object.assign(document.documentElement, page);
        const parent = await place();
        for (const [attribute, value] of Object.entries(around)) parent.setAttribute(attribute, value);
        const form = createForm(attributes);
        parent.append(form);
        await form.updateComplete;
        expect(direction(form)).to.equal(expected);
        // An address is written from left to right, and stands where the other texts begin.
        expect(getComputedStyle(part(form, 'input')).direction).to.equal('ltr');
        expect(alignment(form)).to.equal(expected === 'rtl' ? 'right' : 'left');
      });
    }

    it('turns round when the direction of the page does', async () => {
      Object.assign(document.documentElement, { lang: 'eo', dir: 'rtl' });
      const { form } = await showForm(attributes);
      expect([direction(form), alignment(form)]).to.deep.equal(['rtl', 'right']);
      document.documentElement.removeAttribute('dir');
      await settle(form);
      expect([direction(form), alignment(form)]).to.deep.equal(['ltr', 'left']);
    });
  });

  it('need a valid tag to be added', () => {
    expect(() => {
      FxaEmailForm.addLocale(invented('no language'));
    }).to.throw(RangeError);
  });
});
