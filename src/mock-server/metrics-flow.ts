import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { AllowList } from './allow-list.js';
import { mintFlow, type MintedFlow } from './flow-id.js';
import { withoutCredentials, type RequestEntry } from './log.js';
import type { CompleteScenario } from './scenarios.js';
import { JSON_TYPE, jsonHeaders, send } from './respond.js';
import { invalidKeys } from './rules.js';
import type { FxaInstance } from './fxa-instance.js';

/** What a `/metrics-flow` needs to know beside the instance it is in. */
export interface MetricsFlowConfig {
  /** FxA's allow-list. */
  readonly allows: AllowList;
  /** The OAuth client ids whose engage events are counted. */
  readonly clients: readonly string[];
}

/** How long the text is that fills the answer of the scenario `huge`, in bytes. */
const HUGE = 4 * 1024 * 1024;

const MEGABYTE = 1024 * 1024;

const CORS_ERROR = { error: 'Unauthorized', message: 'CORS Error', statusCode: 401 };

/** Answers a preflight to `/metrics-flow` as the server's CORS middleware does. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  { allows }: MetricsFlowConfig,
): void {
  const { origin, 'access-control-request-headers': wanted } = request.headers;
  if (origin === undefined || !allows(origin)) {
    const body = JSON.stringify(CORS_ERROR);
    send(response, 401, jsonHeaders(body), body);
    return;
  }
  send(response, 204, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET',
    Vary: 'Origin, Access-Control-Request-Headers',
    ...(wanted !== undefined && { 'Access-Control-Allow-Headers': wanted }),
  });
}

/** Answers one `GET /metrics-flow` in the instance's next scenario. */
export async function answerMetricsFlow(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  fxa: FxaInstance,
  config: MetricsFlowConfig,
): Promise<void> {
  const exchange = new Exchange(request, response, query, fxa, config);
  const scenario = fxa.takeScenario();
  try {
    await delay(scenario, fxa, exchange.gone);
  } catch {
    return; // The client has left.
  }
  if (!answerInsteadOfFxA(scenario, exchange)) await answerAsFxA(scenario, exchange);
}

/** One request and the answer to it, kept in step with the entry in the instance's log. */
class Exchange {
  readonly origin: string | undefined;
  readonly allowed: boolean;
  /** Aborts when the connection closes, whoever closed it. */
  readonly gone: AbortSignal;

  readonly #response: ServerResponse;
  readonly #entry: RequestEntry;
  #dropped = false;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    readonly query: URLSearchParams,
    readonly fxa: FxaInstance,
    readonly config: MetricsFlowConfig,
  ) {
    this.origin = request.headers.origin;
    this.allowed = config.allows(this.origin);
    this.#response = response;
    this.#entry = {
      type: 'request',
      origin: this.origin,
      query: [...query],
      ...withoutCredentials(request.headers),
      url: request.url ?? '',
    };
    fxa.record(this.#entry);

    const closed = new AbortController();
    this.gone = closed.signal;
    response.on('close', () => {
      if (!response.writableFinished && !this.#dropped) {
        this.#entry.aborted = true;
        fxa.record();
      }
      closed.abort();
    });
  }

  /** Sends a JSON answer that pages of the asking origin may read, where it is on the allow-list. */
  json(status: number, data: unknown, headers: OutgoingHttpHeaders = {}): void {
    this.text(status, JSON.stringify(data), headers);
  }

  /** The same with a text that need not be JSON. */
  text(status: number, body: string, headers: OutgoingHttpHeaders = {}): void {
    this.#logStatus(status);
    send(this.#response, status, { ...jsonHeaders(body), ...this.#cors(), ...headers }, body);
  }

  /** The answer to an origin that is not on the allow-list: no page can read it. */
  corsError(): void {
    const body = JSON.stringify(CORS_ERROR);
    this.#logStatus(401);
    send(this.#response, 401, jsonHeaders(body), body);
  }

  /** Destroys the connection after the first bytes of an answer. */
  reset(): void {
    this.#dropped = true;
    const { socket } = this.#response;
    // Firefox silently repeats a GET on which the connection broke before any byte came: the test would see an answer.
    socket?.write('HTTP/1.1 ', () => socket.resetAndDestroy());
  }

  /** Sends the first half of a JSON answer, then destroys the connection. */
  cutConnection(data: unknown): void {
    const body = JSON.stringify(data);
    this.#dropped = true;
    this.#logStatus(200);
    this.#response.writeHead(200, {
      ...jsonHeaders(body),
      ...this.#cors(),
      'Content-Length': Buffer.byteLength(body),
    });
    this.#response.write(firstHalf(body), () => this.#response.destroy());
  }

  /** Sends a JSON object of so many megabytes that starts with a long text, as gzip. */
  async gzip(data: object, megabytes: number): Promise<void> {
    this.#writeHead({ 'Content-Encoding': 'gzip' });
    const body = function* () {
      const megabyte = Buffer.alloc(MEGABYTE, 'x');
      yield '{"padding":"';
      for (let count = 0; count < megabytes; count += 1) yield megabyte;
      yield `",${JSON.stringify(data).slice(1)}`;
    };
    await this.#unlessGone(pipeline(body, createGzip(), this.#response));
  }

  /** Sends a JSON text that never ends. */
  async drip(bytes: number, ms: number): Promise<void> {
    this.#writeHead({});
    this.#response.write('{"padding":"');
    const signal = this.gone;
    const body = async function* () {
      const drop = Buffer.alloc(bytes, 'x');
      for (;;) {
        yield drop;
        await sleep(ms, undefined, { signal });
      }
    };
    await this.#unlessGone(pipeline(body, this.#response, { signal }));
  }

  #writeHead(headers: OutgoingHttpHeaders): void {
    this.#logStatus(200);
    this.#response.writeHead(200, { ...JSON_TYPE, ...this.#cors(), ...headers });
  }

  /** A client that leaves before the end of a body is none of the server's errors. */
  async #unlessGone(sent: Promise<void>): Promise<void> {
    await sent.catch((error: unknown) => {
      if (!this.#response.destroyed) throw error;
    });
  }

  #cors(): OutgoingHttpHeaders {
    return this.allowed ? { 'Access-Control-Allow-Origin': this.origin, Vary: 'Origin' } : {};
  }

  #logStatus(status: number): void {
    this.#entry.status = status;
    this.fxa.record();
  }
}

async function delay(
  scenario: CompleteScenario | undefined,
  fxa: FxaInstance,
  gone: AbortSignal,
): Promise<void> {
  if (scenario?.scenario === 'hang') await fxa.untilReleased(gone);
  if (scenario?.scenario === 'slow') await sleep(scenario.ms, undefined, { signal: gone });
}

/** Answers in scenarios in which the request never gets as far as FxA's checks, and says whether it did. */
function answerInsteadOfFxA(scenario: CompleteScenario | undefined, exchange: Exchange): boolean {
  switch (scenario?.scenario) {
    case 'reset':
      exchange.reset();
      return true;
    case '401':
      exchange.corsError();
      return true;
    case '429':
      backOff(exchange, scenario, { code: 429, errno: 114, error: 'Too Many Requests' });
      return true;
    case '503':
      backOff(exchange, scenario, { code: 503, errno: 201, error: 'Service Unavailable' });
      return true;
    case '500':
      exchange.json(500, { statusCode: 500, error: 'Internal Server Error', message: 'Unspecified error' });
      return true;
    default:
      return false;
  }
}

function backOff(
  exchange: Exchange,
  scenario: Extract<CompleteScenario, { scenario: '429' | '503' }>,
  error: { code: number; errno: number; error: string },
): void {
  const says = scenario.retryAfter !== undefined;
  exchange.json(
    error.code,
    {
      ...error,
      message: error.error,
      ...(says && scenario.in !== 'header' && { retryAfter: scenario.retryAfter }),
    },
    {
      ...(says && scenario.in !== 'body' && { 'Retry-After': String(scenario.retryAfter) }),
      ...(scenario.exposed && { 'Access-Control-Expose-Headers': 'Retry-After' }),
    },
  );
}

async function answerAsFxA(scenario: CompleteScenario | undefined, exchange: Exchange): Promise<void> {
  const { origin, query, fxa } = exchange;
  if (origin === undefined || !exchange.allowed) {
    exchange.corsError();
    return;
  }

  const keys = invalidKeys(query);
  if (scenario?.scenario === '400') keys.push(...scenario.keys.filter((key) => !keys.includes(key)));
  if (keys.length > 0 || scenario?.scenario === '400') {
    exchange.json(400, badRequest(keys, fxa));
    return;
  }

  if (scenario?.scenario === 'html') {
    exchange.text(200, '<!doctype html><title>Welcome</title><p>Please log in to this network.', {
      'Content-Type': 'text/html; charset=utf-8',
    });
  } else if (scenario?.scenario === 'redirect') {
    exchange.text(302, '', { Location: scenario.to });
  } else if (scenario?.scenario === 'old-flow') {
    const flow = mintFlow(fxa.key, fxa.now() - scenario.age);
    fxa.rememberFlow(flow.flowId, { origin, hasDeviceId: true });
    exchange.json(200, flow);
  } else {
    await sendFlow(scenario, beginFlow(scenario, exchange, origin), exchange);
  }
}

function badRequest(keys: readonly string[], fxa: FxaInstance): object {
  const message = keys.map((key) => `"${key}" is not acceptable`).join('. ');
  const error = { statusCode: 400, error: 'Bad Request' };
  return fxa.errorShape === 'newest'
    ? {
        ...error,
        message: 'celebrate request validation failed',
        validation: { query: { source: 'query', keys, message } },
      }
    : { ...error, message, validation: { source: 'query', keys: keys.slice(0, 1) } };
}

/** Mints a flow and logs what FxA would count for it. */
function beginFlow(
  scenario: CompleteScenario | undefined,
  { query, fxa, config }: Exchange,
  origin: string,
): MintedFlow {
  const flow = mintFlow(fxa.key, fxa.now());
  const fields = [...query];
  if (query.get('event_type') === 'engage') {
    // The ids of this answer belong to no `flow.begin`, so this instance does not know the flow later on either.
    if (config.clients.includes(query.get('service') ?? '')) {
      fxa.record({ type: 'event', event: 'engage', query: fields });
    }
    return flow;
  }

  const { flowId } = flow;
  const hasDeviceId = scenario?.scenario !== 'no-device-id' && scenario?.scenario !== 'bad-device-id';
  fxa.rememberFlow(flowId, { origin, hasDeviceId });
  fxa.record({ type: 'event', event: 'flow.begin', flowId, query: fields });
  if (query.get('form_type') === 'email') {
    fxa.record({ type: 'event', event: 'enter-email.view', flowId, query: fields });
  }
  return flow;
}

async function sendFlow(
  scenario: CompleteScenario | undefined,
  flow: MintedFlow,
  exchange: Exchange,
): Promise<void> {
  const { flowBeginTime, flowId } = flow;
  switch (scenario?.scenario) {
    case 'cut-off':
      exchange.text(200, firstHalf(JSON.stringify(flow)));
      break;
    case 'cut-connection':
      exchange.cutConnection(flow);
      break;
    case 'wrong-types':
      exchange.json(200, { deviceId: [], flowBeginTime: {}, flowId: 42 });
      break;
    case 'not-an-object':
      exchange.json(200, scenario.value);
      break;
    case 'short-flow-id':
      exchange.json(200, { ...flow, flowId: flowId.slice(0, -1) });
      break;
    case 'text-time':
      exchange.json(200, { ...flow, flowBeginTime: String(flowBeginTime) });
      break;
    case 'no-device-id':
      exchange.json(200, { flowBeginTime, flowId });
      break;
    case 'bad-device-id':
      exchange.json(200, { ...flow, deviceId: 'not-a-device' });
      break;
    case 'extra-fields':
      exchange.json(200, { ...flow, flowEndTime: null, experiments: { colour: ['green'] } });
      break;
    case 'huge':
      exchange.json(200, { padding: 'x'.repeat(HUGE), ...flow });
      break;
    case 'gzip':
      await exchange.gzip(flow, scenario.megabytes);
      break;
    case 'drip':
      await exchange.drip(scenario.bytes, scenario.ms);
      break;
    default:
      exchange.json(200, flow);
  }
}

function firstHalf(text: string): string {
  return text.slice(0, text.length / 2);
}
