import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OAuthClient } from './accounts.js';
import { authorizationProblem } from './oauth.js';
import { arrivalPage, type SignIn } from './page-html.js';
import { send } from './respond.js';
import { judge, type Field } from './verdict.js';
import type { FxaInstance } from './fxa-instance.js';

const FORM_BODY = 'application/x-www-form-urlencoded';

/** Answers a visit to FxA's page, by GET or by a form's POST, with a page that says what arrived. */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
  fxa: FxaInstance,
  clients: readonly OAuthClient[],
): Promise<void> {
  const method = request.method ?? '';
  if (method !== 'GET' && method !== 'POST') {
    send(response, 405, { Allow: 'GET, POST' });
    return;
  }

  const fields: Field[] = [...query];
  if (method === 'POST') {
    const [type] = (request.headers['content-type'] ?? '').split(';');
    if (type?.trim().toLowerCase() !== FORM_BODY) {
      send(response, 415, { 'Content-Type': 'text/plain' }, `Only ${FORM_BODY} is read here.\n`);
      return;
    }
    fields.push(...new URLSearchParams(await text(request)));
  }

  const verdict = judge(fields, originOf(request), fxa);
  fxa.record({ type: 'arrival', path, method, fields, verdict });
  send(
    response,
    200,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'X-Robots-Tag': 'noindex',
    },
    arrivalPage({ method, path, fields, verdict }, signInOf(path, fields, clients)),
  );
}

/** How a visit to FxA's page for OAuth goes on; nothing where it did not come for that. */
function signInOf(
  path: string,
  fields: readonly Field[],
  clients: readonly OAuthClient[],
): SignIn | undefined {
  const request = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  if (path !== '/authorization' || !request.has('client_id')) return undefined;
  const problem = authorizationProblem(request, clients);
  return problem === undefined ? { request } : { problem };
}

/** The site that a visit comes from, where the browser tells: in `Origin` for a POST, else in `Referer`. */
function originOf({ headers }: IncomingMessage): string | undefined {
  // A referrer policy turns the one into "null" and leaves the other out; neither says that the flow is stolen.
  if (headers.origin !== undefined && headers.origin !== 'null') return headers.origin;
  const { referer = '' } = headers;
  return URL.canParse(referer) ? new URL(referer).origin : undefined;
}
