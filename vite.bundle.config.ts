import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { defineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };

const LICENSES = 'fxa-email-form.min.licenses.md';

/**
 * The one self-contained file for pages without a bundler. The modules for bundlers come from `tsc`.
 *
 * It is built as an application with one script, since Vite leaves the white space in the ES modules of a library.
 */
export default defineConfig({
  plugins: [minifyTemplateLiterals({ include: 'src/element/*.ts', failOnError: true })],
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist',
    // The modules are there already.
    emptyOutDir: false,
    modulePreload: false,
    // Holds the sources as well: they are not beside the file on a CDN.
    sourcemap: true,
    license: { fileName: LICENSES },
    rolldownOptions: {
      input: 'src/one-file.ts',
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: 'fxa-email-form.min.js',
        postBanner: [
          // Chromium then compiles all of it while it still waits for the network, in place of each function when that is
          // first called: a first element takes a fifth less time. It heeds the hint in the first line only.
          // https://v8.dev/blog/explicit-compile-hints
          '//# allFunctionsCalledOnLoad',
          `/*! ${packageJson.name} ${packageJson.version}, MPL-2.0. With Lit, © Google LLC, BSD-3-Clause: ${LICENSES} */`,
        ].join('\n'),
      },
    },
  },
});
