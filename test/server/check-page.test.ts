import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { checkIntegration, type Finding, type IntegrationReport } from '../../src/server/index.js';
import { firstRequest, ORIGIN, useMockServer } from '../mock-server/support.js';
import { deadUrl, usePages, type TestPage } from './support.js';

const freshFxa = useMockServer();
const servePage = usePages();

const SCRIPT = '<script type="module" src="/fxa-email-form.min.js"></script>';
const REQUIRED = 'entrypoint="shop" utm-source="shop" utm-campaign="spring"';
const POLICY = 'Content-Security-Policy';
const UNFRAMED = { 'X-Frame-Options': 'DENY' };

const originOf = (url: string) => new URL(url).origin;
const html = (body: string) => `<!doctype html>${SCRIPT}${body}`;
const form = (attributes = REQUIRED, inside = '') =>
  `<fxa-email-form ${attributes}>${inside}</fxa-email-form>`;
const ownForm = (action: string, attributes = '') =>
  form(REQUIRED, `<form action="${action}" ${attributes}><input type="email" name="email"></form>`);
const link = (attributes = REQUIRED, href = 'https://accounts.firefox.com/signin') =>
  `<fxa-link ${attributes}><a href="${href}">Sign in</a></fxa-link>`;

/** Checks one page, whose FxA server is the mock server where the command line says so. */
async function check(served: TestPage, fxa = freshFxa(), options: object = {}) {
  const page = servePage({ ...served, headers: { ...UNFRAMED, ...served.headers } });
  return checkIntegration({ origin: ORIGIN, fxaUrl: fxa.url, pages: [page], ...options });
}

const found = ({ findings }: IntegrationReport, part: Finding['part'], level?: Finding['level']) =>
  findings.filter((each) => each.page && each.part === part && (!level || each.level === level));

const messages = (report: IntegrationReport, part: Finding['part'], level?: Finding['level']) =>
  found(report, part, level).map(({ message }) => message);

const levels = (report: IntegrationReport, part: Finding['part']) =>
  found(report, part).map(({ level }) => level);

const failures = ({ findings }: IntegrationReport) =>
  findings.filter(({ level }) => level === 'failure').map(({ part, message }) => `${part}: ${message}`);

describe('a page in which all is well', () => {
  it('=> ok, with every part that was looked at', async () => {
    const report = await check({ html: html(form()) });
    assert.deepEqual(failures(report), []);
    assert.equal(report.ok, true);
    assert.deepEqual(
      report.findings.filter(({ page, level }) => page && level === 'ok').map(({ part }) => part),
      ['element', 'connect-src', 'form-action', 'script', 'frame'],
    );
  });
});

describe('the element', () => {
  const rows: [about: string, body: string, sent: Record<string, string>][] = [
    [
      'attributes with dashes',
      form('entrypoint="a" utm-source="b" utm-campaign="c" utm-medium="d" service="0123456789abcdef"'),
      { entrypoint: 'a', utm_source: 'b', utm_campaign: 'c', utm_medium: 'd', service: '0123456789abcdef' },
    ],
    [
      'attributes with underscores',
      form('entrypoint="a" utm_source="b"'),
      { entrypoint: 'a', utm_source: 'b' },
    ],
    ['both spellings => the dashed one', form('utm_source="b" utm-source="a"'), { utm_source: 'a' }],
    ['an empty dashed one => the other', form('utm-source="" utm_source="b"'), { utm_source: 'b' }],
    [
      'hidden inputs',
      form(
        'entrypoint="a"',
        '<input type="hidden" name="utm_source" value="b"><input type="hidden" name="entrypoint" value="c">',
      ),
      { entrypoint: 'a', utm_source: 'b' },
    ],
    [
      'hidden inputs of an own form elsewhere',
      `${form('', '<form id="f" action="/in"><input type="email"></form>')}<input type="hidden" form="f" name="entrypoint" value="a">`,
      { entrypoint: 'a' },
    ],
    ['a link', link('entrypoint="a" utm-source="b"'), { entrypoint: 'a', utm_source: 'b' }],
    [
      'the query of a link',
      link('entrypoint="a"', 'https://accounts.firefox.com/?utm_source=b&entrypoint=c'),
      { entrypoint: 'a', utm_source: 'b' },
    ],
    [
      'in a shadow root of the HTML',
      `<my-app><template shadowrootmode="open">${form('entrypoint="a"')}</template></my-app>`,
      { entrypoint: 'a' },
    ],
  ];
  for (const [about, body, sent] of rows) {
    it(`${about} => requested with ${JSON.stringify(sent)}`, async () => {
      const fxa = freshFxa();
      await check({ html: html(body) }, fxa);
      const query = firstRequest(fxa.log).query.filter(([name]) => name in sent || name.startsWith('utm'));
      assert.deepEqual(Object.fromEntries(query), sent);
      assert.ok(firstRequest(fxa.log).url.includes('form_type=other'));
    });
  }

  it('what the caller gives => in place of what the page says', async () => {
    const fxa = freshFxa();
    const parameters = { entrypoint: 'given' };
    const report = await check({ html: html(form('entrypoint="not good" utm-source="page"')) }, fxa, {
      parameters,
    });
    assert.deepEqual(messages(report, 'parameter', 'failure'), []);
    assert.deepEqual(firstRequest(fxa.log).query, [
      ['form_type', 'other'],
      ['utm_source', 'page'],
      ['entrypoint', 'given'],
    ]);
  });

  it('an FxA server in the page => that one, as the page’s own origin', async () => {
    const fxa = freshFxa();
    const page = servePage({ html: html(form(`${REQUIRED} fxa-url="${fxa.url}"`)) });
    const report = await checkIntegration({ pages: [page] });
    assert.equal(firstRequest(fxa.log).origin, originOf(page));
    assert.ok(
      report.findings.some(({ part, message }) => part === 'origin' && message.includes(originOf(page))),
    );
  });

  it('a value off its rule => which, of which element, and the line', async () => {
    const report = await check({ html: `<!doctype html>\n${SCRIPT}\n${form('entrypoint="a b"')}` });
    assert.deepEqual(messages(report, 'parameter', 'failure'), [
      '<fxa-email-form> in line 3 leaves out entrypoint="a b": it has to be text that matches /^[\\w.:-]+$/.',
    ]);
  });

  it('a bad fxa-url => said, and FxA’s own server as in the element', async () => {
    const report = await checkIntegration({
      origin: ORIGIN,
      pages: [servePage({ html: html(form('fxa-url="http://fxa.example/"')) })],
      fetch: (input, init) =>
        typeof input === 'string' ? Promise.reject(new Error('not here')) : fetch(input, init),
    });
    assert.match(
      messages(report, 'element', 'failure').join(),
      /leaves out fxa-url="http:\/\/fxa\.example\/"/,
    );
    assert.deepEqual(
      report.requests.map(({ url }) => originOf(url)),
      ['https://accounts.firefox.com'],
    );
  });

  it('several pages and elements with the same parameters => one request; others => one each', async () => {
    const fxa = freshFxa();
    const pages = [
      servePage({ html: html(form() + link()) }),
      servePage({ html: html(form()) }),
      servePage({ html: html(form('entrypoint="other"')) }),
    ];
    const report = await checkIntegration({ origin: ORIGIN, fxaUrl: fxa.url, pages });
    assert.equal(report.requests.length, 2);
    assert.deepEqual([...new Set(report.findings.flatMap(({ page }) => page ?? []))], pages);
  });

  for (const [about, body] of [
    ['metrics="off"', form(`${REQUIRED} metrics="off"`)],
    ['a link of which the form is elsewhere', form(`${REQUIRED} metrics="off" id="f"`) + link('form="f"')],
    ['a link in a form', form(`${REQUIRED} metrics="off"`, link(''))],
  ] as const) {
    it(`${about} => nothing is sent to FxA`, async () => {
      const fxa = freshFxa();
      const report = await check({ html: html(body) }, fxa);
      assert.deepEqual([report.requests, fxa.log], [[], []]);
      assert.equal(report.ok, true);
    });
  }

  const missing: [about: string, body: string, level: Finding['level'], message: RegExp][] = [
    ['no tag and no script', '<p>Hello</p>', 'failure', /no script that could add one/],
    ['no tag, but a script', '<script src="app.js"></script>', 'note', /a check does not run scripts/],
    ['a tag in a comment', `<!-- ${form()} -->`, 'failure', /holds no <fxa-email-form>/],
    ['a tag in a template', `<template>${form()}</template>`, 'failure', /holds no <fxa-email-form>/],
    ['JSON in a script', '<script type="application/json">{}</script>', 'failure', /no script/],
    ['a link without an address', `${SCRIPT}<fxa-link ${REQUIRED}></fxa-link>`, 'failure', /has no link/],
    [
      'a link to http:',
      `${SCRIPT}${link(REQUIRED, 'http://fxa.example/')}`,
      'failure',
      /has no link to an https: address/,
    ],
  ];
  for (const [about, body, level, message] of missing) {
    it(`${about} => ${level}`, async () => {
      const report = await check({ html: `<!doctype html>${body}` });
      assert.match(messages(report, 'element', level).join(), message);
    });
  }
});

describe('where the form goes, and what form-action says', () => {
  type Policy = (fxa: string, page: string) => string;
  const rows: [about: string, body: (fxa: string) => string, policy: Policy, action: Finding['level'][]][] = [
    ['drawn, FxA allowed', () => form(), (fxa) => `form-action ${fxa}`, ['ok']],
    ['drawn, only the site allowed', () => form(), () => "form-action 'self'", ['failure']],
    [
      'fxa-path',
      () => form(`${REQUIRED} fxa-path="authorization"`),
      (fxa) => `form-action ${fxa}/authorization`,
      ['failure'],
    ],
    [
      'action of the site, only FxA allowed',
      () => form(`${REQUIRED} action="/404"`),
      (fxa) => `form-action ${fxa}`,
      ['failure'],
    ],
    [
      'action of the site, both allowed',
      () => form(`${REQUIRED} action="/404"`),
      (fxa) => `form-action 'self' ${fxa}`,
      ['ok'],
    ],
    [
      'action that redirects nowhere, only the site',
      () => form(`${REQUIRED} action="/404"`),
      () => "form-action 'self'",
      ['ok', 'note'],
    ],
    ['own form to FxA', (fxa) => ownForm(fxa), (fxa) => `form-action ${fxa}`, ['ok']],
    [
      'own form to the site by POST, only the site',
      () => ownForm('/404', 'method="post"'),
      () => "form-action 'self'",
      ['ok', 'note'],
    ],
    ['own form to the site, only FxA', () => ownForm('/404'), (fxa) => `form-action ${fxa}`, ['failure']],
    ['link', () => link(), () => "form-action 'none'", []],
  ];
  for (const [about, body, policy, action] of rows) {
    it(`${about} => ${action.join(', ') || 'nothing to allow'}`, async () => {
      const fxa = freshFxa();
      const origin = originOf(fxa.url);
      const report = await check(
        { headers: { [POLICY]: policy(origin, '') }, html: html(body(fxa.url)) },
        fxa,
      );
      assert.deepEqual(levels(report, 'form-action'), action, messages(report, 'form-action').join('\n'));
    });
  }

  it('an endpoint that redirects to FxA, which form-action does not list => failure in Chromium', async () => {
    const fxa = freshFxa();
    const endpoint = servePage({ status: 302, headers: { Location: `${fxa.url}authorization?state=1` } });
    const policy = { [POLICY]: "form-action 'self'" };
    const report = await check(
      { headers: policy, html: html(form(`${REQUIRED} action="${endpoint}"`)) },
      fxa,
    );
    assert.deepEqual(messages(report, 'form-action', 'failure'), [
      `${endpoint} redirects to ${originOf(fxa.url)}, which the page's Content-Security-Policy blocks in Chromium, so that nobody can sign up there: form-action is 'self'. Add ${originOf(fxa.url)} to form-action.`,
    ]);
  });

  it('an own form names the FxA server where the tag does not', async () => {
    const fxa = freshFxa();
    const page = servePage({ html: html(ownForm(fxa.url)) });
    const { requests } = await checkIntegration({ origin: ORIGIN, pages: [page] });
    assert.deepEqual(
      requests.map(({ url }) => originOf(url)),
      [originOf(fxa.url)],
    );
  });

  it('an own form to http: => its address could be read', async () => {
    const report = await check({ html: html(ownForm('http://shop.example/')) });
    assert.match(failures(report).join(), /could be read on its way/);
  });

  it('an own form to neither FxA nor the site => a note', async () => {
    const report = await check({ html: html(ownForm('https://elsewhere.example/')) });
    assert.match(messages(report, 'element', 'note').join(), /neither the FxA server/);
  });

  it('<base> => what addresses are resolved against', async () => {
    const report = await check({
      headers: { [POLICY]: "form-action 'self'" },
      html: `<!doctype html><base href="https://cdn.example/">${html(form(`${REQUIRED} action="in"`))}`,
    });
    assert.match(
      messages(report, 'form-action', 'failure').join(),
      /Add https:\/\/cdn\.example to form-action/,
    );
  });
});

describe('the Content-Security-Policy', () => {
  const cases: [about: string, served: (fxa: string) => TestPage, connect: string, action: string][] = [
    ['none', () => ({}), 'ok', 'ok'],
    [
      'header with FxA',
      (fxa) => ({ headers: { [POLICY]: `connect-src ${fxa}; form-action ${fxa}` } }),
      'ok',
      'ok',
    ],
    ["header connect-src 'self'", () => ({ headers: { [POLICY]: "connect-src 'self'" } }), 'failure', 'ok'],
    [
      "header default-src 'none'",
      () => ({ headers: { 'content-security-policy': "default-src 'none'" } }),
      'failure',
      'ok',
    ],
    ["header form-action 'self'", () => ({ headers: { [POLICY]: "form-action 'self'" } }), 'ok', 'failure'],
    [
      'two headers, one of which blocks',
      () => ({ headers: { [POLICY]: ['connect-src *', "connect-src 'self'"] } }),
      'failure',
      'ok',
    ],
    [
      'meta',
      () => ({ html: `<meta http-equiv="content-security-POLICY" content="form-action 'self'">` }),
      'ok',
      'failure',
    ],
    [
      'meta with entities',
      (fxa) => ({
        html: `<meta http-equiv=Content-Security-Policy content='connect-src &#39;self&#39; ${fxa}'>`,
      }),
      'ok',
      'ok',
    ],
    [
      'meta outside of the head',
      () => ({ html: `<body><p>x<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">` }),
      'ok',
      'ok',
    ],
    [
      'meta in a comment',
      () => ({ html: `<!-- <meta http-equiv="Content-Security-Policy" content="connect-src 'none'"> -->` }),
      'ok',
      'ok',
    ],
    [
      'meta without content',
      () => ({ html: '<meta http-equiv="Content-Security-Policy"><meta charset=utf-8>' }),
      'ok',
      'ok',
    ],
    [
      'header and meta',
      (fxa) => ({
        headers: { [POLICY]: `connect-src ${fxa}` },
        html: `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`,
      }),
      'failure',
      'ok',
    ],
  ];
  for (const [about, served, connect, action] of cases) {
    it(`${about} => connect-src: ${connect}, form-action: ${action}`, async () => {
      const fxa = freshFxa();
      const page = served(originOf(fxa.url));
      const report = await check(
        { ...page, html: `<!doctype html>${page.html ?? ''}${SCRIPT}${form()}` },
        fxa,
      );
      assert.deepEqual(
        [...levels(report, 'connect-src'), ...levels(report, 'form-action')],
        [connect, action],
      );
    });
  }

  it('that blocks => what it says, where, and what to add', async () => {
    const fxa = freshFxa();
    const report = await check({ headers: { [POLICY]: "default-src 'self'" }, html: html(form()) }, fxa);
    assert.deepEqual(messages(report, 'connect-src'), [
      `The page's Content-Security-Policy in its header blocks the request for a flow, so that no metrics reach FxA: default-src is 'self', which counts for connect-src too. Add ${originOf(fxa.url)} to connect-src.`,
    ]);
  });

  it('that only reports => ok, with a note', async () => {
    const report = await check({
      headers: { 'Content-Security-Policy-Report-Only': "connect-src 'self'" },
      html: html(form()),
    });
    assert.equal(report.ok, true);
    assert.deepEqual(levels(report, 'connect-src'), ['ok', 'note']);
  });

  it('with a sandbox => what it lacks', async () => {
    const report = await check({ headers: { [POLICY]: 'sandbox allow-scripts' }, html: html(form()) });
    assert.match(failures(report).join(), /^page: .*Add allow-forms allow-same-origin to sandbox/);
  });

  it('of a page that redirects => the one that it leads to', async () => {
    const target = servePage({ headers: { [POLICY]: "form-action 'none'" }, html: html(form()) });
    const report = await check({ status: 302, headers: { Location: target } });
    assert.deepEqual(levels(report, 'form-action'), ['failure']);
  });

  const trusted: [
    about: string,
    policy: string,
    scripts: string,
    level: Finding['level'] | 'nothing',
    message: RegExp,
  ][] = [
    ['no trusted-types', "require-trusted-types-for 'script'", '', 'nothing', /^$/],
    ['lit-html', 'trusted-types lit-html', '', 'ok', /lets Lit/],
    ['*', 'trusted-types *', '', 'ok', /lets Lit/],
    ['others', 'trusted-types default', '', 'failure', /Add lit-html to trusted-types/],
    ['none', "trusted-types 'none'", '', 'failure', /is never defined: trusted-types is 'none'/],
    ['empty', 'trusted-types', '', 'failure', /trusted-types is empty/],
    [
      'another script',
      'trusted-types lit-html',
      '<script src="app.js"></script>',
      'note',
      /If another script/,
    ],
    [
      'another Lit',
      'trusted-types lit-html',
      '<script type="module" src="/lit@3/lit-all.min.js"></script>',
      'failure',
      /more than one Lit.*'allow-duplicates'/,
    ],
    [
      'another Lit, duplicates allowed',
      "trusted-types lit-html 'allow-duplicates'",
      '<script type="module" src="/lit.js"></script>',
      'ok',
      /lets Lit/,
    ],
  ];
  for (const [about, policy, scripts, level, message] of trusted) {
    it(`trusted-types: ${about} => ${level}`, async () => {
      const report = await check({ headers: { [POLICY]: policy }, html: html(scripts + form()) });
      assert.deepEqual(levels(report, 'trusted-types'), level === 'nothing' ? [] : [level]);
      assert.match(messages(report, 'trusted-types').join(), message);
    });
  }
});

describe('the script', () => {
  const rows: [about: string, script: string, level: Finding['level'], message: RegExp][] = [
    ['by its name', SCRIPT, 'ok', /loads http:\/\/localhost:\d+\/fxa-email-form\.min\.js\./],
    [
      'without type="module"',
      '<script src="/fxa-email-form.min.js"></script>',
      'failure',
      /does not run without type="module"/,
    ],
    ['none', '', 'failure', /no script, so nothing defines the element/],
    ['a bundle', '<script src="/assets/main.js"></script>', 'note', /does not run scripts/],
  ];
  for (const [about, script, level, message] of rows) {
    it(`${about} => ${level}`, async () => {
      const report = await check({ html: `<!doctype html>${script}${form()}` });
      assert.deepEqual(levels(report, 'script'), [level]);
      assert.match(messages(report, 'script').join(), message);
    });
  }

  const code = 'export const x = 1;';
  const hash = (kind: string, text = code) => `${kind}-${createHash(kind).update(text).digest('base64')}`;
  const integrities: [about: string, integrity: string, level: Finding['level'], message: RegExp][] = [
    ['of the file', hash('sha384'), 'ok', /matches the file/],
    [
      'of another file',
      hash('sha384', 'other'),
      'failure',
      /does not match the file, .* The file's is sha384-/,
    ],
    [
      'two, of which the stronger is wrong',
      `${hash('sha256')} ${hash('sha512', 'other')}`,
      'failure',
      /does not match/,
    ],
    ['two of one kind, one of them right', `${hash('sha256', 'other')} ${hash('sha256')}`, 'ok', /matches/],
    ['of a kind that nobody knows', 'md5-abc', 'note', /know none of the hashes/],
  ];
  for (const [about, integrity, level, message] of integrities) {
    it(`integrity ${about} => ${level}`, async () => {
      const src = `${servePage({ headers: { 'Content-Type': 'text/javascript' }, html: code })}?fxa-email-form.min.js`;
      const script = `<script type="module" src="${src}" integrity="${integrity}"></script>`;
      const report = await check({ html: `<!doctype html>${script}${form()}` });
      const [, finding] = found(report, 'script');
      assert.equal(finding?.level, level);
      assert.match(finding.message, message);
    });
  }

  it('with an integrity, but not there => failure', async () => {
    const script = `<script type="module" src="${await deadUrl()}fxa-email-form.js" integrity="${hash('sha256')}"></script>`;
    assert.match(failures(await check({ html: script + form() })).join(), /cannot be read \(ECONNREFUSED\)/);
  });
});

describe('frames', () => {
  const rows: [
    about: string,
    headers: Record<string, string>,
    body: string,
    levels: Finding['level'][],
    message: RegExp,
  ][] = [
    ['nothing said', { 'X-Frame-Options': '' }, form(), ['note'], /Any site can put the page into a frame/],
    ['DENY', { 'X-Frame-Options': 'deny' }, form(), ['ok'], /X-Frame-Options is deny/],
    [
      'ALLOW-FROM, which browsers ignore',
      { 'X-Frame-Options': 'ALLOW-FROM https://a.example' },
      form(),
      ['note'],
      /Any site/,
    ],
    ["frame-ancestors 'none'", { [POLICY]: "frame-ancestors 'none'" }, form(), ['ok'], /No other site/],
    [
      'frame-ancestors *, which counts more than DENY',
      { [POLICY]: 'frame-ancestors *' },
      form(),
      ['note'],
      /its frame-ancestors is \*/,
    ],
    [
      'sites named, the form drawn',
      { [POLICY]: 'frame-ancestors https://a.example' },
      form(),
      ['ok'],
      /made for frames/,
    ],
    [
      'sites named, a link that stays',
      { [POLICY]: 'frame-ancestors https://a.example' },
      link(),
      ['ok', 'failure'],
      /link in <fxa-link> in line 1 stays in its frame/,
    ],
    [
      'sites named, an own form that stays',
      { [POLICY]: 'frame-ancestors https://a.example' },
      ownForm('/404'),
      ['ok', 'failure'],
      /Add target="_top"/,
    ],
    [
      'sites named, an own form that leaves',
      { [POLICY]: 'frame-ancestors https://a.example' },
      ownForm('/404', 'target="_top"'),
      ['ok'],
      /made for/,
    ],
    [
      'in a <meta>',
      {},
      `<meta http-equiv="${POLICY}" content="frame-ancestors 'self'">${form()}`,
      ['note', 'ok'],
      /ignore frame-ancestors in a <meta>/,
    ],
  ];
  for (const [about, headers, body, expected, message] of rows) {
    it(`${about} => ${expected.join(', ')}`, async () => {
      const report = await check({ headers, html: html(body) });
      assert.deepEqual(levels(report, 'frame'), expected);
      assert.match(messages(report, 'frame').join(), message);
    });
  }
});

describe('a page that cannot be read', () => {
  const rows: [about: string, address: () => string | Promise<string>, message: RegExp][] = [
    ['404', () => servePage({ status: 404 }), /responds with 404/],
    ['nothing listens', deadUrl, /cannot be read \(ECONNREFUSED\)/],
  ];
  for (const [about, address, message] of rows) {
    it(`${about} => said, and FxA is checked all the same`, async () => {
      const fxa: FxaInstance = freshFxa();
      const report = await checkIntegration({ origin: ORIGIN, fxaUrl: fxa.url, pages: [await address()] });
      assert.match(failures(report).join('\n'), message);
      assert.equal(failures(report).length, 1);
      assert.equal(report.requests.length, 1);
    });
  }

  it('nested deeper than functions can call => read', async () => {
    const report = await check({ html: '<div>'.repeat(20_000) + html(form()) });
    assert.equal(report.ok, true);
  });
});
