/**
 * The command `npm test`: every check and every test. With files or folders, those tests alone, after the steps that they need:
 *
 *     npm test -- test/rules test/element/sync.test.ts
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, normalize, relative, sep } from 'node:path';
import process, { argv, cwd, env, execPath, exit, platform } from 'node:process';
import { engines, listEngines, missingEngines } from './support/browsers.js';

/** Milliseconds for one file of tests in Node, on a machine that may be ten times slower than a developer's. */
const FILE_TIMEOUT = 30 * 60_000;

/** The folders of tests that Node runs, the quickest first. Those of `test/element` and `test/machine` run in browsers. */
const NODE_FOLDERS = [
  'rules',
  'flow',
  'locales',
  'mock-server',
  'server',
  'demo',
  'package',
  'tools',
  'bench',
  'old-engines',
  'e2e',
];

interface Step {
  /** What it does, as a sentence. */
  readonly says: string;
  readonly command: readonly [name: string, ...args: string[]];
}

const npm = (...args: readonly string[]): Step['command'] => ['npm', 'run', '--silent', ...args];

/** The test files that a path names: itself, or those in the folder. */
function testFiles(path: string): string[] {
  if (!existsSync(path)) {
    console.error(`There is no ${path}.`);
    exit(2);
  }
  const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  // From here on as the tests name them: relative, with slashes.
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => relative(cwd(), normalize(file)).replaceAll(sep, '/'));
}

/** The steps that these tests need, and the tests. */
function stepsFor(files: readonly string[]): Step[] {
  const within = (...folders: readonly string[]) =>
    files.filter((file) => folders.some((folder) => file.startsWith(`test/${folder}/`)));
  const inBrowsers = within('element', 'machine');
  const inNode = within(...NODE_FOLDERS);
  const steps: Step[] = [];

  if (within('e2e', 'old-engines', 'package', 'bench').length > 0) {
    steps.push({ says: 'Build the package: some seconds.', command: npm('build') });
  }
  if (within('element', 'machine', 'e2e', 'old-engines', 'server', 'demo', 'bench').length > 0) {
    steps.push({
      says: 'Look for browsers: several minutes where one has to be installed.',
      command: npm('browsers', '--', '--ask'),
    });
  }
  if (files.some((file) => /^test\/e2e\/(frameworks|guides|page-caches)\.test\.ts$/.test(file))) {
    steps.push({
      says: 'Install what the pages of the frameworks need, and build them: two minutes the first time.',
      command: npm('test:frameworks'),
    });
  }
  if (within('old-engines').length > 0) {
    steps.push({
      says: 'Install two old builds of Chromium: 110 MB to download, seconds where npm has them already.',
      command: ['npm', '--prefix', 'test/old-engines', 'ci', '--silent'],
    });
  }
  if (inBrowsers.length > 0) {
    steps.push({
      says: `Test the element in ${listEngines(engines)}: four minutes for all of its tests.`,
      command: npm('test:browser', '--', ...inBrowsers.flatMap((file) => ['--files', file])),
    });
  }
  if (inNode.length > 0) {
    steps.push({
      says: `Test in Node, test/e2e with real browsers: five minutes for all of these tests.`,
      command: [execPath, '--import', 'tsx', '--test', `--test-timeout=${FILE_TIMEOUT}`, ...inNode],
    });
  }
  return steps;
}

/** Runs a command, and resolves with its exit code. It ends when this process is told to. */
function run([name, ...args]: Step['command']): Promise<number> {
  // On Windows, npm is a script that only a shell can start.
  const shell = platform === 'win32' && name === 'npm';
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: 'inherit', shell });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGTERM', forward).on('SIGHUP', forward);
    child.once('error', reject).once('exit', (code) => {
      process.off('SIGTERM', forward).off('SIGHUP', forward);
      resolve(code ?? 1);
    });
  });
}

const paths = argv.slice(2);
const all = paths.length === 0;
const files = (
  all ? ['element', 'machine', ...NODE_FOLDERS].map((folder) => `test/${folder}`) : paths
).flatMap(testFiles);
const steps = stepsFor(files);
if (all) {
  steps.unshift({
    says: 'Check types, code, format, links and spelling: half a minute.',
    command: npm('lint'),
  });
}
if (steps.length === 0) {
  console.error(`There are no tests in ${paths.join(' ')}.`);
  exit(2);
}

for (const [index, { says, command }] of steps.entries()) {
  console.log(`\n[${index + 1}/${steps.length}] ${says}`);
  const started = Date.now();
  const code = await run(command);
  const seconds = Math.round((Date.now() - started) / 1_000);
  if (code !== 0) {
    console.error(`\n[${index + 1}/${steps.length}] This step failed, after ${seconds} s.`);
    exit(code);
  }
  console.log(`[${index + 1}/${steps.length}] Done in ${seconds} s.`);
}

const missing = missingEngines();
if (missing.length > 0) {
  console.log(`\nNot tested in ${listEngines(missing)}: there is no such browser on this machine.`);
} else if (all) {
  console.log(`\nTested in ${listEngines(engines)}${env['TEST_ENGINES'] ? ', as TEST_ENGINES says' : ''}.`);
}
