import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { checkIntegration, sendEngageEvent, type EngageEvent } from '../../src/server/index.js';
import { ORIGIN } from '../mock-server/support.js';
import { deadUrl, listen, stop } from './support.js';

const event: EngageEvent = {
  origin: ORIGIN,
  service: '0123456789abcdef',
  uid: '0123456789abcdef0123456789abcdef',
};

/** Milliseconds. What is not bounded never ends, so that no machine is too slow for this. */
const SHORT = 50;

const never = () => new Promise<never>(() => undefined);

/** A body that ends only when it is cancelled, and says so. */
function endless(start: string) {
  const seen = { cancelled: false };
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(start));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { body, seen };
}

/** What the server of this file does, one path each. */
const RESPONSES: Record<string, RequestListener> = {
  drips: (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 5);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  hangs: () => undefined,
  refuses: (_, response) => {
    response.writeHead(401).write('{');
  },
};

let base = '';
const server = createServer((request, response) => {
  const name = request.url?.split('/')[1] ?? '';
  RESPONSES[name]?.(request, response);
});
before(async () => {
  base = `http://127.0.0.1:${await listen(server)}/`;
});
after(() => stop(server));

describe('timeout and signal end everything', () => {
  const rows: [about: string, options: () => Partial<EngageEvent>, code: string][] = [
    ['a fetch that ignores its signal', () => ({ fetch: never }), 'timeout'],
    [
      'a body that ignores it',
      () => ({ fetch: () => Promise.resolve(new Response(endless('{').body)) }),
      'timeout',
    ],
    ['a server that never responds', () => ({ fxaUrl: `${base}hangs/` }), 'timeout'],
    ['a body that drips', () => ({ fxaUrl: `${base}drips/` }), 'timeout'],
    // The status says enough.
    ['a refusal whose body never ends', () => ({ fxaUrl: `${base}refuses/` }), 'rejected'],
    ['a profile that never comes', () => ({ profile: never }), 'timeout'],
  ];
  for (const [about, options, code] of rows) {
    // Long enough for the refusal's status to arrive: no other row waits for anything that comes.
    const timeout = code === 'timeout' ? SHORT : 2_000;

    it(`${about}, timeout => ${code}`, async () => {
      const result = await sendEngageEvent({ ...event, ...options(), timeout });
      assert.equal(!result.ok && result.code, code);
    });

    it(`${about}, signal => an end, and no listener that is called later`, async () => {
      const controller = new AbortController();
      const sent = sendEngageEvent({ ...event, ...options(), signal: controller.signal });
      setImmediate(() => {
        controller.abort();
      });
      const result = await sent;
      assert.ok(!result.ok && ['aborted', 'rejected'].includes(result.code));
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    });
  }

  for (const [about, options, code] of rows.slice(0, -1)) {
    it(`${about}, in a check => a report`, async () => {
      const timeout = code === 'timeout' ? SHORT : 2_000;
      const report = await checkIntegration({ origin: ORIGIN, ...options(), timeout });
      assert.equal(report.ok, false);
    });
  }

  it('a page that drips, in a check => a report', async () => {
    const { findings } = await checkIntegration({
      fxaUrl: await deadUrl(),
      pages: [`${base}drips/`],
      timeout: SHORT,
    });
    assert.ok(findings.some(({ part, message }) => part === 'page' && message.includes('cannot be read')));
  });

  it('a signal that aborts a check => said, and nothing more is requested', async () => {
    const controller = new AbortController();
    const requested: unknown[] = [];
    const { findings } = await checkIntegration({
      origin: ORIGIN,
      pages: ['http://localhost:1/', 'http://localhost:2/'],
      signal: controller.signal,
      fetch: (url) => {
        requested.push(url);
        controller.abort();
        return never();
      },
    });
    assert.equal(requested.length, 1);
    assert.ok(findings.some(({ message }) => message === "The caller's signal has aborted the check."));
  });

  it('a response that comes after the end => its connection is given back', async () => {
    const { body, seen } = endless('');
    let respond: (response: Response) => void = () => undefined;
    const late = new Promise<Response>((resolve) => {
      respond = resolve;
    });
    await sendEngageEvent({ ...event, fetch: () => late, timeout: SHORT });
    respond(new Response(body));
    await new Promise(setImmediate);
    assert.equal(seen.cancelled, true);
  });
});

describe('no more than the start of a body is read', () => {
  const rows: [about: string, status: number, start: string, code: string][] = [
    ['a flow that never ends', 200, `{"flowId":"${'a'.repeat(70_000)}`, 'malformed'],
    ['a refusal that never ends', 400, 'x'.repeat(70_000), 'rejected'],
    ['an error that never ends', 503, 'x'.repeat(70_000), 'unavailable'],
    ['a redirect', 302, '', 'unreachable'],
  ];
  for (const [about, status, start, code] of rows) {
    it(`${about} => ${code}, and the rest is cancelled`, async () => {
      const { body, seen } = endless(start);
      const response = new Response(body, { status, headers: { Location: '/' } });
      const result = await sendEngageEvent({ ...event, fetch: () => Promise.resolve(response) });
      assert.equal(!result.ok && result.code, code);
      assert.equal(seen.cancelled, true);
    });
  }

  for (const status of [204, 205, 304]) {
    it(`a response that has none (${status}) => a sentence`, async () => {
      const respond = () => Promise.resolve(new Response(null, { status }));
      assert.equal((await sendEngageEvent({ ...event, fetch: respond })).ok, false);
    });
  }
});

describe('one signal over many calls', () => {
  it('=> no warning of a leak, and one listener', async () => {
    const warnings: string[] = [];
    const onWarning = ({ message }: Error) => warnings.push(message);
    process.on('warning', onWarning);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 100 }, () => sendEngageEvent({ ...event, fetch: never, signal }));
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    controller.abort();
    assert.ok((await Promise.all(calls)).every((result) => !result.ok && result.code === 'aborted'));
    // Warnings come in order, in a later turn.
    process.emitWarning('the last');
    while (!warnings.includes('the last')) await once(process, 'warning');
    process.off('warning', onWarning);
    assert.deepEqual(warnings, ['the last']);
  });

  it('one of another class, as jsdom has it => obeyed', async () => {
    const target = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    const signal = target as unknown as AbortSignal;
    const sent = sendEngageEvent({ ...event, fetch: never, signal });
    target.dispatchEvent(new Event('abort'));
    const result = await sent;
    assert.equal(!result.ok && result.code, 'aborted');
  });
});

describe('texts of others in messages', () => {
  const evil = '\u001b[2J\u009b1m\u202e\u2067\n\r\u2028';
  const unsafe = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
  const keys = [evil, 'x'.repeat(9_000), ...Array.from({ length: 999 }, () => 'key')];
  const redirect = { status: 302, headers: { Location: `/\u009b31m${'x'.repeat(9_000)}` } };
  const rows: [about: string, options: object][] = [
    [
      'keys of FxA',
      { fetch: () => Promise.resolve(Response.json({ validation: { keys } }, { status: 400 })) },
    ],
    ['a Location', { fetch: () => Promise.resolve(new Response(null, redirect)) }],
    ['an error of the caller’s fetch', { fetch: () => Promise.reject(new Error(evil)) }],
    ['something thrown that is no error', { fetch: () => Promise.reject(Object.create(null) as Error) }],
    ['an error of the caller’s profile', { profile: () => Promise.reject(new Error(evil.repeat(999))) }],
    ['a uid', { uid: evil }],
    ['somebody else’s profile', { profile: { uid: evil.repeat(999) } }],
    ['the name of an option', { [evil]: 1 }],
  ];
  for (const [about, options] of rows) {
    it(`${about} => escaped, and short`, async () => {
      const result = await sendEngageEvent({ ...event, ...options });
      assert.ok(!result.ok);
      assert.doesNotMatch(result.message, unsafe);
      assert.ok(result.message.length < 2_500, String(result.message.length));
    });

    it(`${about}, in a check => escaped`, async () => {
      const report = await checkIntegration({ origin: ORIGIN, fxaUrl: await deadUrl(), ...options });
      assert.equal(report.ok, false);
      assert.doesNotMatch(
        report.findings.map(({ message, parameter = '' }) => message + parameter).join(''),
        unsafe,
      );
    });
  }
});
