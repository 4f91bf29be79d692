import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import {
  blocksOf,
  missingFromSandbox,
  parsePolicies,
  type FormDirective,
} from '../../src/server/check/csp.js';
import { chromiumArguments, findBrowser } from '../support/browsers.js';

/** One row: what a page's header says, and whether the form may do it. */
type Row = [policy: string, allowed: boolean, page?: string, fxa?: string];

const PAGE = 'https://example.org/sign-up';
const FXA = 'https://accounts.firefox.com/';

/** Rows about connect-src, the request being `metrics-flow` on the FxA server. */
const CONNECT: Row[] = [
  ['', true],
  ["script-src 'self'; form-action 'none'", true],
  ["connect-src 'none'", false],
  ['connect-src', false],
  ["connect-src 'self'", false],
  ['connect-src *', true],
  ['connect-src https:', true],
  ['connect-src HTTPS:', true],
  ['connect-src http:', true],
  ['connect-src wss:', false],
  ['connect-src data: blob:', false],
  ['connect-src accounts.firefox.com', true],
  ['connect-src ACCOUNTS.Firefox.com', true],
  ['Connect-Src accounts.firefox.com', true],
  ['connect-src https://accounts.firefox.com', true],
  ['connect-src http://accounts.firefox.com', true],
  ['connect-src https://accounts.firefox.com/', true],
  ['connect-src https://accounts.firefox.com:443', true],
  ['connect-src https://accounts.firefox.com:*', true],
  ['connect-src https://accounts.firefox.com:8443', false],
  ['connect-src https://*.firefox.com', true],
  ['connect-src *.com', true],
  ['connect-src https://*', true],
  ['connect-src *.accounts.firefox.com', false],
  ['connect-src https://firefox.com', false],
  ['connect-src https://accounts.firefox.com.example.org', false],
  ['connect-src https://accounts.firefox.com/metrics-flow', true],
  ['connect-src https://accounts.firefox.com/metrics%2Dflow', true],
  ['connect-src https://accounts.firefox.com/metrics-flow/', false],
  ['connect-src https://accounts.firefox.com/metrics', false],
  ['connect-src https://accounts.firefox.com/oauth/', false],
  ["default-src 'none'", false],
  ["default-src 'self' https://accounts.firefox.com", true],
  ["default-src 'none'; connect-src https://accounts.firefox.com", true],
  ["default-src *; connect-src 'self'", false],
  ["connect-src 'self'; connect-src *", false],
  ["connect-src *, default-src 'none'", false],
  ['connect-src https:, connect-src accounts.firefox.com', true],
  ["connect-src 'none' https://accounts.firefox.com", true],
  ["connect-src 'nonce-abc' 'unsafe-inline'", false],
  ['connect-src https://accounts.firefox.com?a', false],
  ['upgrade-insecure-requests', true],
  ["connect-src 'self'", true, FXA, FXA],
  ["connect-src 'SELF'", true, FXA, FXA],
  ["connect-src 'self'", true, 'http://localhost:8000/', 'http://localhost:8000/'],
  ["connect-src 'self'", false, 'http://localhost:8000/', 'http://localhost:3030/'],
  ['connect-src localhost', false, 'http://localhost:8000/', 'http://localhost:3030/'],
  ['connect-src localhost:3030', true, 'http://localhost:8000/', 'http://localhost:3030/'],
  ['connect-src localhost:*', true, 'http://localhost:8000/', 'http://localhost:3030/'],
  ['connect-src https://localhost:3030', false, 'http://localhost:8000/', 'http://localhost:3030/'],
  ['connect-src accounts.firefox.com', true, 'http://localhost:8000/', FXA],
  ['connect-src http://localhost:3030/fxa/', true, 'http://localhost:8000/', 'http://localhost:3030/fxa/'],
  ['connect-src http://localhost:3030/fxa', false, 'http://localhost:8000/', 'http://localhost:3030/fxa/'],
];

/** Rows about form-action, the form going to the FxA server. */
const FORM: Row[] = [
  ['', true],
  ["default-src 'none'", true],
  ["form-action 'none'", false],
  ["form-action 'self'", false],
  ["form-action 'self' https://accounts.firefox.com", true],
  ['form-action https://accounts.firefox.com/', true],
  ['form-action https://accounts.firefox.com/oauth', false],
  ['form-action https:', true],
  ['form-action *', true],
  ["form-action *, form-action 'self'", false],
];

const suites: [directive: FormDirective, path: string, rows: Row[]][] = [
  ['connect-src', 'metrics-flow', CONNECT],
  ['form-action', '', FORM],
];

for (const [directive, path, rows] of suites) {
  describe(`a policy about ${directive}`, () => {
    for (const [policy, allowed, page = PAGE, fxa = FXA] of rows) {
      it(`${policy || 'none at all'} from ${page} to ${fxa} => ${allowed ? 'allowed' : 'blocked'}`, () => {
        const policies = parsePolicies(policy, 'header');
        const blocks = blocksOf(policies, directive, new URL(path, fxa), new URL(page));
        assert.equal(blocks.length === 0, allowed);
      });
    }
  });
}

describe('what blocks', () => {
  it('=> the directive as it is written, in each policy that does', () => {
    const policies = [
      ...parsePolicies("default-src 'self' b.example, img-src *", 'header'),
      ...parsePolicies('connect-src', 'meta'),
    ];
    const blocks = blocksOf(policies, 'connect-src', new URL(FXA), new URL(PAGE));
    assert.deepEqual(
      blocks.map(({ policy, directive, sources }) => [policy.from, directive, sources]),
      [
        ['header', 'default-src', ["'self'", 'b.example']],
        ['meta', 'connect-src', []],
      ],
    );
  });
});

describe('a sandbox', () => {
  const rows: [policy: string, from: 'header' | 'meta', missing: string[]][] = [
    ["default-src 'self'", 'header', []],
    ['sandbox', 'header', ['allow-scripts', 'allow-forms', 'allow-same-origin']],
    ['sandbox allow-scripts Allow-Forms', 'header', ['allow-same-origin']],
    ['sandbox allow-scripts allow-forms allow-same-origin', 'header', []],
    [
      'sandbox allow-scripts allow-same-origin, sandbox allow-forms allow-scripts',
      'header',
      ['allow-forms', 'allow-same-origin'],
    ],
    ['sandbox', 'meta', []],
  ];
  for (const [policy, from, missing] of rows) {
    it(`${policy} in a ${from} lacks ${missing.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(missingFromSandbox(parsePolicies(policy, from)), missing);
    });
  }
});

const installed = findBrowser('chromium');

describe('Chromium judges the same policies the same way', { skip: !installed && 'no Chromium' }, () => {
  let browser: Browser | undefined;
  before(async () => {
    browser = await chromium.launch({
      ...(installed && { executablePath: installed.executablePath }),
      args: [...chromiumArguments],
    });
  });
  after(() => browser?.close());

  for (const [directive, path, rows] of suites) {
    it(directive, async () => {
      assert.ok(browser);
      const page = await browser.newPage();
      const judged: Row[] = [];
      for (const [policy, , from = PAGE, fxa = FXA] of rows) {
        // No request leaves the browser: every page is this one, and every FxA has nothing to say.
        let arrive: (allowed: true) => void = () => undefined;
        const arrived = new Promise<true>((resolve) => {
          arrive = resolve;
        });
        await page.unrouteAll();
        await page.route('**/*', (route) => {
          const isPage = route.request().url() === from;
          if (!isPage) arrive(true);
          return route.fulfill(
            isPage
              ? {
                  contentType: 'text/html',
                  headers: policy ? { 'Content-Security-Policy': policy } : {},
                  body: '<!doctype html><form></form>',
                }
              : { status: 204, headers: { 'Access-Control-Allow-Origin': '*' } },
          );
        });
        await page.goto(from);
        const blocked = page.evaluate(
          ([about, url]) =>
            new Promise<false>((resolve) => {
              document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
                if (effectiveDirective === about) resolve(false);
              });
              const form = document.forms[0];
              if (about === 'connect-src') void fetch(url).catch(() => undefined);
              else if (form) {
                form.action = url;
                form.submit();
              }
            }),
          [directive, new URL(path, fxa).href] as const,
        );
        const allowed = await Promise.race([arrived, blocked]);
        judged.push([policy, allowed, from, fxa]);
      }
      await page.close();
      assert.deepEqual(
        judged,
        rows.map(([policy, allowed, from = PAGE, fxa = FXA]) => [policy, allowed, from, fxa]),
      );
    });
  }
});
