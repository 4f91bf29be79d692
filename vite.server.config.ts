import { defineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };

/** The files of `dist` that Node runs: those that `exports` and `bin` name. `tsc` makes the others. */
const targets = [...Object.values(packageJson.exports), ...Object.values(packageJson.bin)].flatMap(
  (target) => {
    const file = typeof target === 'object' && 'default' in target ? target.default : target;
    const [, name] = /^\.\/dist\/((?:server|mock-server)\/.+)\.js$/.exec(String(file)) ?? [];
    return name === undefined ? [] : [name];
  },
);

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
      input: Object.fromEntries(targets.map((name) => [name, `src/${name}.ts`])),
      output: { entryFileNames: '[name].js', chunkFileNames: 'server/shared/[name].js' },
    },
  },
});
