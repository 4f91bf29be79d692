/**
 * Runs the stand-in from the command line: `node --import tsx demo/fxa-stand-in/main.ts`. It listens on port 3030,
 * where FxA's own local stack listens too; `FXA_STAND_IN_PORT` names another.
 */
import { startStandIn } from './start-mock-server.js';

const { FXA_STAND_IN_PORT: port = '3030' } = process.env;

try {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new Error(`FXA_STAND_IN_PORT is "${port}", but has to be a number from 0 to 65535.`);
  }
  const { url } = await startStandIn({ port: Number(port) });
  console.log(`The FxA stand-in listens on ${url}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${port} is already taken. Stop what listens there, or set FXA_STAND_IN_PORT to another port.`;
  }
  return error.message;
}
