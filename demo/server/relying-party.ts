/** A small relying party: it shows the form, signs people in, reads their profile, and tells FxA that they engage. */
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';
import { isMetricsEnabled, sendEngageEvent } from '../../src/server/index.js';
import { fetchProfile, fetchToken, type Registration } from './fxa-client.js';
import { errorPage, homePage, STYLE } from './pages.js';

declare module 'express-session' {
  interface SessionData {
    /** What the form on this visitor's page was given as `state`. */
    state: string;
    /** What the profile is read with. It stays on this server. */
    accessToken: string;
    /** What to tell on the next page. */
    message: string;
  }
}

/** What the example is made of. */
export interface RelyingPartyOptions extends Registration {
  /** The origin that the example is at, and that FxA's allow-list has. */
  readonly origin: string;
  /** The script that defines `<fxa-email-form>`. */
  readonly script: string;
}

/** Makes the example's Express application. */
export function relyingParty(options: RelyingPartyOptions): Express {
  const { origin, fxaUrl, clientId, redirectUri, script } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(
    session({
      secret: randomBytes(32).toString('hex'),
      resave: false,
      saveUninitialized: false,
      // Lax, since FxA sends people back from another site. A site at https: says secure, too.
      cookie: { httpOnly: true, sameSite: 'lax' },
    }),
  );
  app.use((_request, response, next) => {
    const fxaOrigin = new URL(fxaUrl).origin;
    response.set({
      'Cache-Control': 'no-store',
      // What the form needs of a policy: FxA in connect-src for the flow, and in form-action for the sign-up.
      'Content-Security-Policy': `default-src 'self'; connect-src ${fxaOrigin}; form-action 'self' ${fxaOrigin}; img-src data:`,
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
    const { accessToken, message } = request.session;
    delete request.session.message;
    request.session.state ??= randomBytes(32).toString('hex');
    // Anew for each page: the user may have switched metrics off a minute ago.
    const profile = accessToken === undefined ? undefined : await fetchProfile(options, accessToken);
    const visitor = profile && { email: profile.email, metricsEnabled: isMetricsEnabled(profile) };
    const { state } = request.session;
    response.send(homePage({ fxaUrl, clientId, redirectUri, state }, visitor, message));
  });

  app.get(new URL(redirectUri).pathname, async (request, response) => {
    const { code, state } = request.query;
    const expected = request.session.state;
    delete request.session.state;
    if (expected === undefined || state !== expected) {
      response.status(400).send(errorPage('This sign-in was not begun here, or has been used already.'));
      return;
    }
    if (typeof code !== 'string') {
      response.status(400).send(errorPage('FxA has sent no code along.'));
      return;
    }
    const accessToken = await fetchToken(options, code);
    // A new session, so that nobody can prepare the one in which somebody else signs in.
    await newSession(request);
    request.session.accessToken = accessToken;
    response.redirect(303, '/');
  });

  app.post('/engage', async (request, response) => {
    const { accessToken } = request.session;
    if (accessToken === undefined) {
      response.status(403).send(errorPage('Sign in first.'));
      return;
    }
    const profile = await fetchProfile(options, accessToken);
    const { uid } = profile;
    const result = await sendEngageEvent({ origin, service: clientId, uid, profile, fxaUrl });
    request.session.message = result.ok
      ? 'FxA was told that you use the product.'
      : `FxA was not told: ${result.message}`;
    response.redirect(303, '/');
  });

  app.post('/sign-out', async (request, response) => {
    await newSession(request);
    response.redirect(303, '/');
  });

  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    console.error(error);
    response.status(502).send(errorPage('FxA could not be asked. Try again in a moment.'));
  });
  return app;
}

const newSession = ({ session: old }: Request): Promise<void> =>
  promisify((done: (error: unknown) => void) => old.regenerate(done))();
