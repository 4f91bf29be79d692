import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type {
  ArrivalEntry,
  FlowVerdict,
  FxaInstance,
  Outcome,
} from '../../src/mock-server/start-mock-server.js';
import { ask, ORIGIN, useMockServer } from './support.js';

const freshFxa = useMockServer();

const FORM = 'action=email&form_type=email&email=a%40example.org';
const HOUR = 60 * 60 * 1000;

/** Asks for a flow and writes it down as the fields of a form. */
async function flowFields(fxa: FxaInstance): Promise<string> {
  const flow = (await (await ask(fxa)).json()) as Record<'deviceId' | 'flowBeginTime' | 'flowId', string>;
  const { flowId, flowBeginTime, deviceId } = flow;
  return new URLSearchParams({
    ...{ flow_id: flowId, flow_begin_time: flowBeginTime, device_id: deviceId },
    ...{ flowId, flowBeginTime, deviceId },
  }).toString();
}

function lastArrival(fxa: FxaInstance): ArrivalEntry {
  const entry = fxa.log.at(-1);
  assert.ok(entry?.type === 'arrival');
  return entry;
}

function verdictIn(html: string): unknown {
  const [, json = ''] = /<script type="application\/json" id="verdict">(.*)<\/script>/.exec(html) ?? [];
  return JSON.parse(json);
}

describe('the flow of a visit', () => {
  const cases: [about: string, flow: FlowVerdict, headers: Record<string, string>, clock: number][] = [
    ['at once', 'good', {}, 0],
    ['within two hours', 'good', {}, HOUR],
    ['after two hours of the instance’s clock', 'stale', {}, 2 * HOUR + 60_000],
    ['before it began by the instance’s clock', 'future', {}, -HOUR],
    ['from its own site', 'good', { referer: `${ORIGIN}/page?x` }, 0],
    ['from another site, by Referer', 'other-origin', { referer: 'http://127.0.0.1:8000/' }, 0],
    ['from another site, by Origin', 'other-origin', { origin: 'http://127.0.0.1:8000' }, 0],
    ['with Origin: null', 'good', { origin: 'null' }, 0],
    ['with a Referer that is no URL', 'good', { referer: 'about' }, 0],
  ];
  for (const [about, flow, headers, clock] of cases) {
    it(`${about} => ${flow}`, async () => {
      const fxa = freshFxa();
      const fields = await flowFields(fxa);
      fxa.advanceClock(clock);
      const response = await fetch(`${fxa.url}?${FORM}&${fields}`, { headers });
      const expected = { flow, problems: [], good: flow === 'good' };
      const html = await response.text();
      assert.deepEqual(verdictIn(html), expected);
      assert.deepEqual(lastArrival(fxa).verdict, expected);
      assert.match(html, new RegExp(`<main data-good="${String(expected.good)}" data-outcome="goes-on">`));
    });
  }

  it('a flow of another fxa => unknown', async () => {
    const fxa = freshFxa();
    await fetch(`${fxa.url}?${await flowFields(freshFxa())}`);
    assert.equal(lastArrival(fxa).verdict.flow, 'unknown');
  });

  it('a changed device_id => good: it is no part of the check', async () => {
    const fxa = freshFxa();
    const fields = (await flowFields(fxa)).replace(/(device_?id)=\w+/gi, `$1=${'0'.repeat(32)}`);
    await fetch(`${fxa.url}?${fields}`);
    assert.equal(lastArrival(fxa).verdict.good, true);
  });

  it('no flow => good, and the page says it plainly', async () => {
    const response = await fetch(`${freshFxa().url}?${FORM}`);
    const html = await response.text();
    assert.deepEqual(verdictIn(html), { flow: 'absent', problems: [], good: true });
    assert.match(html, /goes on without metrics/);
  });
});

describe('the fields of a visit', () => {
  it('GET => path and fields, in order, decoded but for "+"', async () => {
    const fxa = freshFxa();
    await fetch(`${fxa.url}sign-up/page?client_id=x&state=a+b%20c%26&state=%E9`);
    const { type, path, method, fields } = lastArrival(fxa);
    assert.deepEqual(
      { type, path, method, fields },
      {
        type: 'arrival',
        path: '/sign-up/page',
        method: 'GET',
        fields: [
          ['client_id', 'x'],
          ['state', 'a+b c&'],
          ['state', '\uFFFD'],
        ],
      },
    );
  });

  it('POST => the fields of the query, then those of the body', async () => {
    const fxa = freshFxa();
    await fetch(`${fxa.url}?a=1`, { method: 'POST', body: new URLSearchParams(FORM) });
    const { method, fields, verdict } = lastArrival(fxa);
    assert.equal(method, 'POST');
    assert.deepEqual(fields, [
      ['a', '1'],
      ['action', 'email'],
      ['form_type', 'email'],
      ['email', 'a@example.org'],
    ]);
    assert.equal(verdict.good, true);
  });

  it('POST of another type => 415, not logged', async () => {
    const fxa = freshFxa();
    const response = await fetch(fxa.url, { method: 'POST', body: new FormData() });
    assert.equal(response.status, 415);
    assert.deepEqual(fxa.log, []);
  });

  it('PUT => 405, not logged', async () => {
    const fxa = freshFxa();
    const response = await fetch(fxa.url, { method: 'PUT' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, POST');
    assert.deepEqual(fxa.log, []);
  });
});

describe('what FxA’s page does with the visitor', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
  const cases: [query: string, outcome: Outcome, words: RegExp, headers?: Record<string, string>][] = [
    [FORM, 'goes-on', /FxA would accept this visit/],
    [`${FORM}&flow_id=abc`, 'goes-on', /FxA’s page would go on.*metrics gets lost/s],
    [FORM.replace('example.org', 'b'), 'strips-address', /would strip the address.*type it again/s],
    [`${FORM}&entrypoint=${'x'.repeat(129)}`, 'refuses-sign-up', /would refuse.*“Invalid parameter”/s],
    [`${FORM}&utm_term=`, 'shows-error', /would show an error/],
    [`${FORM}&service=sync`, 'waits-for-ever', /would wait for ever.*spinner/s],
    [`${FORM}&service=sync`, 'goes-on', /FxA would accept this visit/, { 'user-agent': firefox }],
    [`${FORM}&context=iframe`, 'update-required', /“Firefox update required”/],
    [`${FORM}&context=iframe`, 'update-required', /update required/, { 'user-agent': firefox }],
    [FORM, 'refuses-frame', /in a frame/, { 'sec-fetch-dest': 'iframe' }],
    [FORM, 'goes-on', /FxA would accept this visit/, { 'sec-fetch-dest': 'document' }],
  ];
  for (const [query, outcome, words, headers = {}] of cases) {
    it(`${query.length > 90 ? `${query.slice(0, 90)}…` : query} ${JSON.stringify(headers)} => ${outcome}`, async () => {
      const fxa = freshFxa();
      const html = await (await fetch(`${fxa.url}?${query}`, { headers })).text();
      assert.equal(lastArrival(fxa).outcome, outcome);
      assert.match(html, words);
      assert.ok(html.includes(`data-outcome="${outcome}"`));
    });
  }
});

describe('the page', () => {
  it('shows every field with its verdict, and what is missing', async () => {
    const fxa = freshFxa();
    const html = await (await fetch(`${fxa.url}?utm_term=&entrypoint=e&email=a%40example.org`)).text();
    for (const row of [
      /<th scope="row">utm_term<\/th><td><\/td><td class="bad">✗ blank</,
      /<th scope="row">entrypoint<\/th><td>e<\/td><td class="good">✓ good</,
      /<th scope="row">action<\/th><td><\/td><td class="bad">✗ missing beside email</,
      /<th scope="row">form_type<\/th><td><\/td><td class="bad">✗ missing beside email</,
    ]) {
      assert.match(html, row);
    }
  });

  it('escapes names, values, the path and the JSON', async () => {
    const fxa = freshFxa();
    const attack = '</script><script>alert("1")</script>\'&';
    const fields = new URLSearchParams([
      [attack, attack],
      ['entrypoint', attack],
    ]);
    // The path is one that fetch would encode, so that only the page itself can be what keeps it harmless.
    const html = await (await fetch(`${fxa.url}'x'?${fields.toString()}`)).text();
    assert.equal(html.split('<script').length, 2);
    assert.equal(html.split('</script>').length, 2);
    assert.ok(html.includes('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;'));
    assert.ok(html.includes('/&#39;x&#39;'));
    assert.deepEqual(verdictIn(html), lastArrival(fxa).verdict);
  });

  it('is titled, kept from search engines and caches, and loads nothing', async () => {
    const response = await fetch(freshFxa().url);
    assert.equal(response.headers.get('x-robots-tag'), 'noindex');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-frame-options'), 'DENY');
    assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
    const html = await response.text();
    assert.match(html, /<html lang="en">/);
    assert.match(html, /<title>.+<\/title>/);
    assert.match(html, /<meta name="robots" content="noindex">/);
    assert.doesNotMatch(html, /\b(src|href)=|url\(|@import/);
  });

  it('favicon => 204, not logged', async () => {
    const fxa = freshFxa();
    assert.equal((await fetch(new URL('/favicon.ico', fxa.url))).status, 204);
    assert.deepEqual(fxa.log, []);
  });
});
