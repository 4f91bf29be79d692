import { expect, fixture } from '@open-wc/testing';
import type { FxaEmailForm } from '../../src/index.js';
import { Events, part, type } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

/**
 * What engines lack that the form is made for, and a script that takes it away from an engine of today. The oldest are
 * Chromium 93, Firefox 93 and Safari 15.4.
 */
const FEATURES: readonly (readonly [name: string, takeAway: string])[] = [
  ['Object.hasOwn', 'delete Object.hasOwn'],
  ['attachInternals', 'delete HTMLElement.prototype.attachInternals'],
  ['ElementInternals.states', 'delete ElementInternals.prototype.states'],
  [
    'custom states without dashes',
    `const { add } = CustomStateSet.prototype;
     CustomStateSet.prototype.add = function (state) {
       if (!state.startsWith('--')) throw new DOMException('No dashes', 'SyntaxError');
       return add.call(this, state);
     }`,
  ],
  ['elements associated with forms', 'delete ElementInternals.prototype.setFormValue'],
  [
    'adopted style sheets',
    'for (const { prototype } of [Document, ShadowRoot]) delete prototype.adoptedStyleSheets',
  ],
  [
    'constructed style sheets',
    `for (const name of ['replace', 'replaceSync']) delete CSSStyleSheet.prototype[name];
     CSSStyleSheet = new Proxy(CSSStyleSheet, { construct() { throw new TypeError('Illegal constructor'); } })`,
  ],
  ['form.requestSubmit()', 'delete HTMLFormElement.prototype.requestSubmit'],
  ['the submitter of a submission', 'delete SubmitEvent.prototype.submitter'],
  ['reasons to abort', 'delete AbortSignal.prototype.reason'],
  [
    'signals that time out or combine',
    "for (const name of ['any', 'timeout', 'abort']) delete AbortSignal[name]",
  ],
  ['intersection observers', 'delete window.IntersectionObserver'],
  ['autofocus of all elements', 'delete HTMLElement.prototype.autofocus'],
  ['trusted types', 'delete window.trustedTypes'],
  ['prerendering', 'delete Document.prototype.prerendering'],
  [
    'what came to JavaScript and the web after 2021',
    `for (const [object, names] of [
       [Array, ['fromAsync']],
       [Array.prototype, ['at', 'findLast', 'findLastIndex', 'group', 'toReversed', 'toSorted', 'toSpliced', 'with']],
       [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
       [Object, ['hasOwn', 'groupBy']],
       [Map, ['groupBy']],
       [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']],
       [Promise, ['try', 'withResolvers']],
       [RegExp, ['escape']],
       [URL, ['canParse', 'parse']],
       [Intl.Locale.prototype, ['getTextInfo', 'textInfo']],
       [Element.prototype, ['checkVisibility', 'setHTMLUnsafe', 'getHTML']],
       [window, ['Iterator', 'navigation', 'scheduler', 'structuredClone']],
       [Crypto.prototype, ['randomUUID']],
     ]) for (const name of names) delete object[name]`,
  ],
];

describe('in an engine without', () => {
  let fxa: FxaInstance;
  beforeEach(() => {
    fxa = new FxaInstance();
  });

  /** A page of its own, in which something is taken away before the script comes. */
  async function open(takeAway: string, inner: string) {
    const frame = await fixture<HTMLIFrameElement>('<iframe title="An older engine"></iframe>');
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
    });
    frame.srcdoc = `
      <script>
        window.problems = [];
        for (const type of ['error', 'unhandledrejection'])
          addEventListener(type, ({ message, reason }) => problems.push(String(message ?? reason)));
        console.warn = () => undefined;
        { ${takeAway} }
      </script>
      <fxa-email-form fxa-url="${fxa.url}" entrypoint="test-page" utm-source="tests" utm-campaign="all" target="fxa">
        ${inner}
      </fxa-email-form>
      <iframe name="fxa" title="FxA"></iframe>`;
    await loaded;
    const { contentDocument: page, contentWindow: view } = frame;
    if (!page || !view) throw new Error('The frame has no page');
    const events = new Events(page.body);
    const script = page.createElement('script');
    script.type = 'module';
    script.src = '/src/index.ts';
    page.head.append(script);
    await events.until('fxa-flow-ready');
    const element = page.querySelector<FxaEmailForm>('fxa-email-form');
    if (!element) throw new Error('There is no element');
    return {
      element,
      view,
      problems: () => (view as unknown as { readonly problems: string[] }).problems,
    };
  }

  for (const [name, takeAway] of FEATURES) {
    describe(name, () => {
      it('the form is drawn with its style, says what is wrong with an address, requests its flow and sends', async () => {
        const { element, view, problems } = await open(takeAway, '');
        const form = part(element, 'form');
        expect(view.getComputedStyle(form).display).to.equal('flex');
        expect(view.getComputedStyle(part(element, 'button')).backgroundColor).not.to.equal(
          view.getComputedStyle(part(element, 'legal')).backgroundColor,
        );
        part(element, 'button').click();
        expect(part(element, 'error').textContent).not.to.equal('');
        type(element, 'ada@example.com');
        part(element, 'button').click();
        const { fields, verdict } = await fxa.arrival();
        expect(verdict).to.deep.equal({ flow: 'good', problems: [], good: true });
        expect(Object.fromEntries(fields)).to.include({ email: 'ada@example.com', entrypoint: 'test-page' });
        expect(problems()).to.deep.equal([]);
      });

      it('the author’s form requests its flow, and requestSubmit() sends it', async () => {
        const { element, problems } = await open(
          takeAway,
          `<form action="${fxa.url}" target="fxa">
             <input type="email" name="email" required value="ada@example.com" />
             <button>Go on</button>
           </form>`,
        );
        expect(element.shadowRoot?.querySelector('form')).to.equal(null);
        element.requestSubmit();
        const { fields, verdict } = await fxa.arrival();
        expect(verdict).to.deep.equal({ flow: 'good', problems: [], good: true });
        expect(Object.fromEntries(fields)).to.include({ email: 'ada@example.com', entrypoint: 'test-page' });
        expect(problems()).to.deep.equal([]);
      });
    });
  }
});
