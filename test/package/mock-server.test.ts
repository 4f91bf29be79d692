import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LogEntry } from '../../src/mock-server/start-mock-server.js';
import { launch, type Browser } from '../e2e/support/driver.js';
import { findBrowsers } from '../support/browsers.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

const [installed] = findBrowsers();

describe('the mock server of the package as it is published', () => {
  /** An empty project that the package has been installed into. */
  let project: string;

  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'fxa-email-form-'));
    const packed = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: root });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const flags = ['--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', ['install', ...flags, join(project, filename)], { cwd: project });
  });
  after(() => rm(project, { recursive: true }));

  it('is started by a script, and asserted on', async () => {
    await writeFile(
      join(project, 'test.js'),
      `import { startMockServer } from 'fxa-email-form/mock-server';
      const mockServer = await startMockServer({ origins: ['https://example.org'] });
      const fxa = mockServer.at('test');
      fxa.nextScenario({ scenario: '503' });
      for (const origin of ['https://example.org', 'https://example.org', 'http://localhost:5173']) {
        await fetch(fxa.url + 'metrics-flow', { headers: { origin } });
      }
      await fetch(fxa.url + '?action=email&form_type=email&email=test%40test');
      console.log(fxa.log.map(({ type, status, event, outcome }) => [type, status ?? event ?? outcome].join(' ')).join());
      await mockServer.close();`,
    );
    const { stdout } = await run('node', ['test.js'], { cwd: project });
    assert.equal(
      stdout.trim(),
      'request 503,request 200,event flow.begin,request 401,arrival strips-address',
    );
  });

  describe('with a site on a port of its own', { skip: !installed && 'there is no browser' }, () => {
    /** What ends all that has been started, even where something after it could not be. */
    const endings: (() => Promise<unknown>)[] = [];
    let site: Server;
    let browser: Browser;
    let fxaUrl: string;

    before(async () => {
      const command = spawn('npx', ['--no', 'fxa-email-form', '--', 'mock-server', '--port', '0'], {
        cwd: project,
        // npx has a process of its own beside the command's: both are stopped as a group.
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      endings.push(async () => {
        const exited = once(command, 'exit');
        if (command.pid !== undefined) process.kill(-command.pid);
        await exited;
      });
      let output = '';
      for await (const chunk of command.stdout) {
        output += String(chunk);
        if (output.includes('The log:')) break;
      }
      [fxaUrl = ''] = /http:\/\/localhost:\d+\//.exec(output) ?? [];
      const bundle = await readFile(join(project, 'node_modules/fxa-email-form/dist/fxa-email-form.min.js'));
      site = createServer(({ url }, response) => {
        if (url === '/element.js') response.setHeader('content-type', 'text/javascript').end(bundle);
        else {
          response.setHeader('content-type', 'text/html').end(`<!doctype html><title>A site</title>
            <link rel="icon" href="data:,"><script type="module" src="/element.js"></script>
            <fxa-email-form fxa-url="${fxaUrl}" entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form>`);
        }
      }).listen(0, '127.0.0.1');
      endings.push(async () => {
        const closed = once(site, 'close');
        site.close();
        site.closeAllConnections();
        await closed;
      });
      await once(site, 'listening');
      browser = await launch(installed?.engine ?? 'chromium');
      endings.push(() => browser.close());
    });
    after(() => Promise.all(endings.map((end) => end())));

    it('a visitor signs up, and the page says what FxA would do', async () => {
      await browser.open(`http://localhost:${(site.address() as AddressInfo).port}/`);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
      await browser.click('fxa-email-form >>> input[type=email]');
      await browser.type('ada@example.com');
      await browser.press('Enter');
      const outcome = await browser.waitFor(() => document.querySelector('main')?.dataset['outcome']);
      assert.equal(outcome, 'goes-on');

      const log = (await (await fetch(`${fxaUrl}mock-server/log`)).json()) as LogEntry[];
      const [request, begin, view, arrival] = log;
      assert.deepEqual(
        log.map(({ type }) => type),
        ['request', 'event', 'event', 'arrival'],
      );
      assert.ok(request?.type === 'request' && request.status === 200);
      assert.ok(begin?.type === 'event' && view?.type === 'event' && arrival?.type === 'arrival');
      assert.deepEqual(
        [begin.event, view.event, arrival.verdict.flow],
        ['flow.begin', 'enter-email.view', 'good'],
      );
      assert.equal(new Map(arrival.fields).get('email'), 'ada@example.com');
    });
  });
});
