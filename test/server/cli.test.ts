import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ORIGIN, useMockServer } from '../mock-server/support.js';
import { usePages } from './support.js';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));

const freshFxa = useMockServer();
const servePage = usePages();

/** What a terminal obeys, but for the line end. */
const CONTROLS = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

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
      `Requested ${url}metrics-flow?form_type=other&entrypoint=shop&utm_source=shop&utm_campaign=spring

✓ origin         FxA's allow-list has http://localhost:8000.
✓ response       FxA's response holds a flow that the form can use.
✓ parameter      FxA accepts form_type="other", entrypoint="shop", utm_source="shop", utm_campaign="spring".
✓ clock          The clock of this machine agrees with FxA's.

FxA has counted this check as one flow.begin.
No problem found.
`,
    );
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('prints what docs/check.md shows', async () => {
    const fxa = freshFxa();
    const page = servePage({
      headers: {
        'Content-Security-Policy': "default-src 'self'; form-action 'self'; frame-ancestors 'self'",
      },
      html: `<!doctype html>
<title>Shop</title>
<script type="module" src="/fxa-email-form.min.js"></script>
<fxa-email-form fxa-url="${fxa.url}" entrypoint="the shop" utm-source="shop" utm-campaign="spring"></fxa-email-form>`,
    });
    const { code, stdout } = await run('check', '--page', page);
    const guide = readFileSync(new URL('../../docs/check.md', import.meta.url), 'utf8');
    const [, call, shown] = /^```console\n\$ npx --no fxa-email-form (.*)\n([^]*?)```$/m.exec(guide) ?? [];
    assert.equal(call, 'check --page http://localhost:8000/');
    assert.equal(
      stdout
        .replaceAll(fxa.url, 'http://localhost:3030/')
        .replaceAll(new URL(fxa.url).origin, 'http://localhost:3030')
        .replaceAll(page, 'http://localhost:8000/')
        .replaceAll(new URL(page).origin, 'http://localhost:8000'),
      shown,
    );
    assert.equal(code, 1);
  });

  it('where something is wrong => 1, and what', async () => {
    const { url } = freshFxa();
    const page = servePage({
      headers: { 'Content-Security-Policy': "form-action 'self'; frame-ancestors 'none'" },
      html: `<!doctype html>
<script type="module" src="/fxa-email-form.min.js"></script>
<fxa-email-form entrypoint="the shop" utm-source="shop"></fxa-email-form>`,
    });
    const { code, stdout, stderr } = await run(
      'check',
      ...['--origin', 'https://example.org', '--fxa-url', url, '--page', page],
      ...['--utm-medium', 'the mail'],
    );
    assert.equal(
      stdout,
      `Requested ${url}metrics-flow?form_type=other&utm_source=shop

✗ origin         FxA's allow-list does not have the origin https://example.org (401). Ask the Mozilla accounts team to add it: https://mozilla.github.io/ecosystem-platform/relying-parties/tutorials/integration-with-fxa
✗ parameter      FxA would refuse utm_medium="the mail", and with it the whole flow: it has to be text that matches /^[\\w/.%-]+$/.
✓ clock          The clock of this machine agrees with FxA's.

${page}
• page           The page is at ${new URL(page).origin}, but FxA was requested as https://example.org. Each origin has to be on the allow-list by itself.
✓ element        <fxa-email-form> in line 3 requests its flow from ${url} and goes to ${url}.
✗ parameter      <fxa-email-form> in line 3 leaves out entrypoint="the shop": it has to be text that matches /^[\\w.:-]+$/.
• parameter      <fxa-email-form> in line 3 has no utm_campaign. FxA expects it of every site.
✓ connect-src    The page's Content-Security-Policy lets the form reach ${new URL(url).origin}.
✗ form-action    The page's Content-Security-Policy in its header blocks the form, so that nobody can sign up: form-action is 'self'. Add ${new URL(url).origin} to form-action.
✓ script         The page loads ${new URL(page).origin}/fxa-email-form.min.js.
✓ frame          No other site can put the page into a frame: frame-ancestors is 'none'.

4 problems to fix.
`,
    );
    assert.deepEqual([code, stderr], [1, '']);
  });

  it('a page alone => its origin, its FxA server, its parameters', async () => {
    const { url } = freshFxa();
    const tag = `<fxa-email-form fxa-url="${url}" entrypoint="shop"></fxa-email-form>`;
    const page = servePage({ html: tag });
    const { stdout } = await run('check', '--page', page, '--page', servePage({ html: tag }));
    assert.ok(stdout.startsWith(`Requested ${url}metrics-flow?form_type=other&entrypoint=shop\n\n`), stdout);
    assert.ok(stdout.includes(`allow-list has ${new URL(page).origin}.`), stdout);
    assert.equal(stdout.match(/^http:.*\n✓ element/gm)?.length, 2);
  });

  it('texts of others => no control characters, neither as text nor as JSON', async () => {
    const evil = '\u001b[31m\u009b2J\u202egnp\u2066\u0007\u007f\u2028';
    const fxa = freshFxa();
    const page = servePage({
      headers: { 'Content-Security-Policy': `form-action https://a.example/\u009b` },
      html: `<script type="module" src="fxa-email-form.js"></script>
<fxa-email-form entrypoint="${evil}" fxa-url="https://x/${evil}?${evil}"><form action="https://evil.example/${evil}"><input type="email"></form></fxa-email-form>`,
    });
    for (const flags of [[], ['--json']]) {
      const args = ['--origin', ORIGIN, '--fxa-url', fxa.url, '--page', page, '--utm-term', evil, ...flags];
      const { stdout } = await run('check', ...args);
      assert.doesNotMatch(stdout, CONTROLS);
      assert.match(stdout, /gnp/);
      if (flags.length > 0) assert.ok(JSON.parse(stdout));
    }
    const { stderr, code } = await run('check', '--origin', `https://example.org/${evil}`);
    assert.doesNotMatch(stderr, CONTROLS);
    assert.equal(code, 2);
  });

  it('--fxa-url by a short name => that server', async () => {
    const { stdout } = await run('check', '--origin', ORIGIN, '--fxa-url', 'local', '--timeout', '1');
    assert.match(stdout, /^Requested http:\/\/localhost:3030\/metrics-flow/);
  });

  for (const [origin, code] of [
    [ORIGIN, 0],
    ['https://example.org', 1],
  ] as const) {
    it(`--json as ${origin} => ${code}, and the report`, async () => {
      const { url } = freshFxa();
      const { code: actual, stdout } = await run('check', '--origin', origin, '--fxa-url', url, '--json');
      const report = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual(Object.keys(report), ['ok', 'requests', 'findings']);
      const request = `${url}metrics-flow?form_type=other`;
      assert.deepEqual(report['requests'], [{ url: request, counted: code === 0 }]);
      assert.deepEqual([report['ok'], actual], [code === 0, code]);
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
    assert.match(stdout, /FxA did not respond within 100 ms/);
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

describe('fxa-email-form', () => {
  it('--version => the package’s', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(await run('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('called wrongly => 2, with a sentence and nothing on stdout', () => {
  const cases: [args: string[], message: RegExp][] = [
    [['check'], /one of the options '--page <url>' and '--origin <origin>' has to be there/],
    [
      ['check', '--origin', ORIGIN, '--utm-sauce', 'x'],
      /unknown option '--utm-sauce'.*Did you mean --utm-source\?/s,
    ],
    [['check', '--origin', 'https://example.org/'], /without path or last slash: "https:\/\/example\.org"\./],
    [
      ['check', '--origin', 'https://example.org/shop?a'],
      /without path or last slash: "https:\/\/example\.org"\./,
    ],
    [['check', '--origin', 'localhost:8000'], /without path or last slash: "http:\/\/localhost:8000"\./],
    [['check', '--origin', 'example.org'], /without path or last slash: "https:\/\/example\.org"\./],
    [['check', '--origin', ''], /without path or last slash: "https:\/\/example\.org"\./],
    [['check', '--page', 'file:///page.html'], /has to be the whole address of a page/],
    [['check', '--page', '/sign-up'], /has to be the whole address of a page/],
    [
      ['check', '--origin', ORIGIN, '--fxa-url', 'http://accounts.firefox.com/'],
      /has to be an https: address/,
    ],
    [['check', '--origin', ORIGIN, '--fxa-url', 'staging'], /has to be an https: address/],
    ...['0', '-1', '1.5', 'long', '', '2147483648'].map((timeout): [string[], RegExp] => [
      ['check', '--origin', ORIGIN, `--timeout=${timeout}`],
      /has to be a number of milliseconds from 1 to 2147483647/,
    ]),
    [['check', '--origin', ORIGIN, 'https://example.org'], /too many arguments/],
    [['chek'], /unknown command 'chek'/],
    [[], /Usage: fxa-email-form.*For example:\n {2}npx --no fxa-email-form check --page https:/s],
  ];
  for (const [args, message] of cases) {
    it(args.join(' ') || 'no command', async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [2, '']);
    });
  }
});
