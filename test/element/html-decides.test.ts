import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import type { FxaEmailForm } from '../../src/index.js';
import '../../src/index.js';
import { Events, place, submitFrame } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

describe('HTML decides in the author’s form:', () => {
  let fxa: FxaInstance;
  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(restore);

  const FIELD = '<input type="email" name="email" required />';

  async function show(inner: string, around = (tag: string) => tag) {
    await submitFrame();
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = around(
      `<fxa-email-form fxa-url="${fxa.url}" entrypoint="test-page" utm-source="tests" utm-campaign="all">${inner}</fxa-email-form>`,
    );
    const element = parent.querySelector<FxaEmailForm>('fxa-email-form');
    if (!element) throw new Error('There is no element');
    await element.updateComplete;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector has it
    const find = <E extends HTMLElement = HTMLElement>(selector: string): E => {
      const found = parent.querySelector<E>(selector);
      if (!found) throw new Error(`There is no ${selector}`);
      return found;
    };
    return { parent, events, element, find };
  }
  const formHtml = (inner: string, attributes = '') =>
    `<form action="${fxa.url}" ${attributes}>${inner}</form>`;
  const sent = (form: HTMLElement) =>
    [...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, value as string] as const);
  const valuesOf = (form: HTMLElement, name: string) =>
    sent(form)
      .filter((field) => field[0] === name)
      .map((field) => field[1]);

  describe('a button that closes the dialog', () => {
    for (const [where, html] of [
      ['by formmethod', (form: string) => form],
      ['by the form’s method', (form: string) => form.replace('<form ', '<form method="dialog" ')],
    ] as const) {
      for (const address of ['', 'ada@example.com']) {
        it(`${where}, address "${address}" => closes it, and nothing else happens`, async () => {
          const { events, find } = await show(
            html(formHtml(`${FIELD}<button id="cancel" formmethod="dialog" formnovalidate>Cancel</button>`)),
            (tag) => `<dialog>${tag}</dialog>`,
          );
          const dialog = find<HTMLDialogElement>('dialog');
          dialog.showModal();
          find<HTMLInputElement>('input').value = address;
          find('#cancel').click();
          expect(dialog.open).to.equal(false);
          expect(events.details('fxa-submit')).to.be.empty;
          expect((await fxa.log()).some(({ type }) => type === 'arrival')).to.equal(false);
        });
      }
    }
  });

  it('a button with a formaction elsewhere goes there, with no field and no event of ours', async () => {
    const elsewhere = new FxaInstance();
    const { events, find } = await show(
      formHtml(`${FIELD}<button id="other" formaction="${elsewhere.url}help">Help</button>`),
    );
    find<HTMLInputElement>('input').value = 'ada@example.com';
    find('#other').click();
    const { path, fields } = await elsewhere.arrival();
    expect(path).to.equal('/help');
    expect(fields).to.deep.equal([['email', 'ada@example.com']]);
    expect(events.details('fxa-submit')).to.be.empty;
    expect(valuesOf(find('form'), 'entrypoint')).to.deep.equal(['test-page']);
  });

  for (const [what, form, button] of [
    ['novalidate on the form', 'novalidate', ''],
    ['formnovalidate on the button', '', 'formnovalidate'],
  ] as const) {
    it(`${what} => the address is not checked`, async () => {
      const { events, find } = await show(formHtml(`${FIELD}<button ${button}>Go</button>`, form));
      find<HTMLInputElement>('input').value = 'test@test';
      find('button').click();
      await fxa.arrival();
      expect(events.details('fxa-submit')).to.have.length(1);
    });
  }

  it('a blank field that is not required lets the form go, without the address', async () => {
    const { find } = await show(formHtml('<input type="email" name="email" /><button>Go</button>'));
    find('button').click();
    expect((await fxa.arrival()).fields.map(([name]) => name)).not.to.include('email');
  });

  it('fields anywhere in the page belong to the form by form="id", and are sent once', async () => {
    const { find } = await show(
      formHtml('<button>Go</button>', 'id="mine"') +
        '<input type="hidden" name="client_id" value="c" form="mine" /><input type="hidden" name="utm_term" value="t" form="mine" />',
      (tag) => `${tag}<p><input type="email" name="email" form="mine" value="ada@example.com" /></p>`,
    );
    expect(
      sent(find('#mine'))
        .filter(([name]) => /^(client_id|email|utm_term)$/.test(name))
        .sort(),
    ).to.deep.equal([
      ['client_id', 'c'],
      ['email', 'ada@example.com'],
      ['utm_term', 't'],
    ]);
  });

  const CONTROLS: [html: string, name: string, values: string[]][] = [
    ['<select name="utm_medium"><option>a</option><option selected>b</option></select>', 'utm_medium', ['b']],
    ['<select name="utm_source"><option>mine</option></select>', 'utm_source', ['tests']],
    ['<input name="entrypoint" value="typed" />', 'entrypoint', ['test-page']],
    ['<input name="utm_term" value="a b" />', 'utm_term', []],
    ['<textarea name="utm_content">x</textarea>', 'utm_content', ['x']],
    ['<input type="checkbox" name="utm_term" value="t" />', 'utm_term', []],
    ['<input type="checkbox" name="utm_term" value="t" checked />', 'utm_term', ['t']],
    ['<input name="flow_id" value="x" />', 'flow_id', []],
    ['<input name="flowId" value="x" />', 'flowId', []],
    ['<input name="form_type" value="button" />', 'form_type', ['email']],
    ['<input type="hidden" name="email" value="eve@example.com" />', 'email', ['ada@example.com']],
    ['<input name="nickname" value="ada" />', 'nickname', ['ada']],
  ];
  for (const [html, name, values] of CONTROLS) {
    it(`${html} => ${JSON.stringify(values)}`, async () => {
      const { element, find } = await show(
        formHtml(`${html}<input type="email" name="email" value="ada@example.com" />`),
      );
      element.metrics = 'off';
      await element.updateComplete;
      expect(valuesOf(find('form'), name)).to.deep.equal(values);
    });
  }

  it('a button’s own name is sent, but not in place of what is managed', async () => {
    const { find } = await show(
      formHtml(
        `${FIELD}<button name="action" value="delete">A</button><button name="plan" value="p">B</button>`,
      ),
    );
    find<HTMLInputElement>('input').value = 'ada@example.com';
    find('[name=plan]').click();
    const { fields } = await fxa.arrival();
    expect(fields).to.deep.include(['plan', 'p']);
    expect(fields.filter(([name]) => name === 'action')).to.deep.equal([['action', 'email']]);
  });

  it('blanks around the address stay in the field, and are not sent; its domain goes in ASCII', async () => {
    const { element, find } = await show(formHtml('<input name="email" value=" ada@münchen.example " />'));
    expect(valuesOf(find('form'), 'email')).to.deep.equal(['ada@xn--mnchen-3ya.example']);
    expect(element.value).to.equal('ada@xn--mnchen-3ya.example');
    expect(find<HTMLInputElement>('input').value).to.equal(' ada@münchen.example ');
  });

  const ADDRESS_FIELDS: [what: string, html: string][] = [
    ['a blank honeypot', `<input type="email" name="website" tabindex="-1" />${FIELD}`],
    ['a hidden field', `<input type="hidden" name="email" value="" />${FIELD}`],
    ['a disabled field', `<input type="email" name="email" disabled />${FIELD}`],
  ];
  for (const [what, html] of ADDRESS_FIELDS) {
    it(`${what} before the e-mail field stops nobody`, async () => {
      const { find } = await show(formHtml(`${html}<button>Go</button>`));
      find<HTMLInputElement>('input[name=email][required]').value = 'ada@example.com';
      find('button').click();
      const { fields } = await fxa.arrival();
      expect(fields.filter(([name]) => name === 'email')).to.deep.equal([['email', 'ada@example.com']]);
    });
  }

  it('a form in a slot is content, and so is one without an e-mail field', async () => {
    const { element, find } = await show(
      `<form slot="legal" id="language"><select name="lang"><option>de</option></select><input type="email" name="email" /></form>
       <form id="search"><input name="q" value="x" /></form>`,
    );
    expect(element.shadowRoot?.querySelector('form')).not.to.equal(null);
    expect(sent(find('#search'))).to.deep.equal([['q', 'x']]);
  });

  it('an element around an element leaves the inner one its form, and the page alive', async () => {
    const { parent, element } = await show(
      `<fxa-email-form fxa-url="${fxa.url}" entrypoint="inner" utm-source="s" utm-campaign="c">${formHtml(FIELD)}</fxa-email-form>`,
    );
    const inner = element.querySelector<FxaEmailForm>('fxa-email-form');
    await inner?.updateComplete;
    const form = parent.querySelector('form');
    if (!form) throw new Error('There is no form');
    expect(valuesOf(form, 'entrypoint')).to.deep.equal(['inner']);
  });

  it('a page that changes fields back and forth is not frozen', async () => {
    const { parent, find } = await show(
      formHtml(`${FIELD}<input type="hidden" name="utm_term" value="a" />`),
    );
    let turns = 0;
    const observer = new MutationObserver(() => {
      for (const input of parent.querySelectorAll('input')) if (input.disabled) input.disabled = false;
      if (turns++ < 50) find('[name=utm_term]').setAttribute('value', `t${turns}`);
    });
    observer.observe(parent, { subtree: true, attributes: true });
    find('[name=utm_term]').setAttribute('value', 'b');
    await fxa.log();
    observer.disconnect();
    expect(valuesOf(find('form'), 'utm_term')).to.have.length(1);
  });

  describe('whoever prevents the submission has prevented it:', () => {
    const PLACES: [where: string, target: (find: (selector: string) => HTMLElement) => EventTarget][] = [
      ['the form', (find) => find('form')],
      ['the element', (find) => find('fxa-email-form')],
      ['the body', () => document.body],
      ['the document', () => document],
      ['the window', () => window],
    ];
    for (const [where, targetOf] of PLACES) {
      it(`a listener at ${where} => no event, and the next one goes at once`, async () => {
        const { events, find } = await show(formHtml(`${FIELD}<button>Go</button>`));
        find<HTMLInputElement>('input').value = 'ada@example.com';
        const target = targetOf(find);
        const prevent = (event: Event) => {
          event.preventDefault();
        };
        target.addEventListener('submit', prevent);
        find('button').click();
        target.removeEventListener('submit', prevent);
        expect(events.details('fxa-submit')).to.be.empty;
        find('button').click();
        await fxa.arrival();
        expect(events.details('fxa-submit')).to.have.length(1);
      });
    }
  });

  describe('in the turn in which the form is put in', () => {
    const fill = (element: FxaEmailForm) => {
      element.innerHTML = formHtml(
        '<input type="email" name="email" value="ada@example.com" /><button>Go</button>',
      );
    };
    for (const [how, send] of [
      [
        'requestSubmit() of the element',
        (element) => {
          element.requestSubmit();
        },
      ],
      ['a click on its button', (element) => element.querySelector('button')?.click()],
      ['the native submit()', (element) => element.querySelector('form')?.submit()],
    ] as [string, (element: FxaEmailForm) => void][]) {
      it(`${how} sends everything`, async () => {
        const { element, events } = await show('');
        await events.until('fxa-flow-ready');
        fill(element);
        send(element);
        const { fields, verdict } = await fxa.arrival();
        expect(Object.fromEntries(fields)).to.include({ email: 'ada@example.com', entrypoint: 'test-page' });
        expect(verdict.flow).to.equal('good');
      });
    }
  });

  describe('when fxa-flow-ready fires', () => {
    for (const [kind, inner] of [
      ['the author’s form', 'form'],
      ['the drawn form', ''],
    ] as const) {
      for (const joins of [false, true]) {
        it(`${kind}${joins ? ', joining a flow that is there,' : ''} holds the flow, and the state is set`, async () => {
          const parent = await place();
          const events = new Events(parent);
          const markup = `<fxa-email-form fxa-url="${fxa.url}" entrypoint="e" utm-source="s" utm-campaign="c">${inner && formHtml(FIELD)}</fxa-email-form>`;
          if (joins) {
            parent.innerHTML = markup;
            await events.until('fxa-flow-ready');
          }
          const seen: unknown[] = [];
          const second = document.createElement('div');
          second.addEventListener('fxa-flow-ready', ({ target, detail }) => {
            const element = target as FxaEmailForm;
            const form = element.querySelector('form') ?? element.shadowRoot?.querySelector('form');
            seen.push(form && new FormData(form).get('flow_id') === detail.flowId, element.flowState);
          });
          parent.append(second);
          second.innerHTML = markup;
          await events.until('fxa-flow-ready', joins ? 2 : 1);
          expect(seen).to.deep.equal([true, 'ready']);
        });
      }
    }
  });

  describe('a copy of the markup sends what the original would send:', () => {
    const COPIES: [how: string, copy: (parent: HTMLElement) => void][] = [
      [
        'innerHTML',
        (parent) => {
          // eslint-disable-next-line no-self-assign -- the setter makes new elements of the text
          parent.innerHTML = parent.innerHTML;
        },
      ],
      [
        'cloneNode',
        (parent) => {
          parent.replaceChildren(...[...parent.childNodes].map((node) => node.cloneNode(true)));
        },
      ],
    ];
    for (const [how, copy] of COPIES) {
      it(how, async () => {
        const { parent, events, find } = await show(
          formHtml(
            `${FIELD}<input type="hidden" name="state" value="s" /><input type="hidden" name="utm_term" value="t" />`,
          ),
        );
        await events.until('fxa-flow-ready');
        const names = () =>
          sent(find('form'))
            .map(([name]) => name)
            .sort();
        const before = names();
        copy(parent);
        await events.until('fxa-flow-ready', 2);
        expect(names()).to.deep.equal(before);
        const copied = find<FxaEmailForm>('fxa-email-form');
        copied.metrics = 'off';
        await copied.updateComplete;
        expect(names().filter((name) => name.startsWith('flow'))).to.be.empty;
      });
    }
  });
});
