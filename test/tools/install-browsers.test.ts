import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findCommand, isRoot } from '../support/browsers.js';

const script = fileURLToPath(new URL('../support/install-browsers.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A user who owns nothing. */
const NOBODY = 65_534;

/** What apt-get does here: notes what it was told, and puts the commands of that engine where a shell finds them. */
const APT = `#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/apt.log"
case "$*" in
  *" chromium") ln -s /bin/true "$here/chromium" ;;
  *" firefox-esr") ln -s /bin/true "$here/firefox-esr" ;;
  *" webkit2gtk-driver xvfb") ln -s /bin/true "$here/WebKitWebDriver"; ln -s /bin/true "$here/Xvfb" ;;
esac
`;

describe('npm test, on a machine without browsers', { skip: !findCommand('apt-get') && 'no apt-get' }, () => {
  let bin: string;
  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'bin-'));
    chmodSync(bin, 0o777);
    for (const name of ['sh', 'env', 'dirname', 'ln']) symlinkSync(findCommand(name) ?? '', join(bin, name));
    writeFileSync(join(bin, 'apt-get'), APT, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(bin, { recursive: true });
  });

  function install(variables: NodeJS.ProcessEnv, options: { asNobody?: boolean; ask?: boolean } = {}) {
    const { asNobody = false, ask = true } = options;
    const { status, stdout, stderr } = spawnSync(
      execPath,
      ['--import', 'tsx', script, ...(ask ? ['--ask'] : [])],
      {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: bin, PLAYWRIGHT_BROWSERS_PATH: bin, TMPDIR: bin, ...variables },
        ...(asNobody && { uid: NOBODY, gid: NOBODY }),
      },
    );
    const log = join(bin, 'apt.log');
    return { status, output: stdout + stderr, apt: existsSync(log) ? readFileSync(log, 'utf8') : '' };
  }

  const EVERYTHING = [
    'update',
    'install -y --no-install-recommends chromium',
    'install -y --no-install-recommends firefox-esr',
    'install -y --no-install-recommends webkit2gtk-driver xvfb',
    '',
  ].join('\n');

  describe('as root', { skip: !isRoot && 'this is somebody else' }, () => {
    it('installs every engine without a terminal, as in a fresh container', () => {
      const { status, output, apt } = install({});
      assert.deepEqual([status, apt], [0, EVERYTHING], output);
      assert.match(output, /no browser for Chromium, Firefox and WebKit/);
      assert.match(output, /The browsers are here: Chromium, Firefox and WebKit\.\n$/);
    });

    it('installs the engines that TEST_ENGINES names, and no other', () => {
      const { status, apt } = install({ TEST_ENGINES: 'firefox' });
      assert.deepEqual([status, apt], [0, 'update\ninstall -y --no-install-recommends firefox-esr\n']);
    });
  });

  it('installs nothing without a terminal as somebody else, and names the step that does', () => {
    const { status, output, apt } = install({}, { asNobody: isRoot });
    assert.deepEqual([status, apt], [1, ''], output);
    assert.match(output, /"npm run browsers" installs them/);
  });

  /** What util-linux has to give a command a terminal. */
  const terminal = findCommand('script');

  describe('on a terminal', { skip: (!terminal || !isRoot) && 'no command "script", or not root' }, () => {
    for (const [reply, installed] of [
      ['n', ''],
      ['', ''],
      ['y', EVERYTHING],
    ] as const) {
      it(`asks before it installs anything: "${reply}" => ${installed ? 'everything' : 'nothing'}`, async () => {
        const command = `"${execPath}" --import tsx "${script}" --ask`;
        const child = spawn(terminal ?? '', ['--quiet', '--command', command, '/dev/null'], {
          cwd: root,
          env: { PATH: bin, PLAYWRIGHT_BROWSERS_PATH: bin, TMPDIR: bin, SHELL: '/bin/sh' },
          stdio: 'pipe',
        });
        let output = '';
        let replied = false;
        for await (const chunk of child.stdout.setEncoding('utf8')) {
          output += String(chunk);
          if (replied || !output.includes('Install now? [y/N] ')) continue;
          replied = true;
          assert.equal(existsSync(join(bin, 'apt.log')), false, output);
          child.stdin.write(`${reply}\n`);
        }
        const log = join(bin, 'apt.log');
        assert.equal(existsSync(log) ? readFileSync(log, 'utf8') : '', installed, output);
        assert.match(output, /This installs chromium firefox-esr webkit2gtk-driver xvfb with apt-get/);
      });
    }
  });
});
