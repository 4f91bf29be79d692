import { createServer as createHttpServer } from 'node:http';
import { createServer, type ViteDevServer } from 'vite';
import { fxaPlugin } from '../../demo/fxa-plugin.js';
import { playgroundPlugin } from '../../demo/playground-plugin.js';
import { listen, stop } from '../server/support.js';

/** The demo, as `npm start` serves it. */
export interface Demo {
  readonly origin: string;
  readonly server: ViteDevServer;
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createHttpServer();
  const port = await listen(server);
  await stop(server);
  return port;
}

/**
 * Serves the demo as `npm start` does, but on a free port.
 *
 * @param entry - the page that is opened, from the root of the repository on
 * @param fxaUrl - the FxA server in place of the mock server
 */
export async function startDemo({ entry, fxaUrl }: { entry: string; fxaUrl?: string }): Promise<Demo> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    plugins: [fxaPlugin({ origin, fxaUrl, mockServerPort: await freePort() }), playgroundPlugin()],
    server: { host: 'localhost', port, strictPort: true, hmr: false },
    // Tests of another page run at the same time, and would find that this one needs other packages.
    cacheDir: `node_modules/.vite/${entry}`,
    optimizeDeps: { entries: [entry] },
  });
  await server.listen();
  return { origin, server };
}
