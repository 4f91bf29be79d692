import { randomUUID } from 'node:crypto';
import type { Plugin } from 'vite';
import { EXAMPLE_CLIENT, startMockServer } from '../src/mock-server/start-mock-server.js';
import { fxaAddress } from './fxa-address.js';

/** The page that is signed in from, and that FxA sends people back to. */
const PAGE = 'demo/oauth.html';

/** Settings of {@link fxaPlugin}. */
export interface FxaPluginOptions {
  /** The origin of the demo, which FxA sends people back to. */
  readonly origin: string;
  /** The FxA server to talk to. Where it is absent or empty, a mock server is started. */
  readonly fxaUrl?: string | undefined;
  /** The port of the mock server. */
  readonly mockServerPort: number;
}

/**
 * Puts an FxA server behind the demo's pages, where `%FXA_URL%` and `%ORIGIN%` stand for the addresses and `%MOCK_SERVER%` for that
 * of the mock server or nothing, and gives the demo the endpoint that signs in by a redirect.
 *
 * @throws {TypeError} where `fxaUrl` is no address of an FxA server
 */
export function fxaPlugin({ origin, fxaUrl, mockServerPort }: FxaPluginOptions): Plugin {
  let mockServerUrl = '';
  let url = fxaUrl ? fxaAddress(fxaUrl, 'FXA_URL') : `http://localhost:${mockServerPort}/`;
  const redirectUri = `${origin}/${PAGE}`;
  return {
    name: 'fxa',
    transformIndexHtml: (html) =>
      html
        .replaceAll('%FXA_URL%', url)
        .replaceAll('%ORIGIN%', origin)
        .replaceAll('%MOCK_SERVER%', mockServerUrl),
    async configureServer(server) {
      // What a site's own endpoint does: it adds its OAuth values to the form's fields, and goes on to FxA.
      server.middlewares.use('/demo/sign-in', (request, response) => {
        const { searchParams } = new URL(request.originalUrl ?? '/', origin);
        // For the site alone, which remembers it until the visitor is back.
        searchParams.delete('next');
        const values = { client_id: EXAMPLE_CLIENT.id, redirect_uri: redirectUri, scope: 'profile' };
        for (const [name, value] of Object.entries({ ...values, state: randomUUID() })) {
          searchParams.set(name, value);
        }
        const location = new URL('authorization', url);
        location.search = searchParams.toString();
        response.writeHead(302, { Location: location.href, 'Cache-Control': 'no-store' }).end();
      });
      if (fxaUrl) return;
      const mockServer = await startMockServer({
        port: mockServerPort,
        clients: [{ ...EXAMPLE_CLIENT, redirectUris: [redirectUri] }],
      });
      url = mockServerUrl = mockServer.url;
      server.httpServer?.once('close', () => void mockServer.close());
    },
  };
}
