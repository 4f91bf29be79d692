import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Sends a complete response. */
export function send(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders = {},
  body = '',
): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

/** What a JSON body says that it is. */
export const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** Headers of a JSON body as FxA's Express sends them: with a weak `ETag`, and not a word about caching. */
export function jsonHeaders(body: string): OutgoingHttpHeaders {
  const hash = createHash('sha1').update(body).digest('base64').slice(0, 27);
  return {
    ...JSON_TYPE,
    ETag: `W/"${Buffer.byteLength(body).toString(16)}-${hash}"`,
  };
}
