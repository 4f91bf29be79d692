import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Scenario, FxaInstance } from '../../src/mock-server/start-mock-server.js';
import {
  checkIntegration,
  type CheckRequest,
  type Finding,
  type Integration,
} from '../../src/server/index.js';
import { firstRequest, kinds, ORIGIN, useMockServer } from '../mock-server/support.js';
import { deadUrl } from './support.js';

const freshFxa = useMockServer();

const HOUR = 60 * 60 * 1000;
const PARAMETERS = { entrypoint: 'shop', utm_source: 'shop', utm_campaign: 'spring' };

const integration = (fxa: FxaInstance, changes: object = {}): Integration => ({
  origin: ORIGIN,
  fxaUrl: fxa.url,
  parameters: PARAMETERS,
  ...changes,
});

/** What is found about one part, without the words. */
const levels = (findings: readonly Finding[], part: Finding['part']) =>
  findings.filter((finding) => finding.part === part).map(({ level }) => level);

const messages = (findings: readonly Finding[], level: Finding['level']) =>
  findings.filter((finding) => finding.level === level).map(({ message }) => message);

/** Whether FxA has counted one of the requests. */
const isCounted = (requests: readonly CheckRequest[]) => requests.some(({ counted }) => counted);

/** Holds that there is just one failure, and what it says. */
function assertOneFailure(findings: readonly Finding[], part: Finding['part'], message: RegExp): void {
  const failures = findings.filter(({ level }) => level === 'failure');
  assert.deepEqual(
    failures.map((failure) => failure.part),
    [part],
    failures.map((failure) => failure.message).join('\n'),
  );
  assert.match(failures[0]?.message ?? '', message);
}

describe('an integration in which all is well', () => {
  it('=> ok, and what was looked at', async () => {
    const fxa = freshFxa();
    const { ok, requests, findings } = await checkIntegration(integration(fxa));
    assert.equal(ok, true);
    assert.deepEqual(requests, [
      {
        url: `${fxa.url}metrics-flow?form_type=other&entrypoint=shop&utm_source=shop&utm_campaign=spring`,
        counted: true,
      },
    ]);
    assert.deepEqual(findings, [
      { part: 'origin', level: 'ok', message: "FxA's allow-list has http://localhost:8000." },
      { part: 'response', level: 'ok', message: "FxA's response holds a flow that the form can use." },
      {
        part: 'parameter',
        level: 'ok',
        message:
          'FxA accepts form_type="other", entrypoint="shop", utm_source="shop", utm_campaign="spring".',
      },
      { part: 'clock', level: 'ok', message: "The clock of this machine agrees with FxA's." },
    ]);
  });

  it('=> one request as the origin, counted as one flow.begin and no seen form', async () => {
    const fxa = freshFxa();
    await checkIntegration(integration(fxa));
    assert.deepEqual(kinds(fxa), ['request', 'flow.begin']);
    assert.equal(firstRequest(fxa.log).origin, ORIGIN);
  });

  it('form_type=email where it is asked for => a seen form', async () => {
    const fxa = freshFxa();
    await checkIntegration(integration(fxa, { parameters: { ...PARAMETERS, form_type: 'email' } }));
    assert.deepEqual(kinds(fxa), ['request', 'flow.begin', 'enter-email.view']);
  });

  const responses: Scenario[] = [
    { scenario: 'text-time' },
    { scenario: 'no-device-id' },
    { scenario: 'bad-device-id' },
    { scenario: 'extra-fields' },
  ];
  for (const scenario of responses) {
    it(`a response with ${scenario.scenario} => ok`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario(scenario);
      assert.equal((await checkIntegration(integration(fxa))).ok, true);
    });
  }
});

describe('the origin', () => {
  it('not on the allow-list => what it is, and whom to ask', async () => {
    const origin = 'https://example.org';
    const { ok, requests, findings } = await checkIntegration(integration(freshFxa(), { origin }));
    assert.equal(ok, false);
    assert.equal(isCounted(requests), false);
    assertOneFailure(
      findings,
      'origin',
      /not have the origin https:\/\/example\.org \(401\)\. Ask the Mozilla accounts team.*https:\/\//,
    );
  });

  it('whose pages may not read the response => said', async () => {
    const blind: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      return new Response(await response.text(), { headers: { 'Content-Type': 'application/json' } });
    };
    const { findings } = await checkIntegration(integration(freshFxa(), { fetch: blind }));
    assertOneFailure(findings, 'response', /Access-Control-Allow-Origin is missing/);
  });
});

describe('the parameters', () => {
  it('off their rule => each with its rule, left out, the others are sent', async () => {
    const fxa = freshFxa();
    const parameters = {
      entrypoint: 'a b',
      utm_source: 'é',
      utm_campaign: 'spring',
      utm_term: '',
      utm_content: 'x'.repeat(129),
    };
    const { ok, findings } = await checkIntegration(integration(fxa, { parameters }));
    assert.equal(ok, false);
    assert.deepEqual(
      findings.flatMap(({ level, parameter }) => (level === 'failure' ? [parameter] : [])),
      ['entrypoint', 'utm_source', 'utm_term', 'utm_content'],
    );
    const [pattern = '', , blank = '', long = ''] = messages(findings, 'failure');
    assert.match(
      pattern,
      /^FxA would refuse entrypoint="a b", and with it the whole flow: it has to be text that matches \/.+\/\.$/,
    );
    assert.match(blank, /utm_term="", .*text that matches/);
    assert.match(long, /at most 128 characters\.$/);
    assert.deepEqual(firstRequest(fxa.log).query, [
      ['form_type', 'other'],
      ['utm_campaign', 'spring'],
    ]);
  });

  it('a form_type off its rule => said, and other is sent', async () => {
    const fxa = freshFxa();
    const { findings } = await checkIntegration(
      integration(fxa, { parameters: { ...PARAMETERS, form_type: 'mail' } }),
    );
    assertOneFailure(findings, 'parameter', /form_type="mail"/);
    assert.deepEqual(kinds(fxa), ['request', 'flow.begin']);
  });

  it('missing => notes, no failure', async () => {
    const { ok, findings } = await checkIntegration(integration(freshFxa(), { parameters: undefined }));
    assert.equal(ok, true);
    assert.deepEqual(messages(findings, 'note'), [
      'entrypoint is not set. FxA expects it of every site.',
      'utm_source is not set. FxA expects it of every site.',
      'utm_campaign is not set. FxA expects it of every site.',
    ]);
  });

  it('that have no place in the request => notes, and never sent', async () => {
    const fxa = freshFxa();
    const strangers = { email: 'a@example.org', event_type: 'engage', uid: 'x', flow_id: 'x', utm_typo: 'x' };
    const { ok, findings } = await checkIntegration(
      integration(fxa, { parameters: { ...PARAMETERS, ...strangers } }),
    );
    assert.equal(ok, true);
    assert.equal(messages(findings, 'note').length, 5);
    assert.doesNotMatch(firstRequest(fxa.log).url, /email|event_type|uid|flow_id|typo/);
  });

  it('that are no text => said', async () => {
    const { findings } = await checkIntegration(
      integration(freshFxa(), { parameters: { ...PARAMETERS, utm_term: 5 } }),
    );
    assertOneFailure(findings, 'parameter', /utm_term=5, .* it has to be text\.$/);
  });

  for (const errorShape of ['newest', 'older'] as const) {
    it(`that FxA itself refuses, in the ${errorShape} shape => named with their values`, async () => {
      const fxa = freshFxa();
      fxa.errorShape = errorShape;
      fxa.nextScenario({ scenario: '400', keys: ['entrypoint'] });
      const { requests, findings } = await checkIntegration(integration(fxa));
      assert.equal(isCounted(requests), false);
      assert.deepEqual(levels(findings, 'origin'), ['ok']);
      assertOneFailure(findings, 'parameter', /^FxA refuses entrypoint="shop" \(400\)/);
    });
  }
});

describe('FxA’s response', () => {
  const cases: [about: string, scenario: Scenario, message: RegExp][] = [
    [
      '400 that names nothing',
      { scenario: '400' },
      /refuses the request \(400\), and does not name a parameter/,
    ],
    ['429', { scenario: '429', retryAfter: 7 }, /\(429\)\. Wait 7 seconds/],
    ['503', { scenario: '503', retryAfter: 7 }, /\(503\)\. Wait 7 seconds/],
    ['500', { scenario: '500' }, /broken \(500\)/],
    ['HTML', { scenario: 'html' }, /hardly FxA/],
    ['half a JSON', { scenario: 'cut-off' }, /hardly FxA/],
    ['no object', { scenario: 'not-an-object' }, /hardly FxA/],
    ['wrong types', { scenario: 'wrong-types' }, /hardly FxA/],
    ['a short flow id', { scenario: 'short-flow-id' }, /hardly FxA/],
    ['a reset', { scenario: 'reset' }, /cannot be reached/],
    ['half a response', { scenario: 'cut-connection' }, /broke before/],
    ['a redirect', { scenario: 'redirect', to: '/elsewhere' }, /redirects to \/elsewhere/],
    ['none', { scenario: 'hang' }, /did not respond within 200 ms/],
  ];
  for (const [about, scenario, message] of cases) {
    it(`${about} => said`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario(scenario);
      const timeout = scenario.scenario === 'hang' ? 200 : undefined;
      const { ok, requests, findings } = await checkIntegration(integration(fxa, { timeout }));
      assert.deepEqual([ok, isCounted(requests)], [false, false]);
      assertOneFailure(findings, 'response', message);
    });
  }

  it('no network => said', async () => {
    const fxaUrl = await deadUrl();
    const { findings } = await checkIntegration(integration(freshFxa(), { fxaUrl }));
    assertOneFailure(findings, 'response', /cannot be reached \(ECONNREFUSED\)/);
  });
});

describe('the clock', () => {
  const cases: [about: string, advance: number, note: RegExp][] = [
    ['behind FxA’s', HOUR, /3600 seconds behind/],
    ['ahead of FxA’s', -HOUR, /3600 seconds ahead of/],
  ];
  for (const [about, advance, note] of cases) {
    it(`${about} => a note`, async () => {
      const fxa = freshFxa();
      fxa.advanceClock(advance);
      const { ok, findings } = await checkIntegration(integration(fxa));
      assert.equal(ok, true);
      assert.match(messages(findings, 'note')[0] ?? '', note);
    });
  }

  it('without a flow => by the Date of the response', async () => {
    const { findings } = await checkIntegration(integration(freshFxa(), { origin: 'https://example.org' }));
    assert.deepEqual(levels(findings, 'clock'), ['ok']);
  });
});

describe('bad options => failures, and nothing is sent', () => {
  const cases: [changes: Record<string, unknown>, message: RegExp][] = [
    [
      { origin: 'http://localhost:8000/' },
      /^origin is "http:\/\/localhost:8000\/", but .*: "http:\/\/localhost:8000"\.$/,
    ],
    [{ fxaUrl: 'http://accounts.firefox.com' }, /^fxaUrl is/],
    [{ origin: 'localhost:8000' }, /: "http:\/\/localhost:8000"\.$/],
    [{ origin: undefined }, /^Either origin or pages has to be there\.$/],
    [{ pages: ['/sign-up'] }, /^pages\.0 is "\/sign-up", but has to be the whole address of a page/],
    [{ pages: ['file:///page.html'] }, /^pages\.0 is/],
    [{ pages: 'http://localhost:8000/' }, /^pages has to be a list of addresses\.$/],
    [{ parameters: 'utm_source=x' }, /^parameters is/],
    [{ timeout: -1 }, /^timeout is -1/],
    [{ entrypoint: 'x' }, /^There is no option entrypoint\.$/],
  ];
  for (const [changes, message] of cases) {
    it(JSON.stringify(changes), async () => {
      const fxa = freshFxa();
      const { requests, findings } = await checkIntegration(integration(fxa, changes));
      assertOneFailure(findings, 'argument', message);
      assert.deepEqual(requests, []);
      assert.deepEqual(fxa.log, []);
    });
  }
});
