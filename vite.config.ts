import { randomUUID } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';
import { EXAMPLE_CLIENT_ID, startMockServer } from './src/mock-server/start-mock-server.js';

const { FXA_URL } = process.env;

/** The demo talks to the FxA server that `FXA_URL` names, else to the mock server, which then runs beside it. */
function fxa(): Plugin {
  const url = FXA_URL ?? 'http://localhost:3030/';
  return {
    name: 'fxa',
    transformIndexHtml: (html) => html.replaceAll('%FXA_URL%', url),
    async configureServer(server) {
      // What a site's own endpoint does: it adds its OAuth values to the form's fields, and goes on to FxA.
      server.middlewares.use('/demo/sign-in', (request, response) => {
        const { searchParams } = new URL(request.originalUrl ?? '/', 'http://localhost:8000');
        searchParams.set('client_id', EXAMPLE_CLIENT_ID);
        searchParams.set('state', randomUUID());
        response.writeHead(302, { Location: `${url}authorization?${searchParams.toString()}` }).end();
      });
      if (FXA_URL) return;
      const mockServer = await startMockServer({ port: 3030 });
      server.httpServer?.once('close', () => void mockServer.close());
    },
  };
}

export default defineConfig({
  plugins: [fxa()],
  // FxA's own test stacks allow this origin, and no other port of it.
  server: { host: 'localhost', port: 8000, strictPort: true },
  preview: { host: 'localhost', port: 8000, strictPort: true },
  build: {
    outDir: 'dist-demo',
    rolldownOptions: {
      input: [
        'index.html',
        'demo/oauth.html',
        ...['mozilla', 'dark-hero', 'blog'].map((name) => `demo/themes/${name}.html`),
      ],
    },
  },
});
