import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startMockServer } from '../../src/mock-server/start-mock-server.js';

const MAIN = fileURLToPath(new URL('../../src/mock-server/main.ts', import.meta.url));

const run = (port: string) =>
  spawn(process.execPath, ['--import', 'tsx', MAIN], { env: { ...process.env, MOCK_SERVER_PORT: port } });

/** Runs the command until it ends by itself. */
async function fail(port: string): Promise<{ message: string; code: number | null }> {
  const child = run(port);
  const exited = once(child, 'exit');
  const message = await text(child.stderr);
  await exited;
  return { message, code: child.exitCode };
}

describe('the command', () => {
  it('a free port => prints the address, where a mock server answers', async () => {
    const child = run('0');
    const exited = once(child, 'exit');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const [url = ''] = /http:\/\/localhost:\d+\//.exec(line.toString()) ?? [];
    assert.equal((await fetch(`${url}mock-server/log`)).status, 200);
    child.kill();
    await exited;
  });

  it('a port that is taken => one sentence, exit code 1', async () => {
    const mockServer = await startMockServer();
    const { port } = new URL(mockServer.url);
    const { message, code } = await fail(port);
    assert.match(message, new RegExp(`^Port ${port} is already taken\\..*\\n$`));
    assert.equal(code, 1);
    await mockServer.close();
  });

  for (const port of ['x', '65536', '-1']) {
    it(`port ${port} => one sentence, exit code 1`, async () => {
      const { message, code } = await fail(port);
      assert.match(message, /^MOCK_SERVER_PORT is .*\n$/);
      assert.equal(code, 1);
    });
  }
});
