import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startMockServer, type MockServer } from '../../src/mock-server/start-mock-server.js';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));

const start = (...args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', CLI, 'mock-server', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs the command, which has to end by itself. */
async function fail(...args: string[]): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const child = start(...args);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, code: child.exitCode };
}

const CLIENT = ['0123456789abcdef', 'a-secret', 'http://localhost:5173/back', 'http://localhost:5173/other'];

describe('fxa-email-form mock-server', () => {
  /** Runs the command, and stops it once `use` is through. */
  async function run(args: string[], use: (url: string, output: string) => Promise<void>): Promise<void> {
    const child = start('--port', '0', ...args);
    const exited = once(child, 'exit');
    try {
      let output = '';
      for await (const chunk of child.stdout) {
        output += String(chunk);
        if (output.includes('The log:')) break;
      }
      const [, url = ''] = /listens on (http:\/\/localhost:\d+\/)\n/.exec(output) ?? [];
      await use(url, output);
    } finally {
      child.kill();
      await exited;
    }
  }

  const flowStatus = async (url: string, origin: string) =>
    (await fetch(`${url}metrics-flow`, { headers: { origin } })).status;

  it('without more => listens to every origin on this machine, and says so', () =>
    run([], async (url, output) => {
      assert.equal(
        output,
        `The mock server of Firefox Accounts listens on ${url}

Your form:  <fxa-email-form fxa-url="${url}" …>
Answers:    every origin on this machine
The log:    ${url}mock-server/log
`,
      );
      assert.equal(await flowStatus(url, 'http://localhost:5173'), 200);
      assert.equal(await flowStatus(url, 'https://example.org'), 401);
      assert.equal((await fetch(`${url}mock-server/log`)).status, 200);
    }));

  it('with origins and a client => listens to those alone, and signs people in for it', () =>
    run(
      [
        '--origin',
        'https://a.example',
        'https://b.example',
        '--origin',
        'https://c.example',
        '--client',
        ...CLIENT,
      ],
      async (url, output) => {
        assert.match(
          output,
          /^Answers: {4}https:\/\/a\.example, https:\/\/b\.example, https:\/\/c\.example$/m,
        );
        const origins = [
          'https://a.example',
          'https://b.example',
          'https://c.example',
          'http://localhost:5173',
        ];
        const statuses = await Promise.all(origins.map((origin) => flowStatus(url, origin)));
        assert.deepEqual(statuses, [200, 200, 200, 401]);
        for (const redirectUri of CLIENT.slice(2)) {
          const query = new URLSearchParams({
            client_id: CLIENT[0] ?? '',
            redirect_uri: redirectUri,
            scope: 'profile',
            state: 's',
          });
          const page = await (await fetch(`${url}authorization?${query.toString()}`)).text();
          assert.match(page, /Sign in and go back/);
        }
      },
    ));

  describe('where it cannot', () => {
    let other: MockServer;
    before(async () => {
      other = await startMockServer();
    });
    after(() => other.close());

    it('a port that is taken => 1, and what to do', async () => {
      const port = Number(new URL(other.url).port);
      assert.deepEqual(await fail('--port', String(port)), {
        code: 1,
        stdout: '',
        stderr: `Port ${port} is taken. Stop what listens there, or choose another port, such as --port ${port + 1}.\n`,
      });
    });
  });

  const wrong: [args: string[], message: RegExp][] = [
    [['--port', 'x'], /It has to be a number from 0 to 65535\./],
    [['--port', '65536'], /It has to be a number from 0 to 65535\./],
    [['--port', '-1'], /It has to be a number from 0 to 65535\./],
    [['--origin', 'http://localhost:5173/'], /without path or last slash, such as http:\/\/localhost:5173\./],
    [['--origin', 'localhost:5173'], /such as http:\/\/localhost:5173\./],
    [['--origin', 'shop'], /such as http:\/\/localhost:5173\./],
    [['--origin', 'null'], /such as http:\/\/localhost:5173\./],
    [['--client', 'shop', ...CLIENT.slice(1)], /16 lower-case hexadecimal digits/],
    [['--client', ...CLIENT.slice(0, 2)], /redirectUris/],
    [['--host', '0.0.0.0'], /unknown option '--host'/],
    [['now'], /too many arguments/],
  ];
  for (const [args, message] of wrong) {
    it(`${args.join(' ')} => 2, and why`, async () => {
      const { code, stdout, stderr } = await fail(...args);
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [2, '']);
    });
  }
});
