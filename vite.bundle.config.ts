import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { minify } from 'terser';
import { defineConfig, type Plugin } from 'vite';
import packageJson from './package.json' with { type: 'json' };

const LICENSES = 'fxa-email-form.min.licenses.md';

/**
 * Names of members that only our own modules know, and that nothing reads by a text: the one file has shorter ones for
 * them. A name that is not here only costs some bytes; one that pages, browsers or FxA know must never be here.
 */
const INNER_NAMES = `
  announce authored authoredAction authoredFields authoredParts baseUrl checks compose consent currentForm
  dispatch extraFields failure field fieldChanged fields fillIn flowController flowRequested flowSettled focused
  forgiveFailures formType giveUp handOver internals lazy leave leaving milliseconds missing observer
  optedOut owner ownsLinks pageOrigin prefill problem renew reports reserved resolved sentFields settings
  showState showSubmitting source styled syncLeftOut takeResult task texts timeOut timer touch typed updateNow
  waitFor waiting watched wayOf writeSettings
`;

/** Vite's minifier makes the shorter code, terser the shorter names: Lit's inner members begin with `_$` or `__`. */
const shortenNames: Plugin = {
  name: 'shorten-names',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const { code, map } = await minify(chunk.code, {
        module: true,
        compress: { passes: 3, ecma: 2020, unsafe_arrows: true, unsafe_methods: true, sequences: false },
        mangle: {
          properties: { regex: new RegExp(`^(_\\$|__|(${INNER_NAMES.trim().replace(/\s+/g, '|')})$)`) },
        },
        format: { comments: /allFunctionsCalledOnLoad|^!/ },
        sourceMap: { content: JSON.stringify(chunk.map), asObject: true, url: `${chunk.fileName}.map` },
      });
      chunk.code = code ?? '';
      Object.assign(chunk.map ?? {}, map);
    }
  },
};

/**
 * The one self-contained file for pages without a bundler. The modules for bundlers come from `tsc`. With
 * `--mode form-alone` it is a file without the link, which is only weighed: it shows what a page with a bundler pays.
 *
 * It is built as an application with one script, since Vite leaves the white space in the ES modules of a library.
 */
export default defineConfig(({ mode }) => ({
  plugins: [minifyTemplateLiterals({ include: 'src/element/*.ts', failOnError: true }), shortenNames],
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: mode === 'form-alone' ? 'size' : 'dist',
    // The modules are there already.
    emptyOutDir: false,
    modulePreload: false,
    // Holds the sources as well: they are not beside the file on a CDN.
    sourcemap: true,
    license: { fileName: LICENSES },
    rolldownOptions: {
      input: mode === 'form-alone' ? 'src/index.ts' : 'src/one-file.ts',
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
}));
