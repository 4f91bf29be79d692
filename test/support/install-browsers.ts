/**
 * Makes sure that there are browsers to test in.
 *
 *     npm run browsers
 *
 * installs those that are missing. `npm test` runs it with `--ask`: then it asks before it installs anything, since system
 * packages are the business of whoever owns the machine. Nobody is asked
 *
 * - with the variable `CI`, where every engine has to be there;
 * - as root without a terminal, as in a fresh container: there the two commands of the README have to be enough.
 *
 * Without a terminal and as somebody else it installs nothing.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { argv, env, execPath, exit, stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { engines, findCommand, isRoot, listEngines, missingEngines, type Engine } from './browsers.js';

const debianPackages: Readonly<Record<Engine, readonly string[]>> = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
};

type Command = readonly [name: string, ...args: string[]];

function run([name, ...args]: Command): boolean {
  console.log(`$ ${[name, ...args].join(' ')}`);
  return spawnSync(name, args, { stdio: 'inherit' }).status === 0;
}

/** The beginning of a command that runs apt, where this machine has it and this user may. */
function apt(): Command | undefined {
  const command: Command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  if (findCommand('apt-get') === undefined) return undefined;
  if (isRoot) return command;
  return findCommand('sudo') === undefined ? undefined : ['sudo', ...command];
}

/** What would be installed, and how, as a sentence. */
function explain(missing: readonly Engine[]): string {
  const packages = missing.flatMap((engine) => debianPackages[engine]).join(' ');
  return apt()
    ? `This installs ${packages} with ${isRoot ? '' : 'sudo and '}apt-get, and downloads with Playwright what apt-get does not have.`
    : `This downloads with Playwright, into its own cache: ${missing.join(' ')}.`;
}

/** One engine at a time, so that a distribution that lacks one of the packages still gives the other engines. */
function installWithApt(missing: readonly Engine[]): void {
  const command = apt();
  if (!command || !run([...command, 'update'])) return;
  for (const engine of missing) {
    run([...command, 'install', '-y', '--no-install-recommends', ...debianPackages[engine]]);
  }
}

function downloadWithPlaywright(missing: readonly Engine[]): void {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  for (const engine of missing) run([execPath, cli, 'install', engine]);
}

/** Whether the missing browsers may be installed. */
async function mayInstall(): Promise<boolean> {
  if (!argv.includes('--ask') || env['CI']) return true;
  if (!stdin.isTTY || !stdout.isTTY) return isRoot;
  const terminal = createInterface({ input: stdin, output: stdout });
  const answer = await terminal.question('Install now? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

const before = missingEngines();
if (before.length > 0) {
  console.log(`This machine has no browser for ${listEngines(before)}. ${explain(before)}`);
  if (await mayInstall()) {
    installWithApt(before);
    downloadWithPlaywright(missingEngines());
  }
}

const missing = missingEngines();
if (missing.length === 0) {
  console.log(`The browsers are here: ${listEngines(engines)}.`);
} else if (missing.length === engines.length) {
  console.error(
    'There is no browser to test in. "npm run browsers" installs them. By hand: on Debian ' +
      `"apt-get install ${Object.values(debianPackages).flat().join(' ')}", elsewhere "npx playwright-core install".`,
  );
  exit(1);
} else if (env['CI']) {
  console.error(`No browser for ${listEngines(missing)}: in CI, the tests have to run in every engine.`);
  exit(1);
} else {
  console.log(
    `The tests go on without ${listEngines(missing)}. "npm run browsers" installs what is missing.`,
  );
}
