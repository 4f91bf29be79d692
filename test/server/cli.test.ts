import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ORIGIN, useMockServer } from '../mock-server/support.js';
import { usePages } from './support.js';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));

const freshFxa = useMockServer();
const servePage = usePages();

/** Runs the command until it ends. */
async function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  // Many tools take colours for granted on such machines.
  const env = { ...process.env, CI: 'true' };
  for (const name of ['NO_COLOR', 'FORCE_COLOR']) Reflect.deleteProperty(env, name);
  const child = spawn(process.execPath, ['--import', 'tsx', CLI, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, stdout, stderr };
}

describe('fxa-email-form check', () => {
  it('where all is well => 0, and what it has found', async () => {
    const { url } = freshFxa();
    const { code, stdout, stderr } = await run(
      'check',
      ...['--origin', ORIGIN, '--fxa-url', url],
      ...['--entrypoint', 'shop', '--utm-source', 'shop', '--utm-campaign', 'spring'],
    );
    assert.equal(
      stdout,
      `Asked ${url}metrics-flow?form_type=other&entrypoint=shop&utm_source=shop&utm_campaign=spring

✓ origin       FxA's allow-list has http://localhost:8000.
✓ answer       FxA's answer holds a flow that the form can use.
✓ parameter    FxA accepts form_type="other", entrypoint="shop", utm_source="shop", utm_campaign="spring".
✓ clock        The clock of this machine agrees with FxA's.

FxA has counted this check as one flow.begin.
FxA listens to this integration.
`,
    );
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('where something is wrong => 1, and what', async () => {
    const { url } = freshFxa();
    const page = servePage({ headers: { 'Content-Security-Policy': "form-action 'self'" } });
    const { code, stdout, stderr } = await run(
      'check',
      ...['--origin', 'https://example.org', '--fxa-url', url, '--page', page],
      ...['--entrypoint', 'the shop', '--utm-source', 'shop'],
    );
    assert.equal(
      stdout,
      `Asked ${url}metrics-flow?form_type=other&utm_source=shop

✗ origin       FxA's allow-list does not have the origin https://example.org (401). Ask the Mozilla accounts team to add it: https://mozilla.github.io/ecosystem-platform/relying-parties/tutorials/integration-with-fxa
✗ parameter    FxA would refuse entrypoint="the shop", and with it the whole flow: it has to be text that matches /^[\\w.:-]+$/.
• parameter    utm_campaign is not set. FxA asks every site for it.
✓ clock        The clock of this machine agrees with FxA's.
• page         The page is at ${new URL(page).origin}, but FxA was asked as https://example.org. Each origin has to be on the allow-list by itself.
✓ connect-src  The page's Content-Security-Policy lets the form reach ${new URL(url).origin}.
✗ form-action  The page's Content-Security-Policy in its header blocks sending the form to FxA, so that nobody can sign up: form-action is 'self'. Add ${new URL(url).origin} to form-action.

3 things are to be mended.
`,
    );
    assert.deepEqual([code, stderr], [1, '']);
  });

  it('an origin with a path => 1, and nothing is asked', async () => {
    const fxa = freshFxa();
    const { code, stdout } = await run('check', '--origin', `${ORIGIN}/`, '--fxa-url', fxa.url);
    assert.match(
      stdout,
      /^✗ argument +origin is "http:\/\/localhost:8000\/", but .*\n\n1 thing is to be mended\.\n$/,
    );
    assert.equal(code, 1);
    assert.deepEqual(fxa.log, []);
  });

  for (const [origin, code] of [
    [ORIGIN, 0],
    ['https://example.org', 1],
  ] as const) {
    it(`--json as ${origin} => ${code}, and the report`, async () => {
      const { url } = freshFxa();
      const { code: actual, stdout } = await run('check', '--origin', origin, '--fxa-url', url, '--json');
      const report = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual(Object.keys(report), ['ok', 'url', 'counted', 'findings']);
      assert.deepEqual([report['ok'], report['counted'], actual], [code === 0, code === 0, code]);
    });
  }

  it('--form-type email => counted as a seen form', async () => {
    const fxa = freshFxa();
    await run('check', '--origin', ORIGIN, '--fxa-url', fxa.url, '--form-type', 'email');
    assert.ok(fxa.log.some((entry) => entry.type === 'event' && entry.event === 'enter-email.view'));
  });

  it('--timeout => how long FxA may take', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'hang' });
    const { code, stdout } = await run('check', '--origin', ORIGIN, '--fxa-url', fxa.url, '--timeout', '100');
    assert.match(stdout, /FxA did not answer within 100 ms/);
    assert.equal(code, 1);
  });

  it('--help => 0, every option, and that a check counts', async () => {
    const { code, stdout } = await run('check', '--help');
    for (const option of [
      '--origin',
      '--fxa-url',
      '--page',
      '--json',
      '--timeout',
      '--form-type',
      '--utm-term',
      '--entrypoint-variation',
      '--context',
      '--service',
    ]) {
      assert.ok(stdout.includes(`  ${option} `) || stdout.includes(`  ${option}\n`), option);
    }
    assert.match(stdout, /counts as one flow\.begin.*form_type=other/s);
    assert.match(stdout, /Exit code: 0 .*, 1 .*, 2 /);
    assert.equal(code, 0);
  });

  it('not on a terminal => no colours', async () => {
    const { stdout } = await run('check', '--origin', ORIGIN, '--fxa-url', freshFxa().url);
    assert.ok(!stdout.includes('\u001b'));
  });
});

describe('called wrongly => 2, with a sentence and nothing on stdout', () => {
  const cases: [args: string[], message: RegExp][] = [
    [['check'], /required option '--origin <origin>' not specified/],
    [
      ['check', '--origin', ORIGIN, '--utm-sauce', 'x'],
      /unknown option '--utm-sauce'.*Did you mean --utm-source\?/s,
    ],
    [
      ['check', '--origin', ORIGIN, '--timeout', 'long'],
      /'long' is invalid\. It has to be a whole number of milliseconds\./,
    ],
    [['check', '--origin', ORIGIN, 'https://example.org'], /too many arguments/],
    [['chek'], /unknown command 'chek'/],
    [[], /Usage: fxa-email-form/],
  ];
  for (const [args, message] of cases) {
    it(args.join(' ') || 'no command', async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [2, '']);
    });
  }
});
