import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  // FxA's own test stacks, and the mock server, allow this origin.
  server: { host: 'localhost', port: 8000, strictPort: true },
  // The package is linked here, and Vite serves nothing from outside this folder.
  resolve: { preserveSymlinks: true },
});
