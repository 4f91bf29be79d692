/**
 * Makes sure that there are browsers to test in, and installs those that are missing:
 *
 *     node --import tsx test/support/install-browsers.ts
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env, execPath, exit } from 'node:process';
import { engines, findCommand, isRoot, listEngines, missingEngines, type Engine } from './browsers.js';

const debianPackages: Readonly<Record<Engine, readonly string[]>> = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
};

function run(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** One engine at a time, so that a distribution that lacks one of the packages still gives the other engines. */
function installWithApt(missing: readonly Engine[]): void {
  const sudo = findCommand('sudo');
  if (findCommand('apt-get') === undefined || (!isRoot && sudo === undefined)) return;
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const [command, ...args] = isRoot || sudo === undefined ? apt : [sudo, ...apt];
  if (command === undefined || !run(command, ...args, 'update')) return;
  for (const engine of missing) {
    run(command, ...args, 'install', '-y', '--no-install-recommends', ...debianPackages[engine]);
  }
}

function downloadWithPlaywright(missing: readonly Engine[]): void {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  for (const engine of missing) run(execPath, cli, 'install', engine);
}

if (missingEngines().length > 0) {
  console.log(`No browser for ${listEngines(missingEngines())} yet: installing.`);
  installWithApt(missingEngines());
  downloadWithPlaywright(missingEngines());
}

const missing = missingEngines();
if (missing.length === engines.length) {
  console.error(
    'There is no browser to test in, and none could be installed. Install one of them by hand: on Debian ' +
      `\`apt-get install ${Object.values(debianPackages).flat().join(' ')}\`, elsewhere \`npx playwright-core install\`.`,
  );
  exit(1);
}
if (missing.length > 0 && env['CI']) {
  console.error(`No browser for ${listEngines(missing)}: in CI, the tests have to run in every engine.`);
  exit(1);
}
