import angular from '@analogjs/vite-plugin-angular';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [angular({ tsconfig: 'tsconfig.json' })],
  // FxA's own test stacks, and the mock server, allow this origin.
  server: { host: 'localhost', port: 8000, strictPort: true },
  // The package is linked here, and Vite serves nothing from outside this folder.
  resolve: { mainFields: ['module'], preserveSymlinks: true },
});
