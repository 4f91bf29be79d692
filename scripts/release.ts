/**
 * Makes a release: checks, sets the version, writes the changelog and the README, tests, commits, tags.
 *
 *     npm run release -- minor            # or patch, major, or a version such as 1.0.0
 *     git push --follow-tags              # the workflow "Publish" does the rest
 *
 *     npm run release -- --check v1.2.0   # whether what has been built here is that release
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit, platform } from 'node:process';
import {
  integrityOf,
  integrityProblems,
  newestRelease,
  readmeOfRelease,
  repositoryProblem,
  withRelease,
} from './released.js';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const write = (path: string, text: string) => {
  writeFileSync(new URL(path, root), text);
};
const readPackage = () =>
  JSON.parse(read('package.json')) as { version: string; repository: { url: string } };
const bundleIntegrity = () => integrityOf(readFileSync(new URL('dist/fxa-email-form.min.js', root)));

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const npm = (...args: readonly string[]) => {
  // On Windows, npm is a script that only a shell can start.
  execFileSync('npm', args, { cwd: root, stdio: 'inherit', shell: platform === 'win32' });
};

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  for (const problem of problems) console.error(problem);
  exit(1);
}

/** What keeps this checkout from becoming a release. */
function problems(): string[] {
  const list = [repositoryProblem(readPackage().repository.url)];
  if (git('status', '--porcelain') !== '') list.push('There are changes that are not committed.');
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== 'main') list.push(`Releases are made from main, and this is ${branch}.`);
  return list.filter((problem) => problem !== undefined);
}

/** What tells the release of a tag from what stands and has been built here. */
function differences(tag: string): string[] {
  const { version, repository } = readPackage();
  const release = newestRelease(read('CHANGELOG.md'));
  const built = bundleIntegrity();
  return [
    repositoryProblem(repository.url),
    `v${version}` === tag ? undefined : `package.json has version ${version}, but the tag is ${tag}.`,
    release?.version === version
      ? undefined
      : `The newest release in CHANGELOG.md is ${release?.version ?? 'none'}.`,
    release?.integrity === built
      ? undefined
      : `CHANGELOG.md has the integrity ${release?.integrity ?? 'of nothing'}, but the one file built here has ${built}.`,
    ...integrityProblems(read('README.md'), release),
  ].filter((problem) => problem !== undefined);
}

function release(bump: string): void {
  refuse(problems());
  npm('version', bump, '--no-git-tag-version', '--allow-same-version');
  const { version } = readPackage();
  npm('run', 'build');
  const integrity = bundleIntegrity();
  const today = new Date().toISOString().slice(0, 10);
  write('CHANGELOG.md', withRelease(read('CHANGELOG.md'), { version, integrity, date: today }));
  write('README.md', readmeOfRelease(read('README.md'), { version, integrity }));
  npm('test');
  refuse(differences(`v${version}`));
  git('commit', '--all', '--message', `Release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
  console.log(`\nThis is ${version}. "git push --follow-tags" publishes it.`);
}

const [bump, tag] = argv.slice(2);
if (bump === '--check') {
  refuse(differences(tag ?? ''));
} else if (bump === undefined) {
  refuse(['Say which release: npm run release -- patch, minor, major or a version.']);
} else {
  try {
    release(bump);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    refuse(['Nothing is committed. "git restore ." takes back what was written.']);
  }
}
