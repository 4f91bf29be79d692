import { defineConfig } from 'vite';
import { fxaPlugin } from './demo/fxa-plugin.js';
import { playgroundPlugin } from './demo/playground-plugin.js';

/** FxA's own test stacks allow the origin with this port, and no other port of it. */
const PORT = 8000;

export default defineConfig({
  // The pages of the guides have packages of their own, which this page does without.
  optimizeDeps: { entries: ['index.html', 'demo/*.html', 'demo/playground/*.html', 'demo/themes/*.html'] },
  plugins: [
    fxaPlugin({
      origin: `http://localhost:${PORT}`,
      fxaUrl: process.env['FXA_URL'],
      mockServerPort: 3030,
    }),
    playgroundPlugin(),
  ],
  server: { host: 'localhost', port: PORT, strictPort: true },
  preview: { host: 'localhost', port: PORT, strictPort: true },
  build: {
    outDir: 'dist-demo',
    rolldownOptions: {
      input: [
        'index.html',
        'demo/oauth.html',
        'demo/playground/stage.html',
        ...['mozilla', 'dark-hero', 'blog'].map((name) => `demo/themes/${name}.html`),
      ],
    },
  },
});
