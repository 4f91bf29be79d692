import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ADDRESS = 'https://example.org/somebody/fxa-email-form';

/** The SHA-384 of `built`, the one file of the copies. */
const INTEGRITY = 'sha384-rIhspWv1zKHKFTcGME4f6JmMUcOfB9YRwc0YUHtIntlGT26ewAKr3Sc/2OmiqdWS';

const UNRELEASED = `# Changelog

## Unreleased

- The form speaks Klingon.
`;

const BEFORE_README = `# The form

<!-- Installation: "npm run release" writes this part. -->

There is no release yet.

<!-- End of the installation. -->

The rest.
`;

describe('npm run release', () => {
  /** A repository with the tools of this one, in which the build and the tests are over at once. */
  let copy: string;

  function run(command: string, ...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  const git = (...args: readonly string[]) => {
    const { status, output } = run('git', '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args);
    assert.equal(status, 0, output);
    return output.trim();
  };
  const tool = (name: string, ...args: readonly string[]) =>
    run(execPath, '--import', 'tsx', `scripts/${name}.ts`, ...args);
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');
  const write = (path: string, text: string) => {
    writeFileSync(join(copy, path), text);
  };

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'release-'));
    cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const scripts = {
      build: `node -e "fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/fxa-email-form.min.js', 'built')"`,
      test: 'node -e 0',
    };
    write('package.json', JSON.stringify({ ...packageJson, version: '0.1.0', scripts }));
    write('CHANGELOG.md', UNRELEASED);
    write('README.md', BEFORE_README);
    write('.gitignore', 'node_modules\ndist\n');
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'A');
    git('config', 'user.email', 'a@example.org');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Begin');
  });
  afterEach(() => {
    rmSync(copy, { recursive: true });
  });

  const fillIn = () => {
    const { status, output } = tool('repository', ADDRESS);
    assert.equal(status, 0, output);
    git('commit', '--quiet', '--all', '--message', 'Say where the repository is');
  };

  it('sets the version, writes changelog and README, commits and tags', () => {
    fillIn();
    const { status, output } = tool('release', 'minor');
    assert.equal(status, 0, output);

    const today = new Date().toISOString().slice(0, 10);
    const cdn = 'https://cdn.jsdelivr.net/npm/fxa-email-form@0.2.0/dist/fxa-email-form.min.js';
    assert.equal(
      read('CHANGELOG.md'),
      `# Changelog\n\n## Unreleased\n\n## 0.2.0 (${today})\n\nThe one file: \`${cdn}\`, integrity \`${INTEGRITY}\`.\n\n- The form speaks Klingon.\n`,
    );
    const readme = read('README.md');
    assert.ok(readme.includes(`src="${cdn}"\n  integrity="${INTEGRITY}"`), readme);
    assert.ok(readme.startsWith('# The form\n\n<!-- ') && readme.endsWith(' -->\n\nThe rest.\n'), readme);
    assert.doesNotMatch(readme, /no release yet/);
    assert.equal((JSON.parse(read('package.json')) as { version: string }).version, '0.2.0');
    assert.equal(git('tag', '--points-at', 'HEAD'), 'v0.2.0');
    assert.equal(git('log', '-1', '--format=%s'), 'Release 0.2.0');
    assert.equal(git('status', '--porcelain'), '');
    assert.deepEqual(tool('release', '--check', 'v0.2.0'), { status: 0, output: '' });
  });

  it('is refused while nobody has filled in where the repository is', () => {
    const { status, output } = tool('release', 'minor');
    assert.equal(status, 1);
    assert.match(output, /The address of the repository is not filled in/);
    assert.equal(git('status', '--porcelain'), '');
  });

  for (const [what, change, message] of [
    [
      'changes are not committed',
      () => {
        write('README.md', `${BEFORE_README}More.\n`);
      },
      /changes that are not committed/,
    ],
    [
      'it is another branch than main',
      () => {
        git('switch', '--quiet', '--create', 'topic');
      },
      /this is topic/,
    ],
    [
      'the changelog says nothing of what is new',
      () => {
        write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n');
        git('commit', '--quiet', '--all', '--message', 'Forget');
      },
      /says nothing of what is new/,
    ],
  ] as const) {
    it(`is refused where ${what}`, () => {
      fillIn();
      change();
      const { status, output } = tool('release', 'patch');
      assert.equal(status, 1, output);
      assert.match(output, message);
      assert.equal(git('tag'), '');
    });
  }

  it('publishes nothing where the one file is another than that of the release', () => {
    fillIn();
    assert.equal(tool('release', '1.0.0').status, 0);
    write('dist/fxa-email-form.min.js', 'built elsewhere');
    const { status, output } = tool('release', '--check', 'v1.0.0');
    assert.equal(status, 1);
    assert.match(output, /but the one file built here has sha384-/);
  });

  it('publishes nothing where the tag is another than the version', () => {
    fillIn();
    assert.equal(tool('release', '1.0.0').status, 0);
    const { status, output } = tool('release', '--check', 'v1.0.1');
    assert.equal(status, 1);
    assert.match(output, /package\.json has version 1\.0\.0, but the tag is v1\.0\.1/);
  });
});
