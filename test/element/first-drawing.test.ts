import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import { ATTRIBUTION, place } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

/** What a page keeps free, in pixels. */
const KEPT = 150;

/** More forms than wait for their drawing. */
const MANY = 20;

/** Browsers without it draw at once; in all others, a test would otherwise pass although nothing waits. */
const waits = Boolean((globalThis as { scheduler?: { yield?: unknown } }).scheduler?.yield);

let tags = 0;

describe('first-drawing', () => {
  let fxa: FxaInstance;
  let page: HTMLElement;
  beforeEach(async () => {
    page = await place();
    stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(() => {
    restore();
  });

  interface Page {
    readonly autofocus?: boolean;
    /** What stands inside the form. */
    readonly content?: string;
    /** How many forms there are. */
    readonly count?: number;
    /** The page's rule for the tag until the script comes. */
    readonly rule?: string;
    /** What stands around them. */
    readonly around?: (forms: string) => string;
  }

  /** A page that has the tag before the script is there; then the script comes. */
  function upgradeAll({
    autofocus,
    content = '',
    count = 1,
    rule = `display: block; padding-block-end: ${KEPT}px`,
    around,
  }: Page = {}): FxaEmailForm[] {
    const tag = `upgraded-form-${tags++}`;
    const attributes = Object.entries(ATTRIBUTION).map(([name, value]) => `${name}="${value}"`);
    if (autofocus) attributes.push('autofocus');
    const forms = `<${tag} fxa-url="${fxa.url}" ${attributes.join(' ')}>${content}</${tag}>`.repeat(count);
    page.innerHTML = `
      <style>${tag}:not(:defined) { ${rule} }</style>
      ${around ? around(forms) : forms}`;
    class UpgradedForm extends FxaEmailForm {}
    UpgradedForm.define(tag);
    return [...page.querySelectorAll<FxaEmailForm>(tag)];
  }

  const upgrade = (content?: Page) => upgradeAll(content)[0] as FxaEmailForm;

  const drawn = (form: FxaEmailForm) => Boolean(form.shadowRoot?.querySelector('form'));

  it('comes after the request, and keeps the place until then', async () => {
    const form = upgrade();
    // The request has left by now, in the turn of the upgrade.
    await Promise.resolve();
    expect(form.flowState).to.equal('pending');
    expect(drawn(form)).to.equal(!waits);
    if (waits) expect(form.offsetHeight).to.equal(KEPT);
    await form.updateComplete;
    expect(drawn(form)).to.equal(true);
    expect(form.shadowRoot?.adoptedStyleSheets).to.have.length(1);
    expect(getComputedStyle(form).blockSize).to.not.equal(`${KEPT}px`);
    expect(await fxa.requests()).to.have.length(1);
  });

  for (const [name, call] of Object.entries<(form: FxaEmailForm) => unknown>({
    'checkValidity()': (form) => form.checkValidity(),
    'focus()': (form) => {
      form.focus();
    },
    'reportValidity()': (form) => form.reportValidity(),
    'requestSubmit()': (form) => {
      form.requestSubmit();
    },
    value: (form) => form.value,
  })) {
    for (const later of [false, true]) {
      it(`is made at once where ${name} needs it, ${later ? 'after' : 'in'} the turn of the upgrade`, async () => {
        const form = upgrade();
        if (later) await Promise.resolve();
        call(form);
        expect(drawn(form)).to.equal(true);
        form.buttonLabel = 'Go';
        await form.updateComplete;
        expect(form.shadowRoot?.querySelectorAll('form')).to.have.length(1);
        const sheets = form.shadowRoot?.adoptedStyleSheets ?? [];
        await new Promise((resolve) => setTimeout(resolve));
        expect(form.shadowRoot?.adoptedStyleSheets).to.deep.equal(sheets);
        expect(getComputedStyle(form).blockSize).to.not.equal(`${KEPT}px`);
      });
    }
  }

  it('leaves the field where a dialog finds it that opens as soon as the tag is defined', async () => {
    const form = upgrade({ autofocus: true, around: (forms) => `<dialog>${forms}</dialog>` });
    await Promise.resolve();
    form.closest('dialog')?.showModal();
    expect(document.activeElement === form).to.equal(true);
    expect(form.shadowRoot?.activeElement?.localName).to.equal('input');
    form.closest('dialog')?.close();
  });

  for (const [name, content] of Object.entries<Page>({
    'the page has no rule for the tag': { rule: '', around: (forms) => `Sign up: ${forms}` },
    'the page keeps no place': { rule: 'display: block' },
    'the page hides the tag until then': { rule: 'display: none' },
    'the author has put something inside': { content: '<h2 slot="heading">Sign up</h2>' },
    'there is a form of the author’s': { content: '<form><input type="email"></form>' },
  })) {
    it(`is made in the turn of the upgrade where ${name}`, async () => {
      const form = upgrade(content);
      await Promise.resolve();
      expect(form.shadowRoot?.querySelector('slot')).to.not.equal(null);
    });
  }

  it('is made in the same turn where a script makes the element', async () => {
    const form = document.createElement('fxa-email-form');
    page.append(form);
    await Promise.resolve();
    expect(drawn(form)).to.equal(true);
  });

  it('lets a few forms of a page wait, not all of many, and later ones again', async () => {
    const counts: number[] = [];
    for (let time = 0; time < 2; time++) {
      const forms = upgradeAll({ count: MANY });
      await Promise.resolve();
      counts.push(forms.filter((form) => !drawn(form)).length);
      await Promise.all(forms.map((form) => form.updateComplete));
      expect(forms.every(drawn)).to.equal(true);
    }
    expect(counts[0]).to.be.within(waits ? 2 : 0, MANY / 2);
    expect(counts[1]).to.equal(counts[0]);
  });

  it('is made of a form that has left the page, once it is back', async () => {
    const form = upgrade();
    await Promise.resolve();
    form.remove();
    await form.updateComplete;
    page.append(form);
    await form.updateComplete;
    expect(drawn(form)).to.equal(true);
    expect(form.shadowRoot?.adoptedStyleSheets).to.have.length(1);
    expect(getComputedStyle(form).blockSize).to.not.equal(`${KEPT}px`);
  });
});
