/** Bundles scripts as a site would, all with the same minifier. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { build, type Rolldown } from 'vite';

/** Where the packages lie that the form itself is made with. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Where the packages lie that only the benchmarks need. */
export const BENCH = dirname(fileURLToPath(import.meta.url));

const ENTRY = 'virtual:entry';

/**
 * What a page has to load before `source`, a module's text, can run; chunks that it would load later do not count.
 *
 * @param root - the folder whose packages are imported
 * @throws where the source cannot be bundled, with the bundler's own error
 */
export async function bundle(source: string, root = REPOSITORY): Promise<string> {
  const { output } = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { dedupe: ['lit', 'zod'] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? `${root}/entry.js` : undefined),
        load: (id) => (id === `${root}/entry.js` ? source : undefined),
      },
      // As the form's own bundle is made. The packages come as their authors have built them.
      minifyTemplateLiterals({
        include: [`${REPOSITORY}src/element/*.ts`, `${BENCH}/*.ts`],
        failOnError: true,
      }),
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput;

  const files = new Map(output.map((file) => [file.fileName, file]));
  const needed = new Set(output.filter((file) => file.type === 'chunk' && file.isEntry));
  for (const file of needed) {
    if (file.type !== 'chunk') continue;
    for (const name of file.imports) {
      const imported = files.get(name);
      if (imported) needed.add(imported);
    }
  }
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  return [...needed, ...styles]
    .map((file) => (file.type === 'chunk' ? file.code : file.source.toString()))
    .join('\n');
}

/**
 * The first line of the form's own bundle: Chromium then compiles the script while it loads. It heeds the line only where
 * nothing stands before it.
 */
export const COMPILE_HINT = '//# allFunctionsCalledOnLoad\n';

/** The bundle of one of the benchmarks' own files, which begins with the same hint as the form's. */
export const bundleFile = async (name: string, root = REPOSITORY): Promise<string> =>
  `${COMPILE_HINT}${await bundle(`export * from ${JSON.stringify(join(BENCH, name))};`, root)}`;
