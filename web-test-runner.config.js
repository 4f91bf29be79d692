// @ts-check
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import escapeHtml from 'escape-html';
import { availableParallelism } from 'node:os';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { startMockServer } from './src/mock-server/start-mock-server.js';
import { chromiumArguments, engines, exitOnSignals, findBrowsers } from './test/support/browsers.js';
import { startFirefox } from './test/support/drivers/firefox.js';
import { patience } from './test/support/drivers/page.js';
import { pageLauncher } from './test/support/drivers/page-launcher.js';
import { startWebKit } from './test/support/drivers/webkit.js';

exitOnSignals();

/**
 * @param {import('./test/support/browsers.js').InstalledBrowser} browser
 * @returns {import('@web/test-runner').BrowserLauncher}
 */
function launcherFor({ engine, build, executablePath }) {
  if (build === 'system' && engine === 'firefox') {
    return pageLauncher('Firefox', (viewport) => startFirefox(executablePath, { viewport }));
  }
  if (build === 'system' && engine === 'webkit') {
    return pageLauncher('WebKit', (viewport) => startWebKit({ viewport }));
  }
  return playwrightLauncher({
    product: engine,
    // Only the front page of a browser has the focus.
    concurrency: 1,
    launchOptions: {
      executablePath,
      timeout: patience.start,
      ...(engine === 'chromium' && { args: [...chromiumArguments] }),
    },
  });
}

/** @type {Awaited<ReturnType<typeof startMockServer>> | undefined} */
let mockServer;

/** @type {import('@web/test-runner').TestRunnerPlugin} */
const mockServerPlugin = {
  name: 'mock-server',
  async serverStart({ config }) {
    mockServer = await startMockServer({ origins: [`http://localhost:${config.port}`] });
  },
  async serverStop() {
    await mockServer?.close();
  },
};

/** @type {import('@web/test-runner').TestRunnerConfig} */
const config = {
  files: ['test/element/*.test.ts', 'test/machine/*.test.ts'],
  browsers: findBrowsers().map(launcherFor),
  concurrentBrowsers: Math.min(engines.length, availableParallelism()),
  nodeResolve: { exportConditions: ['browser', 'development'] },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
    mockServerPlugin,
  ],
  browserStartTimeout: patience.start,
  testsStartTimeout: patience.start,
  // One file of tests, and one test.
  testsFinishTimeout: 10 * patience.load,
  testFramework: { config: { timeout: String(patience.load) } },
  // What a test that passes has logged is of no interest.
  filterBrowserLogs: (_log, session) => session?.passed !== true,
  testRunnerHtml: (testFramework) => `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="mock-server" content="${mockServer?.url ?? ''}" />
        <meta name="machine" content="${escapeHtml(env['MACHINE'] ?? '{}')}" />
        <title>Tests</title>
        <script>
          // Mocha hears of errors only.
          addEventListener('unhandledrejection', ({ reason }) => {
            throw reason;
          });
        </script>
      </head>
      <body>
        <script type="module" src="${testFramework}"></script>
      </body>
    </html>`,
};

export default config;
