import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OAuthClient } from './accounts.js';
import { authorizationProblem } from './oauth.js';
import { arrivalPage, type SignIn } from './page-html.js';
import { send } from './respond.js';
import { judge, outcomeOf, type Field, type Outcome } from './verdict.js';
import type { FxaInstance } from './fxa-instance.js';

const FORM_BODY = 'application/x-www-form-urlencoded';

/** Answers a visit to FxA's page, by GET or by a form's POST, with a page that says what arrived. */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  search: string,
  fxa: FxaInstance,
  clients: readonly OAuthClient[],
): Promise<void> {
  const method = request.method ?? '';
  if (method !== 'GET' && method !== 'POST') {
    send(response, 405, { Allow: 'GET, POST' });
    return;
  }

  // FxA's page takes a "+" in its query for a plus sign, although forms write a blank that way.
  const fields: Field[] = [...new URLSearchParams(search.replaceAll('+', '%2B'))];
  if (method === 'POST') {
    const [type] = (request.headers['content-type'] ?? '').split(';');
    if (type?.trim().toLowerCase() !== FORM_BODY) {
      send(response, 415, { 'Content-Type': 'text/plain' }, `Only ${FORM_BODY} is read here.\n`);
      return;
    }
    fields.push(...new URLSearchParams(await text(request)));
  }

  const signIn = signInOf(path, fields, clients);
  const visit = { fields, origin: originOf(request), userAgent: request.headers['user-agent'] ?? '' };
  const verdict = judge(visit, fxa, signIn && 'problem' in signIn ? [signIn.problem] : []);
  const outcome: Outcome = isInFrame(request) ? 'refuses-frame' : outcomeOf(verdict);
  const arrival = { path, method, fields, verdict, outcome };
  fxa.record({ type: 'arrival', ...arrival });
  send(
    response,
    200,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'X-Frame-Options': 'DENY',
      'X-Robots-Tag': 'noindex',
    },
    arrivalPage(arrival, signIn),
  );
}

/** How a visit to FxA's page for OAuth goes on; nothing where it did not come for that. */
function signInOf(
  path: string,
  fields: readonly Field[],
  clients: readonly OAuthClient[],
): SignIn | undefined {
  if (path !== '/authorization') return undefined;
  const request = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  const problem = authorizationProblem(request, clients);
  return problem === undefined ? { request } : { problem };
}

/** Whether the page would be shown in a frame, where the browser tells. */
function isInFrame({ headers }: IncomingMessage): boolean {
  return ['iframe', 'frame', 'object', 'embed'].includes(String(headers['sec-fetch-dest']));
}

/** The site that a visit comes from, where the browser tells: in `Origin` for a POST, else in `Referer`. */
function originOf({ headers }: IncomingMessage): string | undefined {
  // A referrer policy turns the one into "null" and leaves the other out; neither says that the flow is stolen.
  if (headers.origin !== undefined && headers.origin !== 'null') return headers.origin;
  const { referer = '' } = headers;
  return URL.canParse(referer) ? new URL(referer).origin : undefined;
}
