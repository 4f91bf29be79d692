import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build, type Rolldown } from 'vite';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const { name, version, exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;

/** Every path that holds a script; the others hold data, or types alone. The pattern stands for one of its files. */
const paths = Object.entries(exports)
  .filter(([path, target]) => !path.endsWith('.json') && (typeof target === 'string' || target['default']))
  .map(([path]) => name + path.slice(1).replace('*', 'de'));
const browserPaths = paths.filter((path) => !/\/(mock-)?server$/.test(path));

describe('the package as it is published', () => {
  /** An empty project that the package has been installed into. */
  let project: string;
  let tarball: string;

  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'fxa-email-form-'));
    const packed = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: root });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    tarball = join(project, filename);
    await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball], { cwd: project });
  });
  after(() => rm(project, { recursive: true }));

  /** Bundles a script in the project as sites do, for browsers or for a server. */
  async function bundle(script: string, { server = false } = {}): Promise<string> {
    const entry = join(project, 'entry.js');
    await writeFile(entry, script);
    const { output } = (await build({
      root: project,
      configFile: false,
      logLevel: 'error',
      ...(server && { ssr: { noExternal: true } }),
      build: {
        write: false,
        ssr: server,
        minify: false,
        modulePreload: false,
        rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
      },
    })) as Rolldown.RolldownOutput;
    return output[0].code;
  }

  for (const path of paths) {
    it(`is imported from ${path} by Node`, async () => {
      const script = `import * as module from '${path}'; console.log(Object.keys(module).length > 0);`;
      const { stdout, stderr } = await run('node', ['--input-type=module', '--eval', script], {
        cwd: project,
      });
      assert.deepEqual([stdout.trim(), stderr], ['true', '']);
    });

    it(`is imported from ${path} by a bundler’s server build, which then runs`, async () => {
      const code = await bundle(
        `import * as module from '${path}'; export default Object.keys(module).length;`,
        {
          server: true,
        },
      );
      const file = join(project, 'server.js');
      await writeFile(file, code);
      const script = `console.log((await import(${JSON.stringify(file)})).default > 0);`;
      const { stdout } = await run('node', ['--input-type=module', '--eval', script], { cwd: project });
      assert.equal(stdout.trim(), 'true');
    });
  }

  for (const path of browserPaths) {
    it(`is imported from ${path} by a bundler for browsers`, async () => {
      const code = await bundle(`import * as module from '${path}'; export { module };`);
      assert.deepEqual([/^export \{/m.test(code), /^import /m.test(code)], [true, false]);
    });
  }

  const registering = [name, `${name}/link`, `${name}/fxa-email-form.min.js`];
  for (const path of registering) {
    it(`registers its tag where ${path} is imported for that alone`, async () => {
      assert.match(await bundle(`import '${path}';`), /\.define\(/);
    });
  }

  for (const path of browserPaths.filter((one) => !registering.includes(one))) {
    it(`leaves nothing behind where nothing of ${path} is used`, async () => {
      assert.equal((await bundle(`import '${path}';`)).trim(), '');
    });
  }

  it('asks Chromium to compile the one file while it loads, which has to be its first line', async () => {
    const bundle = await readFile(join(project, 'node_modules', name, 'dist/fxa-email-form.min.js'), 'utf8');
    assert.match(bundle, /^\/\/# allFunctionsCalledOnLoad\n/);
  });

  it('has no syntax in the one file that Safari has learned since 15.4, the last of the oldest browsers to do so', async () => {
    const bundle = await readFile(join(project, 'node_modules', name, 'dist/fxa-email-form.min.js'), 'utf8');
    // Static blocks, and looking behind in regular expressions: both came with 16.4.
    assert.doesNotMatch(bundle, /\bstatic\s*\{|\(\?<[=!]/);
  });

  it('tells whose code is in the one file, and in what runs in Node', async () => {
    const read = (path: string) => readFile(join(project, 'node_modules', name, 'dist', path), 'utf8');
    const notice = new RegExp(
      `^/\\*! ${name} ${version.replaceAll('.', '\\.')}, MPL-2\\.0\\. With Lit, © Google LLC, BSD-3-Clause: (\\S+) \\*/$`,
      'm',
    ).exec(await read('fxa-email-form.min.js'));
    assert.match(
      await read(notice?.[1] ?? ''),
      /^## lit - \S+ \(BSD-3-Clause\)\n[^#]*THIS SOFTWARE IS PROVIDED/m,
    );
    assert.match(await read('server/licenses.md'), /^## zod - \S+ \(MIT\)/m);
  });

  it('has source maps that hold the sources', async () => {
    const dist = join(project, 'node_modules', name, 'dist');
    const files = await readdir(dist, { recursive: true });
    const incomplete: string[] = [];
    for (const file of files.filter((path) => /\.(js|d\.ts)$/.test(path))) {
      const [, url] = /^\/\/# sourceMappingURL=(\S+)$/m.exec(await readFile(join(dist, file), 'utf8')) ?? [];
      if (url === undefined) continue;
      const map = JSON.parse(await readFile(join(dist, file, '..', url), 'utf8')) as {
        sources: string[];
        sourcesContent?: unknown[];
      };
      if (map.sourcesContent?.length !== map.sources.length) incomplete.push(file);
    }
    assert.deepEqual(incomplete, []);
    assert.ok(files.includes('fxa-email-form.min.js.map'));
  });

  it('installs Lit and no other package beside it', async () => {
    const lock = JSON.parse(await readFile(join(project, 'node_modules/.package-lock.json'), 'utf8')) as {
      packages: object;
    };
    assert.deepEqual(
      Object.keys(lock.packages)
        .map((path) => path.replace('node_modules/', ''))
        .sort(),
      [
        '@lit-labs/ssr-dom-shim',
        '@lit/reactive-element',
        '@types/trusted-types',
        name,
        'lit',
        'lit-element',
        'lit-html',
      ],
    );
  });

  it('has types that need no package but those', async () => {
    // A name that a public type does not need, but whose type is zod's, is marked with @internal in src.
    const scripts = paths.map(
      (path, index) => `import * as module${index} from '${path}';\nvoid module${index};`,
    );
    await writeFile(join(project, 'types.ts'), scripts.join('\n'));
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      lib: ['es2023', 'dom', 'dom.iterable'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['types.ts'] }));
    const complaints = await run('npx', ['tsc', '-p', project], { cwd: root }).then(
      () => '',
      (error: unknown) => (error as { readonly stdout: string }).stdout,
    );
    assert.equal(complaints, '');
  });

  it('brings its command', async () => {
    const { stdout } = await run('npx', ['--no', name, '--', 'check', '--help'], { cwd: project });
    assert.match(stdout, /^Usage: fxa-email-form check /);
  });

  it('tells of everything on one page', async () => {
    const text = await readFile(join(project, 'node_modules', name, 'dist/llms.txt'), 'utf8');
    for (const words of ['## `<fxa-email-form>`', '| `utm-source`', 'sendEngageEvent(', 'hostedFormUrl(']) {
      assert.ok(text.includes(words), `It does not have: ${words}`);
    }
  });

  it('has nothing that publint finds', async () => {
    const pkgDir = join(project, 'node_modules', name);
    const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has no types that are wrong', async () => {
    // It is for ES modules only, as its `type` says.
    const complaints = await run('npx', ['attw', tarball, '--profile', 'esm-only'], { cwd: root }).then(
      () => '',
      (error: unknown) => (error as { readonly stdout: string }).stdout,
    );
    assert.equal(complaints, '');
  });
});
