import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { AllowList } from './allow-list.js';
import { parseScenario } from './scenarios.js';
import { jsonHeaders, send } from './respond.js';
import type { FxaInstance } from './fxa-instance.js';

/** The path, inside an instance, below which tests in browsers drive the mock server. */
export const CONTROL_PATH = '/mock-server/';

const clockSchema = z.strictObject({ advance: z.number() });
const accountSchema = z.strictObject({ email: z.string(), metricsEnabled: z.boolean() });
const settingsSchema = z.strictObject({ errorShape: z.enum(['newest', 'older']) });

/** What `POST mock-server/<name>` does with its JSON body. Each throws where the body is not right. */
const commands = new Map<string, (fxa: FxaInstance, data: unknown) => void>([
  [
    'scenario',
    (fxa, data) => {
      fxa.nextScenario(parseScenario(data));
    },
  ],
  [
    'release',
    (fxa) => {
      fxa.release();
    },
  ],
  [
    'clock',
    (fxa, data) => {
      fxa.advanceClock(clockSchema.parse(data).advance);
    },
  ],
  [
    'account',
    (fxa, data) => {
      const { email, metricsEnabled } = accountSchema.parse(data);
      fxa.accounts.at(email).metricsEnabled = metricsEnabled;
    },
  ],
  [
    'settings',
    (fxa, data) => {
      fxa.errorShape = settingsSchema.parse(data).errorShape;
    },
  ],
]);

/**
 * Answers a request below {@link CONTROL_PATH}: `POST` of `scenario`, `release`, `clock`, `account` and `settings` with `204`, and
 * `GET log` with the log as JSON. Whatever is not understood is answered with a sentence. Pages of other origins than those
 * on the allow-list get nothing: the log holds what visitors have typed.
 *
 * @param name - what follows {@link CONTROL_PATH}
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  fxa: FxaInstance,
  allows: AllowList,
): Promise<void> {
  const { origin } = request.headers;
  // No page is where there is no origin: a command, or a test in Node.
  const isAllowed = origin === undefined || allows(origin) || origin === new URL(fxa.url).origin;
  const json = (status: number, data: unknown) => {
    const body = JSON.stringify(data);
    send(response, status, { ...jsonHeaders(body), ...corsHeaders(isAllowed, origin) }, body);
  };

  if (!isAllowed) {
    json(403, { message: `${origin} is not on the list of origins that the mock server was started with.` });
    return;
  }
  if (request.method === 'OPTIONS') {
    send(response, 204, {
      ...corsHeaders(isAllowed, origin),
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Content-Type',
    });
    return;
  }
  if (request.method === 'GET' && name === 'log') {
    json(200, fxa.log);
    return;
  }
  const command = commands.get(name);
  if (request.method !== 'POST' || !command) {
    const paths = [...commands.keys()].map((known) => `POST ${known}`).join(', ');
    json(404, {
      message: `There is no ${request.method ?? ''} ${name}. There are: GET log, ${paths}.`,
    });
    return;
  }
  try {
    const body = await text(request);
    command(fxa, body === '' ? undefined : JSON.parse(body));
    send(response, 204, corsHeaders(isAllowed, origin));
  } catch (error) {
    json(400, { message: sentence(error) });
  }
}

function corsHeaders(isAllowed: boolean, origin: string | undefined): OutgoingHttpHeaders {
  return {
    ...(isAllowed && origin !== undefined && { 'Access-Control-Allow-Origin': origin }),
    Vary: 'Origin',
    'Cache-Control': 'no-store',
    // A page may load what it cannot read as a script or a picture, with no origin to tell it by.
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  };
}

function sentence(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
