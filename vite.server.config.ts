import { defineConfig } from 'vite';

/**
 * What runs in Node: the functions for the relying party's server, and the command.
 *
 * The packages that it needs are part of it: with zod and the others as dependencies, everybody who wants the element
 * alone would install 9.6 MB beside Lit.
 */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    // The modules for browsers are there already.
    emptyOutDir: false,
    // Readable where an error's stack leads.
    minify: false,
    license: { fileName: 'server/licenses.md' },
    rolldownOptions: {
      input: { index: 'src/server/index.ts', cli: 'src/server/cli.ts' },
      output: { entryFileNames: 'server/[name].js', chunkFileNames: 'server/[name].js' },
    },
  },
});
