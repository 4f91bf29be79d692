/** What every way of making the form has to do for its visitors. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ArrivalEntry, FxaInstance } from '../../../src/mock-server/start-mock-server.js';
import { forEachEngine, type Browser } from './driver.js';
import { arrival, startSite, type Site } from './site.js';

/** What FxA makes of a visit with a flow, and of one without. */
export const GOOD = { flow: 'good', problems: [], good: true };
export const WITHOUT_FLOW = { flow: 'absent', problems: [], good: true };

/** An element to sign up by. */
export interface ElementUnderTest {
  readonly tag: string;
  /** Its script. Default: the built bundle. */
  readonly script?: string;
}

/** The page with the element, given the address for `fxa-url`. */
export const formOf = (tag: string) => (fxaUrl: string) =>
  `<${tag} fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests"></${tag}>`;

/** The field of the form that an element draws. */
export const fieldOf = (tag: string) => `${tag} >>> input[type=email]`;

/** Types an address into the field that `selector` finds, and presses Enter. */
export async function signUp(browser: Browser, selector: string, address: string): Promise<void> {
  await browser.click(selector);
  await browser.type(address);
  await browser.press('Enter');
}

/** Sees FxA's page number `count`, and the visitor the same verdict on it; what arrived there. */
export async function atFxa(browser: Browser, fxa: FxaInstance, count = 1): Promise<ArrivalEntry> {
  const entry = await arrival(fxa, count);
  const shown = await browser.waitFor(() => document.querySelector('#verdict')?.textContent);
  assert.deepEqual(JSON.parse(shown ?? ''), entry.verdict);
  return entry;
}

/** The fields of an arrival without those of its flow, which has to be there in both spellings. */
export function withoutFlow(fields: ArrivalEntry['fields']): Record<string, string> {
  const { flow_id, flow_begin_time, device_id, flowId, flowBeginTime, deviceId, ...others } =
    Object.fromEntries(fields);
  assert.match(`${flow_id ?? ''} ${flow_begin_time ?? ''} ${device_id ?? ''}`, /^\w{64} \d{13} \w{32}$/);
  assert.deepEqual([flowId, flowBeginTime, deviceId], [flow_id, flow_begin_time, device_id]);
  return others;
}

/** Declares the tests of signing up with one element, in each engine that this machine has. */
export function describeSignUp(name: string, { tag, script }: ElementUnderTest): void {
  const form = formOf(tag);
  const field = fieldOf(tag);
  const address = script === undefined ? '/fxa-email-form.min.js' : '/element.js';
  const scripts = script === undefined ? {} : { [address]: script };
  const hasFlow = (browser: Browser) =>
    browser.waitFor((tag) => {
      const form = document.querySelector(tag)?.shadowRoot?.querySelector('form');
      return Boolean(form && new FormData(form).has('flow_id'));
    }, tag);

  describe(name, () => {
    let site: Site;
    before(async () => {
      site = await startSite({ scripts });
    });
    after(() => site.close());

    forEachEngine('a visitor', ({ launch }) => {
      let browser: Browser;
      before(async () => {
        browser = await launch();
      });

      const open = async (query = '', prepare?: (fxa: FxaInstance) => void) => {
        const { url, fxa } = site.page(form, { scripts: [address] });
        prepare?.(fxa);
        await browser.open(url + query);
        return fxa;
      };

      it('types an address, presses Enter, and is at FxA with a good flow and the page’s attribution', async () => {
        const fxa = await open();
        await hasFlow(browser);
        await signUp(browser, field, 'ada@example.com');
        const { fields, verdict } = await atFxa(browser, fxa);
        assert.deepEqual(verdict, GOOD);
        assert.deepEqual(withoutFlow(fields), {
          email: 'ada@example.com',
          action: 'email',
          form_type: 'email',
          entrypoint: 'e2e',
          utm_source: 'site',
          utm_campaign: 'tests',
        });
      });

      it('comes by a campaign, clicks the button, and is at FxA with the attribution of the page’s URL', async () => {
        const fxa = await open('?utm_source=news&utm_campaign=spring&utm_term=100%25&entrypoint=evil');
        await hasFlow(browser);
        await browser.click(field);
        await browser.type('ada@example.com');
        await browser.click(`${tag} >>> button`);
        const { fields, verdict } = await atFxa(browser, fxa);
        assert.deepEqual(verdict, GOOD);
        const { entrypoint, utm_source, utm_campaign, utm_term } = Object.fromEntries(fields);
        assert.deepEqual([entrypoint, utm_source, utm_campaign, utm_term], ['e2e', 'news', 'spring', '100%']);
      });

      it('comes by a campaign with a value that FxA would refuse, which stays behind alone', async () => {
        const fxa = await open('?utm_source=news&utm_campaign=spring&utm_medium=e%20mail&utm_term=tabs');
        await hasFlow(browser);
        await signUp(browser, field, 'ada@example.com');
        const { fields, verdict } = await atFxa(browser, fxa);
        assert.deepEqual(verdict, GOOD);
        const { utm_medium, utm_term } = Object.fromEntries(fields);
        assert.deepEqual([utm_medium, utm_term], [undefined, 'tabs']);
      });

      it('is told beside the field of an address that FxA would not take, mends it, and is at FxA', async () => {
        const fxa = await open();
        await signUp(browser, field, 'test@test');
        await browser.waitFor(
          (tag) =>
            document.querySelector(tag)?.shadowRoot?.querySelector('[part=error]')?.textContent.includes('@'),
          tag,
        );
        await browser.type('.example');
        await browser.press('Enter');
        assert.deepEqual(
          Object.fromEntries((await atFxa(browser, fxa)).fields)['email'],
          'test@test.example',
        );
      });

      it('does not wait for an FxA that hangs', async () => {
        const fxa = await open('', (fxa) => {
          fxa.nextScenario({ scenario: 'hang' });
        });
        await fxa.waitFor(({ type }) => type === 'request');
        await signUp(browser, field, 'ada@example.com');
        assert.deepEqual((await atFxa(browser, fxa)).verdict, WITHOUT_FLOW);
      });
    });
  });

  describe(`${name} on a site that FxA does not know`, () => {
    let site: Site;
    before(async () => {
      site = await startSite({ allowed: false, scripts });
    });
    after(() => site.close());

    forEachEngine('a visitor', ({ launch }) => {
      it('is at FxA all the same, without a flow', async () => {
        const { url, fxa } = site.page(form, { scripts: [address] });
        const browser = await launch();
        await browser.open(url);
        await fxa.waitFor((entry) => entry.type === 'request' && entry.status === 401);
        await signUp(browser, field, 'ada@example.com');
        assert.deepEqual((await atFxa(browser, fxa)).verdict, WITHOUT_FLOW);
      });
    });
  });
}
