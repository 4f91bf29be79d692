/** What the element keeps of the visitor's typing, as a form-associated element; test/e2e/back.test.ts sees the browser bring it back. */
import { expect } from '@open-wc/testing';
import { restore, spy, stub } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, createForm, part, place, showForm, submitFrame, type } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

describe('what was typed', () => {
  let fxa: FxaInstance;
  let attributes: Record<string, string>;

  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
    attributes = { ...ATTRIBUTION, 'fxa-url': fxa.url };
  });
  afterEach(restore);

  it('is kept by the browser for the way back, and is no value of the element’s', async () => {
    const keep = spy(ElementInternals.prototype, 'setFormValue');
    const { form } = await showForm(attributes);
    type(form, 'ada@exam');
    type(form, '');
    expect(keep.args).to.deep.equal([
      [null, 'ada@exam'],
      [null, ''],
    ]);
  });

  for (const name of ['', 'email']) {
    it(`stays out of the data of a form around the element, whose name is "${name}"`, async () => {
      const parent = await place();
      parent.innerHTML = '<form action="/nowhere"></form>';
      const around = parent.querySelector('form');
      const form = createForm({ ...attributes, name });
      around?.append(form);
      await form.updateComplete;
      type(form, 'ada@example.com');
      expect([...new FormData(around ?? undefined)]).to.deep.equal([]);
      expect(around?.checkValidity()).to.equal(true);
    });
  }

  for (const [where, markup] of [
    ['a disabled fieldset', '<fieldset disabled></fieldset>'],
    ['a label', '<label></label>'],
    ['a form', '<form action="/nowhere"></form>'],
  ] as const) {
    it(`goes by the button where the element stands in ${where}`, async () => {
      await submitFrame();
      const parent = await place();
      parent.innerHTML = markup;
      const form = createForm(attributes);
      parent.firstElementChild?.append(form);
      await form.updateComplete;
      form.focus();
      expect(form.shadowRoot?.activeElement?.localName).to.equal('input');
      type(form, 'ada@example.com');
      part(form, 'button').click();
      const { fields } = await fxa.arrival();
      expect(Object.fromEntries(fields)).to.include({ email: 'ada@example.com', entrypoint: 'test-page' });
    });
  }

  describe('when the browser brings it back', () => {
    it('fills the field, drawn or not yet, and neither sends nor tells anything', async () => {
      const parent = await place();
      const events: string[] = [];
      for (const name of ['fxa-submit', 'submit', 'input', 'change'])
        parent.addEventListener(name, () => events.push(name));
      const form = createForm({ ...attributes, metrics: 'off' });
      form.formStateRestoreCallback('early@example.com');
      parent.append(form);
      await form.updateComplete;
      expect(part(form, 'input').value).to.equal('early@example.com');
      const { form: other } = await showForm({ ...attributes, metrics: 'off' });
      other.formStateRestoreCallback('late@example.com');
      expect(other.value).to.equal('late@example.com');
      expect(events).to.deep.equal([]);
      expect(await fxa.requests()).to.be.empty;
    });

    it('takes the place of the page’s address, but not of what the visitor types by now', async () => {
      const { form } = await showForm({ ...attributes, email: 'eve@example.com' });
      form.formStateRestoreCallback('ada@example.com');
      expect(form.value).to.equal('ada@example.com');
      const { form: other } = await showForm(attributes);
      type(other, 'grace@');
      other.formStateRestoreCallback('ada@example.com');
      expect(part(other, 'input').value).to.equal('grace@');
    });

    it('leaves the author’s form to the browser', async () => {
      const parent = await place();
      parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" entrypoint="e" utm-source="s" utm-campaign="c">
          <form action="${fxa.url}"><input type="email" name="email" /></form>
        </fxa-email-form>`;
      const form = parent.querySelector('fxa-email-form');
      await form?.updateComplete;
      form?.formStateRestoreCallback('ada@example.com');
      expect(parent.querySelector('input')?.value).to.equal('');
    });
  });
});
