import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { restore, stub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import de from '../../src/locales/de.js';
import { ATTRIBUTION, part, showForm, submitFrame, type } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

describe('the error message', () => {
  let fxa: FxaInstance;
  let attributes: Record<string, string>;

  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
    attributes = { ...ATTRIBUTION, 'fxa-url': fxa.url };
  });
  afterEach(restore);

  const message = (form: FxaEmailForm) => part(form, 'error').innerText;

  it('is in the language of the form, whatever the language of the browser', async () => {
    FxaEmailForm.addLocale(de);
    const { form } = await showForm({ ...attributes, lang: 'de' });
    for (const [address, text] of [
      ['', de.missingEmail],
      ['nobody', de.incompleteEmail],
      ['a..b@example.com', de.malformedEmail],
    ] as const) {
      type(form, address);
      form.requestSubmit();
      await form.updateComplete;
      expect(message(form)).to.equal(text);
    }
  });

  it('says what is wrong with what stands there now, while the visitor types', async () => {
    const { form } = await showForm(attributes);
    form.requestSubmit();
    expect(message(form)).to.equal('Enter your email address.');
    type(form, 'a');
    expect(message(form)).to.equal('Enter a full email address, such as user@example.com.');
  });

  it('describes the field, and is announced', async () => {
    const { form } = await showForm(attributes);
    const input = part(form, 'input');
    form.reportValidity();
    const description = form.shadowRoot?.getElementById(input.getAttribute('aria-describedby') ?? '');
    expect(description).to.equal(part(form, 'error'));
    expect(description?.role).to.equal('alert');
    expect(input.ariaInvalid).to.equal('true');
  });

  it('is there before the field gets the focus', async () => {
    const { form } = await showForm(attributes);
    let heard;
    part(form, 'input').addEventListener('focus', () => {
      heard = message(form);
    });
    part(form, 'button').focus();
    form.reportValidity();
    expect(heard).to.equal('Enter your email address.');
  });

  it('is announced again when it comes again', async () => {
    const { form } = await showForm(attributes);
    form.requestSubmit();
    await form.updateComplete;
    const before = message(form);
    const observer = new MutationObserver(() => undefined);
    observer.observe(part(form, 'error'), { childList: true });
    form.requestSubmit();
    const inserted = observer.takeRecords().flatMap(({ addedNodes }) => [...addedNodes]);
    expect(inserted.map(({ textContent }) => textContent)).to.deep.equal([before]);
    expect(message(form)).to.equal(before);
  });

  it('stays while the address is wrong, and goes as soon as it is right', async () => {
    const { form } = await showForm(attributes);
    form.reportValidity();
    for (const address of ['a', 'ada@example', 'ada@example.']) {
      type(form, address);
      expect(message(form), address).not.to.equal('');
    }
    type(form, 'ada@example.co');
    expect(message(form)).to.equal('');
    expect(part(form, 'input').ariaInvalid).to.equal(null);
  });

  it('does not come before the visitor has tried', async () => {
    const { form } = await showForm({ ...attributes, email: 'nobody' });
    form.focus();
    await sendKeys({ type: 'x' });
    await sendKeys({ press: 'Tab' });
    expect(message(form)).to.equal('');
  });

  describe('and sending', () => {
    /** The visits to FxA so far. */
    const arrivals = async () => (await fxa.log()).filter(({ type: entry }) => entry === 'arrival').length;

    it('works with Enter', async () => {
      await submitFrame();
      const { form } = await showForm({ ...attributes, email: 'ada@example.com' });
      form.focus();
      await sendKeys({ press: 'Enter' });
      expect((await fxa.arrival()).fields).to.deep.include(['email', 'ada@example.com']);
    });

    it('works once for a double click', async () => {
      await submitFrame();
      const { form, events } = await showForm({ ...attributes, email: 'ada@example.com' });
      const { x, y, width, height } = part(form, 'button').getBoundingClientRect();
      const position: [number, number] = [Math.round(x + width / 2), Math.round(y + height / 2)];
      await sendMouse({ type: 'move', position });
      for (const step of ['down', 'up', 'down', 'up'] as const) await sendMouse({ type: step });
      await fxa.arrival();
      expect(events.details('fxa-submit')).to.have.length(1);
      expect(await arrivals()).to.equal(1);
    });

    it('sees an address that was filled in without an event', async () => {
      await submitFrame();
      const { form } = await showForm(attributes);
      form.requestSubmit();
      await form.updateComplete;
      expect(message(form)).not.to.equal('');
      part(form, 'input').value = 'ada@example.com';
      form.requestSubmit();
      await form.updateComplete;
      expect(message(form)).to.equal('');
      expect((await fxa.arrival()).fields).to.deep.include(['email', 'ada@example.com']);
    });
  });

  describe('and the keyboard', () => {
    it('never gets the focus by itself', async () => {
      await showForm(attributes);
      expect(document.activeElement).to.equal(document.body);
    });

    for (const state of ['at rest', 'with a message']) {
      it(`goes through the form and out again, seeing where it is: ${state}`, async () => {
        const { form } = await showForm(attributes);
        const [before, after] = ['before', 'after'].map((text) =>
          Object.assign(document.createElement('button'), { textContent: text }),
        );
        if (!before || !after) throw new Error('There are no buttons');
        form.before(before);
        form.after(after);
        if (state === 'with a message') form.reportValidity();

        const stops = [
          before,
          part(form, 'input'),
          part(form, 'button'),
          ...part(form, 'legal').querySelectorAll('a'),
          after,
        ];
        const focused = () => {
          const { activeElement } = document;
          return activeElement === form ? form.shadowRoot?.activeElement : activeElement;
        };
        before.focus();
        for (const stop of stops.slice(1)) {
          await sendKeys({ press: 'Tab' });
          expect(focused()).to.equal(stop);
          if (stop === after) break;
          const { outlineStyle, outlineWidth } = getComputedStyle(stop);
          expect([outlineStyle, parseFloat(outlineWidth) >= 2]).to.deep.equal(['solid', true]);
        }
        for (const stop of stops.slice(0, -1).reverse()) {
          await sendKeys({ press: 'Shift+Tab' });
          expect(focused()).to.equal(stop);
        }
      });
    }
  });
});
