import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  // Each page is rendered when it is asked for; the same page works where it is rendered once, at the build.
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  // FxA's own test stacks, and the mock server, allow this origin.
  server: { host: 'localhost', port: 8000 },
});
