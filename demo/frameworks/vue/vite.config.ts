import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [
    vue({
      template: {
        // Else Vue looks for a component of this name, and warns that there is none.
        compilerOptions: { isCustomElement: (tag) => tag === 'fxa-email-form' },
      },
    }),
  ],
  // FxA's own test stacks, and the mock server, allow this origin.
  server: { host: 'localhost', port: 8000, strictPort: true },
  // The package is linked here, and Vite serves nothing from outside this folder.
  resolve: { preserveSymlinks: true },
});
