import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestFlow, type FlowResult } from '../../src/flow/request-flow.js';
import type { Scenario } from '../../src/mock-server/start-mock-server.js';
import { ORIGIN, useMockServer } from '../mock-server/support.js';

const freshFxa = useMockServer();

/** As a browser does for the page. */
const fromPage: typeof fetch = (url, init) => fetch(url, { ...init, headers: { origin: ORIGIN } });

const NEVER = new AbortController().signal;

const FLOW = { flowId: 'a1'.repeat(32), flowBeginTime: 1573052386673, deviceId: 'b2'.repeat(16) };

/** The result in short: `flow`, or the failure. */
const short = ({ flow, failure }: FlowResult) => (flow ? 'flow' : { ...failure });

const SCENARIOS: [scenario: Scenario, outcome: unknown][] = [
  [{ scenario: 'text-time' }, 'flow'],
  [{ scenario: 'no-device-id' }, 'flow'],
  [{ scenario: 'bad-device-id' }, 'flow'],
  [{ scenario: 'extra-fields' }, 'flow'],
  [{ scenario: 'html' }, { code: 'malformed', status: 200 }],
  [{ scenario: 'not-an-object' }, { code: 'malformed', status: 200 }],
  [{ scenario: 'huge' }, { code: 'malformed', status: 200 }],
  [{ scenario: 'gzip' }, { code: 'malformed', status: 200 }],
  [
    { scenario: 'drip', bytes: 50_000, ms: 1 },
    { code: 'malformed', status: 200 },
  ],
  [
    { scenario: '400', keys: ['utm_term'] },
    { code: 'rejected', status: 400, rejected: ['utm_term'] },
  ],
  [{ scenario: '401' }, { code: 'rejected', status: 401 }],
  [
    { scenario: '429', retryAfter: 60 },
    { code: 'unavailable', status: 429, retryAfter: 60 },
  ],
  [{ scenario: 'redirect', to: 'http://localhost:1/' }, { code: 'unreachable' }],
  [{ scenario: 'reset' }, { code: 'unreachable' }],
  [{ scenario: 'cut-connection' }, { code: 'unreachable' }],
];

describe('a flow request', () => {
  for (const [scenario, outcome] of SCENARIOS) {
    it(`${JSON.stringify(scenario)} => ${JSON.stringify(outcome)}`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario(scenario);
      const result = await requestFlow(`${fxa.url}metrics-flow?form_type=email`, NEVER, fromPage);
      assert.deepEqual(short(result), outcome);
    });
  }

  /** A body of `count` chunks, after which it stays open; and whether it was cancelled. */
  function openBody(chunk: string, count: number) {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < count; i += 1) controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel() {
        cancelled = true;
        // No end comes of this either.
        return new Promise(() => undefined);
      },
    });
    return { body, isCancelled: () => cancelled };
  }

  for (const status of [200, 400, 503]) {
    it(`is given up above 64 KB of a ${status} whose end never comes`, async () => {
      const { body, isCancelled } = openBody('x'.repeat(1024), 65);
      const result = await requestFlow('https://fxa.example/', NEVER, () =>
        Promise.resolve(new Response(body, { status })),
      );
      assert.equal(result.failure?.status, status);
      assert.ok(isCancelled());
    });
  }

  it('reads 64 KB, and letters that lie across chunks', async () => {
    const json = JSON.stringify({ ...FLOW, padding: 'ü' });
    const text = json.padEnd(65_536 - 1);
    const bytes = new TextEncoder().encode(text);
    assert.equal(bytes.length, 65_536);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const middle = bytes.indexOf(0xc3) + 1;
        controller.enqueue(bytes.subarray(0, middle));
        controller.enqueue(bytes.subarray(middle));
        controller.close();
      },
    });
    const { flow } = await requestFlow('https://fxa.example/', NEVER, () =>
      Promise.resolve(new Response(body)),
    );
    assert.deepEqual({ ...flow }, FLOW);
  });

  it('needs no stream, for a fetch of the page’s own making', async () => {
    const fake = { ok: true, status: 200, text: () => Promise.resolve(JSON.stringify(FLOW)) };
    const { flow } = await requestFlow('https://fxa.example/', NEVER, () =>
      Promise.resolve(fake as unknown as Response),
    );
    assert.deepEqual({ ...flow }, FLOW);
  });

  it('sends no cookies, no referrer but the origin, no header, and wants nothing from a cache', async () => {
    let asked: RequestInit | undefined;
    await requestFlow('https://fxa.example/', NEVER, (_url, init) => {
      asked = init;
      return Promise.resolve(Response.json(FLOW));
    });
    assert.deepEqual(
      { ...asked },
      {
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'origin',
        signal: NEVER,
      },
    );
  });

  it('takes nothing from Object.prototype', async () => {
    const polluted = {
      ...FLOW,
      flow: FLOW,
      failure: { code: 'timeout' },
      retryAfter: 9,
      rejected: ['x'],
      status: 1,
    };
    const bodies = ['{}', '[]', '5', 'null', '"x"', JSON.stringify({ flowId: FLOW.flowId })];
    const request = (body: string, status: number) =>
      requestFlow('https://fxa.example/', NEVER, () => Promise.resolve(new Response(body, { status })));
    let results: [FlowResult['flow'], unknown][];
    try {
      for (const [name, value] of Object.entries({ ...polluted, validation: { keys: ['x'] } })) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      }
      results = (await Promise.all(bodies.flatMap((body) => [request(body, 200), request(body, 503)]))).map(
        ({ flow, failure }) => [flow, failure && Object.entries(failure)],
      );
    } finally {
      for (const name of [...Object.keys(polluted), 'validation']) {
        Reflect.deleteProperty(Object.prototype, name);
      }
    }
    for (const [index, [flow, failure]] of results.entries()) {
      assert.equal(flow, undefined);
      assert.deepEqual(
        failure,
        index % 2
          ? [
              ['code', 'unavailable'],
              ['status', 503],
            ]
          : [
              ['code', 'malformed'],
              ['status', 200],
            ],
      );
    }
  });
});
