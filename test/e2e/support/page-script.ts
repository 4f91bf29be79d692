/** Scripts of a site's own, which import what sites install. */
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const ENTRY = 'virtual:entry';

/** Bundles `source`, the text of a module, as a site does for its pages. */
export async function bundlePageScript(source: string): Promise<string> {
  const { output } = (await build({
    root: fileURLToPath(new URL('../../../', import.meta.url)),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) => (id === ENTRY ? source : undefined),
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: ENTRY, output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}
