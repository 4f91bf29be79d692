import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { restore, stub, type SinonStub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import {
  ATTRIBUTION,
  createForm,
  Events,
  fields,
  fieldValues,
  hiddenInput,
  part,
  place,
  showForm,
  submitFrame,
  type,
} from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

describe('<fxa-email-form>', () => {
  let fxa: FxaInstance;
  let attributes: Record<string, string>;
  let warn: SinonStub;

  beforeEach(() => {
    warn = stub(console, 'warn');
    fxa = new FxaInstance();
    attributes = { ...ATTRIBUTION, 'fxa-url': fxa.url };
  });
  afterEach(restore);

  const warnings = () => warn.args.map(([message]) => String(message));

  describe('is accessible', () => {
    it('at rest', async () => {
      const { form, events } = await showForm(attributes);
      await events.until('fxa-flow-ready');
      await expect(form).to.be.accessible();
    });

    it('while FxA is asked', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const { form } = await showForm(attributes);
      expect(form.flowState).to.equal('pending');
      await expect(form).to.be.accessible();
    });

    it('when FxA fails', async () => {
      await fxa.nextScenario({ scenario: '500' });
      const { form, events } = await showForm(attributes);
      await events.until('fxa-flow-error');
      await expect(form).to.be.accessible();
    });

    for (const address of ['', 'nobody', 'test@test']) {
      it(`with the address "${address}", which cannot be used`, async () => {
        const { form } = await showForm(attributes);
        type(form, address);
        form.requestSubmit();
        await form.updateComplete;
        expect(part(form, 'error').textContent).not.to.equal('');
        await expect(form).to.be.accessible();
      });
    }
  });

  describe('attributes', () => {
    it('each have a property of the same name', () => {
      const form = new FxaEmailForm();
      for (const attribute of FxaEmailForm.observedAttributes) {
        const property = attribute.replace(/[-_](.)/g, (_, letter: string) => letter.toUpperCase());
        form.setAttribute(attribute, 'text');
        expect(Reflect.get(form, property), property).to.equal('text');
        form.removeAttribute(attribute);
        expect(Reflect.get(form, property), property).to.equal(null);
      }
    });

    const SPELLINGS: [name: string, html: Record<string, string>, sent: string | undefined][] = [
      ['dashed', { 'utm-term': 'a' }, 'a'],
      ['underscored', { utm_term: 'a' }, 'a'],
      ['both', { utm_term: 'a', 'utm-term': 'b' }, 'b'],
      ['both, in the other order', { 'utm-term': 'b', utm_term: 'a' }, 'b'],
      ['dashed and empty', { utm_term: 'a', 'utm-term': '' }, 'a'],
      ['neither', {}, undefined],
    ];
    for (const [name, html, sent] of SPELLINGS) {
      it(`may be spelled ${name} => ${String(sent)}`, async () => {
        const { form } = await showForm({ ...attributes, ...html });
        expect(fieldValues(form)['utm_term']).to.equal(sent);
      });
    }

    it('fall back to the other spelling when one is removed', async () => {
      const { form } = await showForm({ ...attributes, utm_term: 'a', 'utm-term': 'b' });
      form.removeAttribute('utm-term');
      await form.updateComplete;
      expect(fieldValues(form)).to.include({ utm_term: 'a' });
    });

    it('set as properties before the upgrade count', async () => {
      const parent = await place();
      const early = document.createElement('my-early-form');
      Object.assign(early, { utmTerm: 'early', fxaUrl: fxa.url });
      parent.append(early);
      FxaEmailForm.define('my-early-form');
      if (!(early instanceof FxaEmailForm)) throw new Error('It is not upgraded');
      await early.updateComplete;
      expect(fieldValues(early)).to.include({ utm_term: 'early' });
    });

    for (const value of [null, undefined, '']) {
      it(`set to ${value === '' ? 'an empty text' : String(value)} are silently absent`, async () => {
        const { form, events } = await showForm(attributes);
        for (const property of Object.keys(FxaEmailForm.properties)) {
          if (!['fxaUrl', 'entrypoint', 'utmSource', 'utmCampaign'].includes(property)) {
            Object.assign(form, { [property]: value });
          }
        }
        await form.updateComplete;
        await events.until('fxa-flow-ready');
        expect(events.all).to.have.length(1);
        expect(warnings()).to.be.empty;
      });
    }

    const ODD: [value: unknown, shown: string][] = [
      [{}, '[object]'],
      [() => 1, '[function]'],
      [true, '[boolean]'],
      [Symbol('a'), '[symbol]'],
    ];
    for (const [value, shown] of ODD) {
      it(`set to ${shown} are left out, and named`, async () => {
        const { form, events } = await showForm(attributes);
        form.utmTerm = value as string;
        await form.updateComplete;
        expect(fieldValues(form)).not.to.have.property('utm_term');
        expect(events.details('fxa-parameter-rejected')).to.deep.equal([
          { name: 'utm_term', value: shown, reason: 'pattern' },
        ]);
      });
    }

    it('may be numbers', async () => {
      const { form } = await showForm(attributes);
      form.utmTerm = 42 as unknown as string;
      await form.updateComplete;
      expect(fieldValues(form)).to.include({ utm_term: '42' });
    });

    it('that FxA would refuse are named once, with the value and the rule', async () => {
      const { form, events } = await showForm({
        ...attributes,
        'utm-term': 'Café au lait',
        context: 'x'.repeat(1025),
      });
      form.label = 'Something else';
      await form.updateComplete;
      expect(events.details('fxa-parameter-rejected')).to.have.length(2);
      const [term, context, ...more] = warnings();
      expect(more).to.be.empty;
      expect(term).to.include('utm_term="Café au lait"').and.to.include('/^[\\w/.%-]+$/');
      expect(context).to.include('at most 1024 characters');

      form.utmTerm = 'latte macchiato';
      await form.updateComplete;
      expect(events.details('fxa-parameter-rejected')).to.have.length(3);
    });

    it('that FxA asks for are missed in one warning', async () => {
      await showForm({ 'fxa-url': fxa.url, 'utm-source': 'no good' });
      const missed = warnings().filter((warning) => warning.includes('has no'));
      expect(missed).to.have.length(1);
      expect(missed[0]).to.include('entrypoint, utm_campaign').and.not.to.include('utm_source');
    });
  });

  describe('addresses', () => {
    const FXA = 'https://accounts.firefox.com/';
    const action = (form: FxaEmailForm) => part(form, 'form').getAttribute('action');

    const ADDRESSES: [attributes: Record<string, string>, action: string, rejected?: string][] = [
      [{}, FXA],
      [{ 'fxa-url': 'https://accounts.stage.mozaws.net' }, 'https://accounts.stage.mozaws.net/'],
      [{ 'fxa-url': 'https://example.org/fxa' }, 'https://example.org/fxa/'],
      [{ 'fxa-url': 'http://localhost:3030' }, 'http://localhost:3030/'],
      [{ 'fxa-url': 'http://127.0.0.1:3030/' }, 'http://127.0.0.1:3030/'],
      [{ 'fxa-url': 'http://[::1]:3030/' }, 'http://[::1]:3030/'],
      [{ 'fxa-url': 'http://fxa.localhost/' }, 'http://fxa.localhost/'],
      [{ 'fxa-url': 'http://accounts.firefox.com/' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'http://localhost.example.org/' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'http://127.0.0.1.example.org/' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'javascript:alert(1)' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'data:text/html,hi' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'ftp://example.org/' }, FXA, 'fxa-url'],
      [{ 'fxa-url': '/relative' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'not an address' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'https://example.org/?a=b' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'https://example.org/#a' }, FXA, 'fxa-url'],
      [{ 'fxa-url': 'https://user:secret@example.org/' }, FXA, 'fxa-url'],
      [{ 'fxa-path': 'authorization' }, `${FXA}authorization`],
      [
        { 'fxa-url': 'https://example.org/fxa', 'fxa-path': 'authorization' },
        'https://example.org/fxa/authorization',
      ],
      [{ 'fxa-path': 'https://example.org/' }, FXA, 'fxa-path'],
      [{ 'fxa-path': '//example.org/' }, FXA, 'fxa-path'],
      [{ 'fxa-path': 'javascript:alert(1)' }, FXA, 'fxa-path'],
      [{ action: 'https://example.org/sign-in' }, 'https://example.org/sign-in'],
      [{ action: '/sign-in' }, new URL('/sign-in', location.href).href],
      [{ action: 'https://example.org/sign-in', 'fxa-path': 'authorization' }, 'https://example.org/sign-in'],
      [{ action: 'javascript:alert(1)' }, FXA, 'action'],
      [{ action: 'JaVaScRiPt:alert(1)' }, FXA, 'action'],
      [{ action: 'http://example.org/' }, FXA, 'action'],
      [{ action: 'javascript:alert(1)', 'fxa-path': 'signup' }, `${FXA}signup`, 'action'],
    ];
    for (const [given, expected, rejected] of ADDRESSES) {
      it(`${JSON.stringify(given)} => ${expected}`, async () => {
        // The real FxA, and servers that nobody has heard of, are not asked: the element leaves before it could.
        const parent = await place();
        const events = new Events(parent);
        const form = createForm({ ...ATTRIBUTION, ...given });
        stub(window, 'fetch').rejects(new TypeError());
        parent.append(form);
        await form.updateComplete;
        expect(action(form)).to.equal(expected);
        expect(events.details('fxa-parameter-rejected')).to.deep.equal(
          rejected ? [{ name: rejected, value: given[rejected], reason: 'url' }] : [],
        );
      });
    }

    it('follow the base of the page', async () => {
      const { form } = await showForm({ action: 'sign-in', metrics: 'off' });
      const base = document.createElement('base');
      base.href = 'https://example.org/shop/';
      document.head.append(base);
      form.requestUpdate();
      await form.updateComplete;
      const followed = action(form);
      base.remove();
      expect(followed).to.equal('https://example.org/shop/sign-in');
    });

    it('carry the query of the action along in fields, under the rules for the author’s own', async () => {
      const { form, events } = await showForm(
        {
          ...attributes,
          action:
            '/sign-in?next=%2Fhome&utm_term=from-action&utm_source=ignored&flow_id=x&context=N%C3%B6&empty=',
        },
        hiddenInput('state', 'abc'),
      );
      await events.until('fxa-flow-ready');
      expect(action(form)).to.equal(new URL('/sign-in', location.href).href);
      expect(fieldValues(form)).to.include({
        next: '/home',
        utm_term: 'from-action',
        utm_source: 'tests',
        state: 'abc',
      });
      expect(fieldValues(form)).not.to.have.any.keys('context', 'empty');
      expect(fieldValues(form)['flow_id']).to.equal(form.flow?.flowId);
      expect(events.details('fxa-parameter-rejected')).to.deep.equal([
        { name: 'context', value: 'Nö', reason: 'pattern' },
      ]);
      expect(Object.fromEntries((await fxa.requests())[0]?.query ?? [])).to.include({
        utm_term: 'from-action',
      });
    });
  });

  describe('hidden inputs of the author’s', () => {
    it('go along, repeated ones too, and follow their changes', async () => {
      const state = hiddenInput('state', '1');
      const { form } = await showForm(
        attributes,
        state,
        hiddenInput('scope', 'a'),
        hiddenInput('scope', 'b'),
      );
      expect(fields(form).slice(-3)).to.deep.equal([
        ['state', '1'],
        ['scope', 'a'],
        ['scope', 'b'],
      ]);
      state.value = '2';
      form.append(hiddenInput('client_id', 'x'));
      await new Promise(requestAnimationFrame);
      expect(fieldValues(form)).to.include({ state: '2', client_id: 'x' });
      state.remove();
      await new Promise(requestAnimationFrame);
      expect(fieldValues(form)).not.to.have.property('state');
    });

    it('take the OAuth values to FxA’s authorization page', async () => {
      await submitFrame();
      const oauth = {
        client_id: '5e1f2a9c0b7d4e83',
        scope: 'profile',
        state: 'a%b',
        redirect_uri: 'http://localhost:8000/oauth',
      };
      const { form, events } = await showForm(
        { ...attributes, 'fxa-path': 'authorization', email: 'ada@example.com' },
        ...Object.entries(oauth).map(([name, value]) => hiddenInput(name, value)),
      );
      await events.until('fxa-flow-ready');
      form.requestSubmit();
      const { path, fields, verdict } = await fxa.arrival();
      expect(path).to.equal('/authorization');
      expect(Object.fromEntries(fields)).to.include(oauth);
      expect(verdict).to.deep.equal({ flow: 'good', problems: [], good: true });
    });

    it('that the element writes itself are one warning', async () => {
      await showForm(
        attributes,
        hiddenInput('flow_id', 'f'.repeat(64)),
        hiddenInput('form_type', 'button'),
        hiddenInput('action', 'email'),
      );
      expect(warnings().filter((message) => message.includes('does not use'))).to.deep.equal([
        '<fxa-email-form> does not use the field flow_id, form_type that the page gives: it writes it itself.',
      ]);
    });

    const HIDDEN: [name: string, value: string, sent: string | undefined][] = [
      ['utm_term', 'cohort', 'cohort'],
      ['utm_source', 'no attribute gives way', 'tests'],
      ['utm_medium', 'no good', undefined],
      ['utm_content', '', undefined],
      ['state', '', undefined],
      ['action', 'delete', 'email'],
      ['form_type', 'button', 'email'],
      ['flow_id', 'f'.repeat(64), undefined],
      ['flow_begin_time', '1234567890123', undefined],
      ['device_id', 'd'.repeat(32), undefined],
      ['email', 'eve@example.com', undefined],
    ];
    for (const [name, value, sent] of HIDDEN) {
      it(`${name}="${value}" => ${String(sent)}`, async () => {
        await fxa.nextScenario({ scenario: 'hang' });
        const { form } = await showForm(attributes, hiddenInput(name, value));
        expect(fields(form).filter(([field]) => field === name)).to.deep.equal(
          sent === undefined ? [] : [[name, sent]],
        );
      });
    }

    it('are there after the update of a text that has changed just before them', async () => {
      const { form } = await showForm(attributes);
      form.buttonLabel = 'Go on';
      form.append(hiddenInput('state', '1'));
      await form.updateComplete;
      expect(fieldValues(form)).to.include({ state: '1' });
    });

    it('that are disabled stay behind', async () => {
      const { form } = await showForm(
        attributes,
        Object.assign(hiddenInput('state', '1'), { disabled: true }),
      );
      expect(fieldValues(form)).not.to.have.property('state');
    });
  });

  describe('flow-timeout', () => {
    for (const value of ['soon', '0', '-1', '2147483648', 'Infinity']) {
      it(`="${value}" is refused, and the default counts`, async () => {
        const { events } = await showForm({ ...attributes, 'flow-timeout': value });
        await events.until('fxa-flow-ready');
        expect(events.details('fxa-parameter-rejected')).to.deep.equal([
          { name: 'flow-timeout', value, reason: 'pattern' },
        ]);
      });
    }
  });

  describe('the e-mail field', () => {
    it('is a labelled native field that password managers know', async () => {
      const { form } = await showForm(attributes);
      const input = part(form, 'input');
      expect(input.labels?.[0]).to.equal(part(form, 'label'));
      expect(input).to.include({ type: 'email', name: 'email', autocomplete: 'email', required: true });
    });

    it('is filled in by email, until the visitor types', async () => {
      const { form } = await showForm({ ...attributes, email: 'ada@example.com' });
      const input = part(form, 'input');
      expect(input.value).to.equal('ada@example.com');
      form.email = 'grace@example.com';
      await form.updateComplete;
      expect(input.value).to.equal('grace@example.com');
      form.focus();
      await sendKeys({ type: 'x' });
      const typed = input.value;
      form.email = 'eve@example.com';
      await form.updateComplete;
      expect(typed).to.include('x');
      expect(input.value).to.equal(typed);
    });

    it('gets the focus by focus(), even before the first rendering', async () => {
      const parent = await place();
      const form = createForm(attributes);
      parent.append(form);
      form.focus();
      expect(form.shadowRoot?.activeElement).to.equal(part(form, 'input'));
    });

    const MISSING = 'Enter your email address.';
    const INCOMPLETE = 'Enter a full email address, such as user@example.com.';
    const MALFORMED = 'This email address cannot be used. Check it for mistakes.';
    const ADDRESSES: [address: string, message: string][] = [
      ['ada@example.com', ''],
      ['ada+tabs@mail.example.co.uk', ''],
      [`${'a'.repeat(64)}@example.com`, ''],
      [`${'a'.repeat(65)}@example.com`, MALFORMED],
      [`adalovelace@${`${'b'.repeat(60)}.`.repeat(4)}example`, MALFORMED],
      ['a..b@example.com', MALFORMED],
      ['ada@example.c', MALFORMED],
      ['test@test', INCOMPLETE],
      ['nobody', INCOMPLETE],
      ['', MISSING],
    ];
    for (const [address, problem] of ADDRESSES) {
      const usable = !problem;
      it(`${address || '(nothing)'} => ${problem || 'goes to FxA'}`, async () => {
        await submitFrame();
        const { form, events } = await showForm(attributes);
        await events.until('fxa-flow-ready');
        type(form, address);
        expect(form.checkValidity()).to.equal(usable);
        expect(part(form, 'error').textContent).to.equal('');
        form.requestSubmit();
        await form.updateComplete;
        const input = part(form, 'input');
        expect(input.matches('[aria-invalid=true]')).to.equal(!usable);
        if (usable) {
          const { verdict, fields } = await fxa.arrival();
          expect(verdict).to.deep.equal({ flow: 'good', problems: [], good: true });
          expect(fields).to.deep.include(['email', address]);
        } else {
          expect(part(form, 'error').textContent).to.equal(problem);
          expect(form.shadowRoot?.activeElement).to.equal(input);
          expect(events.details('fxa-submit')).to.be.empty;
          expect((await fxa.log()).filter((entry) => entry.type === 'arrival')).to.be.empty;

          type(form, 'ada@example.com');
          await form.updateComplete;
          expect(part(form, 'error').textContent).to.equal('');
          expect(input.hasAttribute('aria-invalid')).to.equal(false);
        }
      });
    }

    it('is checked by reportValidity(), with a message, and by checkValidity(), without', async () => {
      const { form } = await showForm(attributes);
      expect(form.checkValidity()).to.equal(false);
      await form.updateComplete;
      expect(part(form, 'error').textContent).to.equal('');
      expect(form.reportValidity()).to.equal(false);
      await form.updateComplete;
      expect(part(form, 'error').textContent).not.to.equal('');
    });
  });

  describe('fxa-submit', () => {
    it('tells what goes along, without the e-mail address, and crosses shadow roots', async () => {
      await submitFrame();
      const { form, events } = await showForm({ ...attributes, email: 'ada@example.com' });
      await events.until('fxa-flow-ready');
      form.requestSubmit();
      expect(events.details('fxa-submit')).to.deep.equal([
        {
          parameters: {
            action: 'email',
            form_type: 'email',
            entrypoint: 'test-page',
            utm_source: 'tests',
            utm_campaign: 'all',
          },
          flow: form.flow,
          handedOver: false,
        },
      ]);
      await fxa.arrival();
    });

    it('keeps the form when it is cancelled, and lets it go the next time', async () => {
      await submitFrame();
      const { form, events } = await showForm({ ...attributes, email: 'ada@example.com' });
      form.addEventListener(
        'fxa-submit',
        (event) => {
          event.preventDefault();
        },
        { once: true },
      );
      form.requestSubmit();
      await events.until('fxa-submit');
      expect((await fxa.log()).filter((entry) => entry.type === 'arrival')).to.be.empty;
      form.requestSubmit();
      await fxa.arrival();
    });

    it('is the last chance to change what goes along', async () => {
      await submitFrame();
      const { form } = await showForm({ ...attributes, email: 'ada@example.com' });
      form.addEventListener('fxa-submit', () => {
        form.append(hiddenInput('state', 'fresh'));
      });
      form.requestSubmit();
      expect((await fxa.arrival()).fields).to.deep.include(['state', 'fresh']);
    });

    it('does not stop the form when a listener throws', async () => {
      await submitFrame();
      const onError = window.onerror;
      window.onerror = () => true;
      const { form } = await showForm({ ...attributes, email: 'ada@example.com' });
      form.addEventListener('fxa-submit', () => {
        throw new Error('from the page');
      });
      form.requestSubmit();
      await fxa.arrival();
      window.onerror = onError;
    });
  });

  it('shows its state to style sheets', async () => {
    await fxa.nextScenario({ scenario: '500' });
    const { form, events } = await showForm(attributes);
    expect(form.matches(':state(flow-pending)')).to.equal(true);
    await events.until('fxa-flow-error');
    expect(form.matches(':state(flow-failed):not(:state(flow-pending))')).to.equal(true);
    await form.refreshFlow();
    await form.updateComplete;
    expect(form.matches(':state(flow-ready):not(:state(flow-failed))')).to.equal(true);
  });

  describe('slots and texts', () => {
    it('show the author’s own in place of the defaults', async () => {
      const { form } = await showForm({
        ...attributes,
        label: 'Address',
        placeholder: 'you@…',
        'button-label': 'Go',
      });
      expect(part(form, 'label').innerText).to.equal('Address');
      expect(part(form, 'button').innerText).to.equal('Go');
      expect(part(form, 'input')).to.have.property('placeholder', 'you@…');
    });

    it('take nothing from what goes along where they change while the element is moved', async () => {
      const { form, events } = await showForm(attributes);
      await events.until('fxa-flow-ready');
      const before = fields(form);
      const other = await place();
      other.append(form);
      form.buttonLabel = 'Go on';
      await form.updateComplete;
      expect(part(form, 'button').innerText).to.equal('Go on');
      expect(fields(form)).to.deep.equal(before);
    });

    it('link to the terms and the privacy notice of the FxA server that is used', async () => {
      const { form } = await showForm(attributes);
      const links = [...part(form, 'legal').querySelectorAll('a')].map((link) => link.href);
      expect(links).to.deep.equal([`${fxa.url}legal/terms`, `${fxa.url}legal/privacy`]);
    });
  });

  describe('define()', () => {
    it('takes a name of the author’s', () => {
      FxaEmailForm.define('my-form');
      const form = document.createElement('my-form');
      expect(form).to.be.instanceOf(FxaEmailForm);
    });

    it('takes a registry of the author’s, where the engine has such', async () => {
      const host = await place();
      let registry: CustomElementRegistry;
      try {
        registry = new CustomElementRegistry();
      } catch (error) {
        // What an engine without scoped registries says.
        expect(error instanceof TypeError).to.equal(true);
        return;
      }
      FxaEmailForm.define('scoped-form', registry);
      const init = { mode: 'open', customElementRegistry: registry } as const;
      const root = host.attachShadow(init);
      root.innerHTML = `<scoped-form fxa-url="${fxa.url}" entrypoint="scoped"></scoped-form>`;
      const form = root.querySelector('scoped-form');
      if (!(form instanceof FxaEmailForm)) throw new Error('It is not upgraded');
      await form.updateComplete;
      expect(fieldValues(form)).to.include({ entrypoint: 'scoped' });
      expect(customElements.get('scoped-form')).to.equal(undefined);
    });

    it('does nothing where the name is taken', () => {
      const before = customElements.get('fxa-email-form');
      FxaEmailForm.define();
      expect(customElements.get('fxa-email-form')).to.equal(before);
    });
  });

  it('has no address, and takes every call, before it is in the page and after it has left', async () => {
    const form = createForm({ ...attributes, email: 'ada@example.com' });
    const calls = () => {
      form.focus();
      form.requestSubmit();
      return [form.checkValidity(), form.reportValidity(), form.flow, form.flowState];
    };
    expect(form.value).to.equal('');
    expect(calls()).to.deep.equal([true, true, undefined, 'idle']);
    (await place()).append(form);
    await form.updateComplete;
    expect(form.value).to.equal('ada@example.com');
    form.remove();
    expect(calls().slice(0, 3)).to.deep.equal([true, true, form.flow]);
  });

  describe('its target', () => {
    it('is the whole window in a frame, as the page of these tests is not', async () => {
      const { form } = await showForm(attributes);
      expect(part(form, 'form').target).to.equal('');
      form.target = 'fxa';
      await form.updateComplete;
      expect(part(form, 'form').target).to.equal('fxa');

      const frame = document.createElement('iframe');
      (await place()).append(frame);
      const loaded = new Promise((resolve) => Object.assign(frame.contentWindow ?? {}, { loaded: resolve }));
      const script = document.createElement('script');
      script.type = 'module';
      script.textContent = `import '${new URL('/src/index.ts', location.href).href}';
        const form = document.createElement('fxa-email-form');
        form.metrics = 'off';
        document.body.append(form);
        await form.updateComplete;
        loaded(form.shadowRoot.querySelector('form').target);`;
      frame.contentDocument?.body.append(script);
      expect(await loaded).to.equal('_top');
    });
  });
});
