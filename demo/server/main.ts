/**
 * Runs the example server on http://localhost:8000, an origin that FxA's own test stacks allow, with the mock FxA server on
 * http://localhost:3030 beside it: `npm run start:server`.
 */
import { EXAMPLE_CLIENT, startMockServer } from '../../src/mock-server/start-mock-server.js';
import { buildElementScript } from './element-script.js';
import { relyingParty } from './relying-party.js';

const PORT = 8000;
const origin = `http://localhost:${PORT}`;

try {
  const mockServer = await startMockServer({ port: 3030 });
  const app = relyingParty({
    origin,
    fxaUrl: mockServer.url,
    clientId: EXAMPLE_CLIENT.id,
    clientSecret: EXAMPLE_CLIENT.secret,
    redirectUri: `${origin}/oauth`,
    script: await buildElementScript(),
  });
  app.listen(PORT, 'localhost', (error) => {
    if (error) fail(error);
    console.log(`The example server is at ${origin}, and the mock FxA server at ${mockServer.url}`);
  });
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(taken ? 'Ports 8000 and 3030 have to be free. Stop what listens there.' : error);
  process.exit(1);
}
