import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  build: {
    rolldownOptions: { input: readdirSync(import.meta.dirname).filter((name) => name.endsWith('.html')) },
  },
  // FxA's own test stacks, and the mock server, allow this origin.
  server: { host: 'localhost', port: 8000, strictPort: true },
});
