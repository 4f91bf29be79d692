import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, fieldValues, hiddenInput, showForm } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

/** `sent`: in the request and in the fields; `absent`: in neither, and nothing is said; else the reason of the event. */
type Outcome = 'sent' | 'absent' | 'pattern' | 'length';

/** One of each kind; what each parameter may hold is tested with the rules. */
const TABLE: [written: 'attribute' | 'field', name: string, value: string, outcome: Outcome][] = [
  ['attribute', 'entrypoint', 'fx.view:top-bar_2', 'sent'],
  ['attribute', 'utm_campaign', '100%', 'sent'],
  ['attribute', 'utm_medium', '', 'absent'],
  ['attribute', 'utm_source', 'spring sale', 'pattern'],
  ['attribute', 'entrypoint', 'a'.repeat(129), 'length'],
  ['field', 'product_id', 'prod_A1z', 'sent'],
  ['field', 'product_id', '', 'absent'],
  ['field', 'utm_term', 'é', 'pattern'],
  ['field', 'utm_content', 'a'.repeat(129), 'length'],
];

describe('parameters', () => {
  beforeEach(() => {
    stub(console, 'warn');
  });
  afterEach(restore);

  for (const [written, name, value, outcome] of TABLE) {
    const shown = value.length > 50 ? `${value.slice(0, 6)}… (${value.length})` : value;
    it(`${name} ${JSON.stringify(shown)} as ${written} => ${outcome}`, async () => {
      const fxa = new FxaInstance();
      const { form, events } = await showForm(
        {
          ...ATTRIBUTION,
          'fxa-url': fxa.url,
          ...(written === 'attribute' && { [name.replaceAll('_', '-')]: value }),
        },
        ...(written === 'field' ? [hiddenInput(name, value)] : []),
      );
      await events.until('fxa-flow-ready');

      expect(fieldValues(form)[name]).to.equal(outcome === 'sent' ? value : undefined);
      const [request, ...more] = await fxa.requests();
      expect(more).to.be.empty;
      expect(request?.query.filter(([sent]) => sent === name)).to.deep.equal(
        outcome === 'sent' ? [[name, value]] : [],
      );
      expect(request?.status).to.equal(200);
      expect(events.details('fxa-parameter-rejected')).to.deep.equal(
        outcome === 'sent' || outcome === 'absent' ? [] : [{ name, value, reason: outcome }],
      );
    });
  }
});
