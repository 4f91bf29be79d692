/** A small relying party: it shows the form, signs people in, reads their profile, and tells FxA that they engage. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { isMetricsEnabled, sendEngageEvent } from '../../src/server/index.js';
import { fxaAddress } from '../fxa-address.js';
import { FxaClient, FxaError, type FxaErrorCode, type Registration } from './fxa-client.js';
import { errorPage, homePage, STYLE } from './pages.js';
import { sessionOf } from './session.js';

/** What the example is made of. */
export interface RelyingPartyOptions extends Registration {
  /** The origin that the example is at, and that FxA's allow-list has. */
  readonly origin: string;
  /** What sessions are encrypted with: 32 characters or more. */
  readonly sessionSecret: string;
  /** The script that defines `<fxa-email-form>`. */
  readonly script: string;
}

/** What a visitor is told where FxA has not done its part. */
const ERRORS: Record<FxaErrorCode, readonly [status: number, message: string]> = {
  denied: [403, 'You have not signed in.'],
  refused: [400, 'FxA has not signed you in. Go back to the first page and try again.'],
  used: [400, 'This sign-in has been used already, or is too old. Go back to the first page and try again.'],
  timeout: [504, 'FxA does not answer in time. Try again in a moment.'],
  unavailable: [502, 'FxA could not be asked. Try again in a moment.'],
};

/**
 * Makes the example's Express application.
 *
 * @throws {TypeError} where `fxaUrl` is no address of an FxA server
 */
export function relyingParty(options: RelyingPartyOptions): Express {
  const { origin, clientId, redirectUri, script, sessionSecret, timeout = 5000 } = options;
  const fxaUrl = fxaAddress(options.fxaUrl, 'fxaUrl');
  const fxaOrigin = new URL(fxaUrl).origin;
  const fxa = new FxaClient({ ...options, fxaUrl, timeout });
  const session = (request: Request, response: Response) =>
    sessionOf(request, response, sessionSecret, origin.startsWith('https:'));

  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      // What the form needs of a policy: FxA in connect-src for the flow, and in form-action for the sign-up.
      'Content-Security-Policy': [
        "default-src 'self'",
        `connect-src ${fxaOrigin}`,
        `form-action 'self' ${fxaOrigin}`,
        'img-src data:',
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    });
    next();
  });

  app.get('/style.css', (_request, response) => {
    response.type('css').send(STYLE);
  });
  app.get('/fxa-email-form.min.js', (_request, response) => {
    response.type('js').send(script);
  });

  app.get('/', async (request, response) => {
    const visit = await session(request, response);
    const { user, message } = visit;
    // Anew for each page: the user may have switched metrics off a minute ago.
    const profile = user && (await fxa.profileOf(user));
    const visitor = profile && { email: profile.email, metricsEnabled: isMetricsEnabled(profile) };
    if (!profile) delete visit.user;
    delete visit.message;
    // The same for all of a visitor's windows, so that each of them can be the one that is used.
    visit.attempt ??= fxa.newAttempt();
    await visit.save();
    const hidden = await fxa.fieldsOf(visit.attempt);
    response.send(homePage({ fxaUrl, clientId, hidden }, visitor, message));
  });

  app.get(new URL(redirectUri).pathname, async (request, response) => {
    const visit = await session(request, response);
    const { attempt } = visit;
    const query = new URL(request.originalUrl, redirectUri).searchParams;
    if (!attempt || query.get('state') !== attempt.state) {
      response.status(400).send(errorPage('This sign-in was not begun here, or has been used already.'));
      return;
    }
    if (!query.has('code') && !query.has('error')) {
      response.status(400).send(errorPage('FxA has sent no code along.'));
      return;
    }
    visit.user = await fxa.finish(query, attempt);
    delete visit.attempt;
    await visit.save();
    response.redirect(303, '/');
  });

  app.post('/engage', async (request, response) => {
    const visit = await session(request, response);
    const profile = visit.user && (await fxa.profileOf(visit.user));
    if (!profile) {
      response.status(403).send(errorPage('Sign in first.'));
      return;
    }
    const { uid } = profile;
    const result = await sendEngageEvent({ origin, service: clientId, uid, profile, fxaUrl, timeout });
    visit.message = result.ok
      ? 'FxA was told that you use the product.'
      : `FxA was not told: ${result.message}`;
    await visit.save();
    response.redirect(303, '/');
  });

  app.post('/sign-out', async (request, response) => {
    (await session(request, response)).destroy();
    response.redirect(303, '/');
  });

  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const [status, message] =
      error instanceof FxaError ? ERRORS[error.code] : [500, 'Something has gone wrong here.'];
    if (status >= 500) console.error(error);
    response.status(status).send(errorPage(message));
  });
  return app;
}
