import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { create, ts } from '@custom-elements-manifest/analyzer';
import type { Plugin } from 'vite';
import manifestConfig from '../custom-elements-manifest.config.js';
import { SCENARIO_NAMES } from '../src/mock-server/scenarios.js';
import { addressOfRelease, integrityOf, newestRelease } from '../scripts/released.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const SCENARIOS = 'src/mock-server/scenarios.ts';
const FILE_NAME = 'fxa-email-form.min.js';
const ONE_FILE = `/${FILE_NAME}`;

const parse = async (path: string) =>
  ts.createSourceFile(path, await readFile(join(root, path), 'utf8'), ts.ScriptTarget.ES2022, true);

const MANIFEST_SOURCES = ts.sys
  .readDirectory(root, ['.ts'], undefined, manifestConfig.globs)
  .map((path) => relative(root, path).replaceAll(sep, '/'));

/** The manifest as the build writes it, of the sources as they are now, without writing a file. */
async function readManifest(): Promise<unknown> {
  const modules = await Promise.all(MANIFEST_SOURCES.map(parse));
  // The other plugins write files for editors.
  const plugins = manifestConfig.plugins.filter(({ name }) => name === 'fxa-email-form');
  return create({ modules, plugins, context: { dev: false, thirdPartyCEMs: [] } });
}

/** The scenarios of the mock server with the sentences that document them in the source. */
async function readScenarios(): Promise<{ name: string; description: string }[]> {
  const source = await readFile(join(root, SCENARIOS), 'utf8');
  const members = source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*\| \(?\{ readonly scenario: '([^']+)'/gs);
  const comments = new Map([...members].map(([, comment = '', name = '']) => [name, comment]));
  return SCENARIO_NAMES.map((name) => {
    const comment = comments.get(name);
    if (comment === undefined) throw new Error(`${SCENARIOS} does not document the scenario ${name}`);
    return {
      name,
      description: comment
        .replaceAll(/^\s*\*/gm, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    };
  });
}

/** Builds the one file from the sources as they are now, as the build does, and leaves `dist` alone. */
async function buildOneFile(): Promise<Buffer> {
  const outDir = await mkdtemp(join(tmpdir(), 'fxa-email-form-'));
  try {
    // In a process of its own: in that of the development server, Lit would come in its development build.
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    await promisify(execFile)(
      execPath,
      [vite, 'build', '--config', 'vite.bundle.config.ts', '--outDir', outDir, '--logLevel', 'error'],
      { cwd: root, env: { ...env, NODE_ENV: 'production' } },
    );
    return await readFile(join(outDir, FILE_NAME));
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

/**
 * Gives the playground what only Node can find out, as modules: `virtual:manifest`, `virtual:scenarios` and
 * `virtual:one-file`. Before the first release, the playground itself has the one file that its snippets name.
 */
export function playgroundPlugin(): Plugin {
  let built: Promise<Buffer> | undefined;
  const oneFile = () => (built ??= buildOneFile());

  const modules: Record<string, { sources: readonly string[]; read: () => Promise<unknown> }> = {
    'virtual:manifest': { sources: MANIFEST_SOURCES, read: readManifest },
    'virtual:scenarios': { sources: [SCENARIOS], read: readScenarios },
    'virtual:one-file': {
      sources: ['CHANGELOG.md'],
      async read() {
        const release = newestRelease(await readFile(join(root, 'CHANGELOG.md'), 'utf8'));
        if (release) return { address: addressOfRelease(release.version), integrity: release.integrity };
        return { address: ONE_FILE, integrity: integrityOf(await oneFile()) };
      },
    },
  };

  return {
    name: 'playground',
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    async load(id) {
      const module = modules[id.slice(1)];
      if (!id.startsWith('\0') || !module) return undefined;
      for (const source of module.sources) this.addWatchFile(join(root, source));
      return `export default ${JSON.stringify(await module.read())}`;
    },
    configureServer(server) {
      server.watcher.on('change', (path) => {
        if (!path.startsWith(join(root, 'src/'))) return;
        built = undefined;
        const module = server.moduleGraph.getModuleById('\0virtual:one-file');
        if (module) server.moduleGraph.invalidateModule(module);
      });
      server.middlewares.use(ONE_FILE, (_request, response, next) => {
        oneFile().then((file) => {
          response
            .writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' })
            .end(file);
        }, next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE_NAME, source: await oneFile() });
    },
  };
}
