/**
 * Type-checks and builds the page of each framework, after it has fetched what that page needs:
 *
 *     node --import tsx test/support/build-framework-pages.ts
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PAGES = new URL('../../demo/frameworks/', import.meta.url);

/** More at once than this machine may have cores would only slow each other down. */
const AT_ONCE = 2;

/** Runs npm in a page's folder. */
async function npm(page: string, ...args: readonly string[]): Promise<void> {
  const child = spawn('npm', args, {
    cwd: fileURLToPath(new URL(page, PAGES)),
    stdio: ['ignore', 'pipe', 'pipe'],
    // On Windows, npm is a script that only a shell can start.
    shell: process.platform === 'win32',
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode === 0) return;
  throw new Error(`"npm ${args.join(' ')}" failed in demo/frameworks/${page}:\n\n${output}${errors}`);
}

/** Whether the last `npm ci` came after the last change of the lock file. */
function isInstalled(page: string): boolean {
  const changed = (file: string) =>
    statSync(new URL(join(page, file), PAGES), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return changed('node_modules/.package-lock.json') > changed('package-lock.json');
}

async function buildPage(page: string): Promise<void> {
  if (!isInstalled(page)) await npm(page, 'ci');
  await npm(page, 'run', 'check');
  await npm(page, 'run', 'build');
  console.log(`Built demo/frameworks/${page}.`);
}

const waiting = readdirSync(PAGES);

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
