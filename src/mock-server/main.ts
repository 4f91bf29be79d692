/**
 * Runs the mock server from the command line: `node --import tsx src/mock-server/main.ts`. It listens on port 3030,
 * where FxA's own local stack listens too; `MOCK_SERVER_PORT` names another.
 */
import { startMockServer } from './start-mock-server.js';

const { MOCK_SERVER_PORT: port = '3030' } = process.env;

try {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new Error(`MOCK_SERVER_PORT is "${port}", but has to be a number from 0 to 65535.`);
  }
  const { url } = await startMockServer({ port: Number(port) });
  console.log(`The mock FxA server listens on ${url}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${port} is already taken. Stop what listens there, or set MOCK_SERVER_PORT to another port.`;
  }
  return error.message;
}
