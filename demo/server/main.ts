/**
 * Runs the example server on http://localhost:8000, an origin that FxA's own test stacks allow, with the mock FxA server on
 * http://localhost:3030 beside it: `npm run start:server`.
 *
 * `FXA_URL` names another FxA server; `FXA_CLIENT_ID` and `FXA_CLIENT_SECRET` are then what the site is registered with
 * there, without a secret for a public client. `SESSION_SECRET`, of 32 characters or more, keeps people signed in when the
 * server starts again.
 */
import { randomBytes } from 'node:crypto';
import { EXAMPLE_CLIENT, startMockServer } from '../../src/mock-server/start-mock-server.js';
import { fxaAddress } from '../fxa-address.js';
import { buildElementScript } from './element-script.js';
import { relyingParty } from './relying-party.js';

const PORT = 8000;
const origin = `http://localhost:${PORT}`;

const { FXA_URL, FXA_CLIENT_ID, FXA_CLIENT_SECRET, SESSION_SECRET } = process.env;

try {
  const fxa = FXA_URL ? registeredAt(fxaAddress(FXA_URL, 'FXA_URL')) : await mockFxa();
  const app = relyingParty({
    ...fxa,
    origin,
    redirectUri: `${origin}/oauth`,
    sessionSecret: SESSION_SECRET ?? randomBytes(32).toString('hex'),
    script: await buildElementScript(),
  });
  app.listen(PORT, 'localhost', (error) => {
    if (error) fail(error);
    console.log(`The example server is at ${origin}, and FxA at ${fxa.fxaUrl}`);
  });
} catch (error) {
  fail(error);
}

async function mockFxa() {
  const { url } = await startMockServer({ port: 3030 });
  return { fxaUrl: url, clientId: EXAMPLE_CLIENT.id, clientSecret: EXAMPLE_CLIENT.secret };
}

function registeredAt(fxaUrl: string) {
  if (!FXA_CLIENT_ID) throw new TypeError('FXA_URL is set, and FXA_CLIENT_ID has to be, too.');
  return { fxaUrl, clientId: FXA_CLIENT_ID, ...(FXA_CLIENT_SECRET && { clientSecret: FXA_CLIENT_SECRET }) };
}

function fail(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (taken) console.error('Ports 8000 and 3030 have to be free. Stop what listens there.');
  else console.error(error instanceof TypeError ? error.message : error);
  process.exit(1);
}
