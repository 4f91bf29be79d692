import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [
    vue({
      template: {
        // Else Vue looks for components of these names, and warns that there are none.
        compilerOptions: { isCustomElement: (tag) => tag.startsWith('fxa-') },
      },
    }),
  ],
  // FxA's own test stacks, and the mock server, allow this origin.
  server: { host: 'localhost', port: 8000, strictPort: true },
  // The package is linked here, and Vite serves nothing from outside this folder.
  resolve: { preserveSymlinks: true },
});
