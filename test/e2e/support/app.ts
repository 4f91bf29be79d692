import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** In milliseconds: how long a server may take to start, and between two looks at it. */
const PATIENCE = 120_000;
const POLL_INTERVAL = 50;

/** The running server of an app that a framework has built. */
export interface App {
  /** Where it is, with the last slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** A port that is free at this moment. Servers of frameworks cannot be told to take any. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts the server of a built app on a free port of this machine's.
 *
 * @param directory - the app's folder, with the last slash
 * @param args - what Node is started with; the server listens where `HOST` and `PORT` say
 */
export async function startApp(directory: URL, args: readonly string[]): Promise<App> {
  const port = await freePort();
  const host = '127.0.0.1';
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(directory),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: host,
      HOSTNAME: host,
      PORT: String(port),
      NEXT_TELEMETRY_DISABLED: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const closed = once(child, 'close');
  const url = `http://${host}:${port}/`;
  const app = {
    url,
    async close() {
      child.kill();
      await closed;
    },
  };

  const deadline = Date.now() + PATIENCE;
  while (child.exitCode === null && Date.now() < deadline) {
    const isThere = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return app;
    await pause(POLL_INTERVAL);
  }
  await app.close();
  throw new Error(
    `The server in ${directory.href} did not start (run "npm run test:frameworks" first):\n${output}`,
  );
}
