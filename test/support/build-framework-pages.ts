/**
 * Checks and builds the page of each framework, and those of the guides, after it has fetched what they need:
 *
 *     node --import tsx test/support/build-framework-pages.ts
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { cp, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = new URL('../../', import.meta.url);
const DEMO = new URL('demo/', ROOT);

/** Frameworks that tell their makers of each build are asked not to. */
const env = {
  ...process.env,
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
};

/** More at once than this machine may have cores would only slow each other down. */
const AT_ONCE = 2;

/** Runs npm in a folder, and resolves with what it prints. */
async function npm(folder: URL, ...args: readonly string[]): Promise<string> {
  const child = spawn('npm', args, {
    cwd: fileURLToPath(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    // On Windows, npm is a script that only a shell can start.
    shell: process.platform === 'win32',
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode === 0) return output;
  throw new Error(`"npm ${args.join(' ')}" failed in ${folder.href}:\n\n${output}${errors}`);
}

/** Whether the last `npm ci` came after the last change of the lock file. */
function isInstalled(page: string): boolean {
  const changed = (file: string) =>
    statSync(new URL(join(page, file), DEMO), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return changed('node_modules/.package-lock.json') > changed('package-lock.json');
}

/** Packs the package as it is published, and unpacks it into a folder; the path of what was in the archive. */
async function packInto(folder: string): Promise<string> {
  const [{ filename }] = JSON.parse(await npm(ROOT, 'pack', '--json', '--pack-destination', folder)) as [
    { filename: string },
  ];
  await run('tar', ['-xzf', filename], { cwd: folder });
  return join(folder, 'package');
}

/** Where `npm ci` has copied the package in place of linking it, the copy may be of an earlier build. */
async function renewPackage(page: string): Promise<void> {
  const copy = new URL(`${page}/node_modules/fxa-email-form`, DEMO);
  if ((await lstat(copy)).isSymbolicLink()) return;
  await rm(copy, { recursive: true });
  await cp(packed, copy, { recursive: true });
}

async function buildPage(page: string): Promise<void> {
  const folder = new URL(page, DEMO);
  if (!isInstalled(page)) await npm(folder, 'ci');
  await renewPackage(page);
  await npm(folder, 'run', 'check');
  await npm(folder, 'run', 'build');
  console.log(`Built demo/${page}.`);
}

const archive = await mkdtemp(join(tmpdir(), 'fxa-email-form-'));
const packed = await packInto(archive);
const waiting = [...readdirSync(new URL('frameworks/', DEMO)).map((name) => `frameworks/${name}`), 'guides'];

async function buildNextPages(): Promise<void> {
  for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
    try {
      await buildPage(page);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, buildNextPages));
await rm(archive, { recursive: true });
