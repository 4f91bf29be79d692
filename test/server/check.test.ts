import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mood, World } from '../../src/mock-server/start-mock-server.js';
import { checkIntegration, type Finding, type Integration } from '../../src/server/index.js';
import { firstRequest, kinds, ORIGIN, useStandIn } from '../mock-server/support.js';
import { deadUrl, usePages, type TestPage } from './support.js';

const freshWorld = useStandIn();
const servePage = usePages();

const HOUR = 60 * 60 * 1000;
const PARAMETERS = { entrypoint: 'shop', utm_source: 'shop', utm_campaign: 'spring' };

const integration = (world: World, changes: object = {}): Integration => ({
  origin: ORIGIN,
  fxaUrl: world.url,
  parameters: PARAMETERS,
  ...changes,
});

/** What is found about one part, without the words. */
const levels = (findings: readonly Finding[], part: Finding['part']) =>
  findings.filter((finding) => finding.part === part).map(({ level }) => level);

const messages = (findings: readonly Finding[], level: Finding['level']) =>
  findings.filter((finding) => finding.level === level).map(({ message }) => message);

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
    const world = freshWorld();
    const { ok, counted, url, findings } = await checkIntegration(integration(world));
    assert.equal(ok, true);
    assert.equal(counted, true);
    assert.equal(
      url,
      `${world.url}metrics-flow?form_type=other&entrypoint=shop&utm_source=shop&utm_campaign=spring`,
    );
    assert.deepEqual(findings, [
      { part: 'origin', level: 'ok', message: "FxA's allow-list has http://localhost:8000." },
      { part: 'answer', level: 'ok', message: "FxA's answer holds a flow that the form can use." },
      {
        part: 'parameter',
        level: 'ok',
        message:
          'FxA accepts form_type="other", entrypoint="shop", utm_source="shop", utm_campaign="spring".',
      },
      { part: 'clock', level: 'ok', message: "The clock of this machine agrees with FxA's." },
    ]);
  });

  it('=> one question as the origin, counted as one flow.begin and no seen form', async () => {
    const world = freshWorld();
    await checkIntegration(integration(world));
    assert.deepEqual(kinds(world), ['request', 'flow.begin']);
    assert.equal(firstRequest(world.log).origin, ORIGIN);
  });

  it('form_type=email where it is asked for => a seen form', async () => {
    const world = freshWorld();
    await checkIntegration(integration(world, { parameters: { ...PARAMETERS, form_type: 'email' } }));
    assert.deepEqual(kinds(world), ['request', 'flow.begin', 'enter-email.view']);
  });

  const answers: Mood[] = [
    { mood: 'text-time' },
    { mood: 'no-device-id' },
    { mood: 'bad-device-id' },
    { mood: 'extra-fields' },
  ];
  for (const mood of answers) {
    it(`an answer with ${mood.mood} => ok`, async () => {
      const world = freshWorld();
      world.nextMood(mood);
      assert.equal((await checkIntegration(integration(world))).ok, true);
    });
  }
});

describe('the origin', () => {
  it('not on the allow-list => what it is, and whom to ask', async () => {
    const origin = 'https://example.org';
    const { ok, counted, findings } = await checkIntegration(integration(freshWorld(), { origin }));
    assert.equal(ok, false);
    assert.equal(counted, false);
    assertOneFailure(
      findings,
      'origin',
      /not have the origin https:\/\/example\.org \(401\)\. Ask the Mozilla accounts team.*https:\/\//,
    );
  });

  it('whose pages may not read the answer => said', async () => {
    const blind: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      return new Response(await response.text(), { headers: { 'Content-Type': 'application/json' } });
    };
    const { findings } = await checkIntegration(integration(freshWorld(), { fetch: blind }));
    assertOneFailure(findings, 'answer', /Access-Control-Allow-Origin is missing/);
  });
});

describe('the parameters', () => {
  it('off their rule => each with its rule, left out, the others are asked about', async () => {
    const world = freshWorld();
    const parameters = {
      entrypoint: 'a b',
      utm_source: 'é',
      utm_campaign: 'spring',
      utm_term: '',
      utm_content: 'x'.repeat(129),
    };
    const { ok, findings } = await checkIntegration(integration(world, { parameters }));
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
    assert.deepEqual(firstRequest(world.log).query, [
      ['form_type', 'other'],
      ['utm_campaign', 'spring'],
    ]);
  });

  it('a form_type off its rule => said, and other is sent', async () => {
    const world = freshWorld();
    const { findings } = await checkIntegration(
      integration(world, { parameters: { ...PARAMETERS, form_type: 'mail' } }),
    );
    assertOneFailure(findings, 'parameter', /form_type="mail"/);
    assert.deepEqual(kinds(world), ['request', 'flow.begin']);
  });

  it('missing => notes, no failure', async () => {
    const { ok, findings } = await checkIntegration(integration(freshWorld(), { parameters: undefined }));
    assert.equal(ok, true);
    assert.deepEqual(messages(findings, 'note'), [
      'entrypoint is not set. FxA asks every site for it.',
      'utm_source is not set. FxA asks every site for it.',
      'utm_campaign is not set. FxA asks every site for it.',
    ]);
  });

  it('that have no place in the question => notes, and never sent', async () => {
    const world = freshWorld();
    const strangers = { email: 'a@example.org', event_type: 'engage', uid: 'x', flow_id: 'x', utm_typo: 'x' };
    const { ok, findings } = await checkIntegration(
      integration(world, { parameters: { ...PARAMETERS, ...strangers } }),
    );
    assert.equal(ok, true);
    assert.equal(messages(findings, 'note').length, 5);
    assert.doesNotMatch(firstRequest(world.log).url, /email|event_type|uid|flow_id|typo/);
  });

  it('that are no text => said', async () => {
    const { findings } = await checkIntegration(
      integration(freshWorld(), { parameters: { ...PARAMETERS, utm_term: 5 } }),
    );
    assertOneFailure(findings, 'parameter', /utm_term=5, .* it has to be text\.$/);
  });

  for (const errorShape of ['newest', 'older'] as const) {
    it(`that FxA itself refuses, in the ${errorShape} shape => named with their values`, async () => {
      const world = freshWorld();
      world.errorShape = errorShape;
      world.nextMood({ mood: '400', keys: ['entrypoint'] });
      const { counted, findings } = await checkIntegration(integration(world));
      assert.equal(counted, false);
      assert.deepEqual(levels(findings, 'origin'), ['ok']);
      assertOneFailure(findings, 'parameter', /^FxA refuses entrypoint="shop" \(400\)/);
    });
  }
});

describe('FxA’s answer', () => {
  const cases: [about: string, mood: Mood, message: RegExp][] = [
    [
      '400 that names nothing',
      { mood: '400' },
      /refuses the question \(400\), and does not name a parameter/,
    ],
    ['429', { mood: '429', retryAfter: 7 }, /\(429\)\. Wait 7 seconds/],
    ['503', { mood: '503', retryAfter: 7 }, /\(503\)\. Wait 7 seconds/],
    ['500', { mood: '500' }, /broken \(500\)/],
    ['HTML', { mood: 'html' }, /hardly FxA/],
    ['half a JSON', { mood: 'cut-off' }, /hardly FxA/],
    ['no object', { mood: 'not-an-object' }, /hardly FxA/],
    ['wrong types', { mood: 'wrong-types' }, /hardly FxA/],
    ['a short flow id', { mood: 'short-flow-id' }, /hardly FxA/],
    ['a reset', { mood: 'reset' }, /cannot be reached/],
    ['half an answer', { mood: 'cut-connection' }, /broke before/],
    ['a redirect', { mood: 'redirect', to: '/elsewhere' }, /redirects to \/elsewhere/],
    ['none', { mood: 'hang' }, /did not answer within 200 ms/],
  ];
  for (const [about, mood, message] of cases) {
    it(`${about} => said`, async () => {
      const world = freshWorld();
      world.nextMood(mood);
      const timeout = mood.mood === 'hang' ? 200 : undefined;
      const { ok, counted, findings } = await checkIntegration(integration(world, { timeout }));
      assert.deepEqual([ok, counted], [false, false]);
      assertOneFailure(findings, 'answer', message);
    });
  }

  it('no network => said', async () => {
    const fxaUrl = await deadUrl();
    const { findings } = await checkIntegration(integration(freshWorld(), { fxaUrl }));
    assertOneFailure(findings, 'answer', /cannot be reached \(ECONNREFUSED\)/);
  });
});

describe('the clock', () => {
  const cases: [about: string, advance: number, note: RegExp][] = [
    ['behind FxA’s', HOUR, /3600 seconds behind/],
    ['ahead of FxA’s', -HOUR, /3600 seconds ahead of/],
  ];
  for (const [about, advance, note] of cases) {
    it(`${about} => a note`, async () => {
      const world = freshWorld();
      world.advanceClock(advance);
      const { ok, findings } = await checkIntegration(integration(world));
      assert.equal(ok, true);
      assert.match(messages(findings, 'note')[0] ?? '', note);
    });
  }

  it('without a flow => by the Date of the answer', async () => {
    const { findings } = await checkIntegration(integration(freshWorld(), { origin: 'https://example.org' }));
    assert.deepEqual(levels(findings, 'clock'), ['ok']);
  });
});

describe('the page', () => {
  const page = async (served: TestPage, world = freshWorld()) => {
    const address = servePage(served);
    const { ok, findings } = await checkIntegration(integration(world, { page: address }));
    // Every page here is on a port of its own, so that this note is always there.
    const others = findings.filter(
      ({ message }) => !message.startsWith(`The page is at ${new URL(address).origin}, `),
    );
    assert.equal(others.length, findings.length - 1);
    return { ok, findings: others, fxa: new URL(world.url).origin };
  };

  it('without a policy => ok', async () => {
    const { ok, findings } = await page({});
    assert.equal(ok, true);
    assert.deepEqual([...levels(findings, 'connect-src'), ...levels(findings, 'form-action')], ['ok', 'ok']);
  });

  const world = 'the FxA server';
  const cases: [about: string, served: (fxa: string) => TestPage, connect: string, action: string][] = [
    [
      `header with ${world}`,
      (fxa) => ({ headers: { 'Content-Security-Policy': `connect-src ${fxa}; form-action ${fxa}` } }),
      'ok',
      'ok',
    ],
    [
      "header connect-src 'self'",
      () => ({ headers: { 'Content-Security-Policy': "connect-src 'self'" } }),
      'failure',
      'ok',
    ],
    [
      "header default-src 'none'",
      () => ({ headers: { 'content-security-policy': "default-src 'none'" } }),
      'failure',
      'ok',
    ],
    [
      "header form-action 'self'",
      () => ({ headers: { 'Content-Security-Policy': "form-action 'self'" } }),
      'ok',
      'failure',
    ],
    [
      'two headers, one of which blocks',
      () => ({ headers: { 'Content-Security-Policy': ['connect-src *', "connect-src 'self'"] } }),
      'failure',
      'ok',
    ],
    [
      'meta',
      () => ({
        html: `<!doctype html><meta http-equiv="content-security-POLICY" content="form-action 'self'">`,
      }),
      'ok',
      'failure',
    ],
    [
      'meta with entities',
      (fxa) => ({
        html: `<!doctype html><meta http-equiv=Content-Security-Policy content='connect-src &#39;self&#39; ${fxa}'>`,
      }),
      'ok',
      'ok',
    ],
    [
      'meta outside of the head',
      () => ({
        html: `<!doctype html><body><p>x<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`,
      }),
      'ok',
      'ok',
    ],
    [
      'meta in a comment',
      () => ({
        html: `<!doctype html><!-- <meta http-equiv="Content-Security-Policy" content="connect-src 'none'"> -->`,
      }),
      'ok',
      'ok',
    ],
    [
      'meta without content',
      () => ({ html: '<!doctype html><meta http-equiv="Content-Security-Policy"><meta charset=utf-8>' }),
      'ok',
      'ok',
    ],
    [
      'header and meta',
      (fxa) => ({
        headers: { 'Content-Security-Policy': `connect-src ${fxa}` },
        html: `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`,
      }),
      'failure',
      'ok',
    ],
  ];
  for (const [about, served, connect, action] of cases) {
    it(`${about} => connect-src: ${connect}, form-action: ${action}`, async () => {
      const world = freshWorld();
      const { findings } = await page(served(new URL(world.url).origin), world);
      assert.deepEqual(
        [...levels(findings, 'connect-src'), ...levels(findings, 'form-action')],
        [connect, action],
      );
    });
  }

  it('that blocks => what it says, where, and what to add', async () => {
    const { findings, fxa } = await page({ headers: { 'Content-Security-Policy': "default-src 'self'" } });
    assert.deepEqual(messages(findings, 'failure'), [
      `The page's Content-Security-Policy in its header blocks asking FxA for a flow, so that no metrics reach FxA: default-src is 'self', which counts for connect-src too. Add ${fxa} to connect-src.`,
    ]);
  });

  it('that only reports => ok, with a note', async () => {
    const { ok, findings } = await page({
      headers: { 'Content-Security-Policy-Report-Only': "connect-src 'self'" },
    });
    assert.equal(ok, true);
    assert.deepEqual(levels(findings, 'connect-src'), ['ok', 'note']);
  });

  it('in a sandbox => what it lacks', async () => {
    const { findings } = await page({ headers: { 'Content-Security-Policy': 'sandbox allow-scripts' } });
    assertOneFailure(findings, 'page', /Add allow-forms allow-same-origin to sandbox/);
  });

  it('that redirects => the policy of the one that it leads to', async () => {
    const target = servePage({ headers: { 'Content-Security-Policy': "form-action 'none'" } });
    const { findings } = await page({ status: 302, headers: { Location: target } });
    assert.deepEqual(levels(findings, 'form-action'), ['failure']);
  });

  const unreadable: [about: string, address: () => string | Promise<string>, message: RegExp][] = [
    ['404', () => servePage({ status: 404 }), /answers with 404/],
    ['nothing listens', deadUrl, /cannot be read \(ECONNREFUSED\)/],
  ];
  for (const [about, address, message] of unreadable) {
    it(`${about} => said`, async () => {
      const { findings } = await checkIntegration(integration(freshWorld(), { page: await address() }));
      assertOneFailure(findings, 'page', message);
    });
  }
});

describe('bad arguments => failures, and nothing is asked', () => {
  const cases: [changes: Record<string, unknown>, message: RegExp][] = [
    [
      { origin: 'http://localhost:8000/' },
      /^origin is "http:\/\/localhost:8000\/", but .*: "http:\/\/localhost:8000"\.$/,
    ],
    [{ fxaUrl: 'http://accounts.firefox.com' }, /^fxaUrl is/],
    [{ page: '/sign-up' }, /^page is "\/sign-up", but has to be the whole address of a page/],
    [{ page: 'file:///page.html' }, /^page is/],
    [{ parameters: 'utm_source=x' }, /^parameters is/],
    [{ timeout: -1 }, /^timeout is -1/],
    [{ entrypoint: 'x' }, /^There is no argument entrypoint\.$/],
  ];
  for (const [changes, message] of cases) {
    it(JSON.stringify(changes), async () => {
      const world = freshWorld();
      const { url, findings } = await checkIntegration(integration(world, changes));
      assertOneFailure(findings, 'argument', message);
      assert.equal(url, undefined);
      assert.deepEqual(world.log, []);
    });
  }
});
