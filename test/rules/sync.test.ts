import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFirefoxForDesktop } from '../../src/mock-server/firefox.js';
import type { AuthoredSettings } from '../../src/rules/settings.js';
import { isFirefoxDesktop } from '../../src/rules/sync.js';
import { ATTRIBUTION, CHROME, FIREFOX, plain, rejected, requestQuery, resolved } from './support.js';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

const FIREFOX_DESKTOP: [browser: string, userAgent: string][] = [
  ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['Windows, 32 bits', 'Mozilla/5.0 (Windows NT 6.1; rv:115.0) Gecko/20100101 Firefox/115.0'],
  ['Windows on ARM', 'Mozilla/5.0 (Windows NT 10.0; Win64; aarch64; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['macOS', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['Ubuntu', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['Linux on ARM', 'Mozilla/5.0 (X11; Linux aarch64; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['FreeBSD', 'Mozilla/5.0 (X11; FreeBSD amd64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['ESR', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['with a frozen rv', 'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0'],
  ['with a minor version', 'Mozilla/5.0 (X11; Linux x86_64; rv:52.0) Gecko/20100101 Firefox/52.9.0'],
];

const OTHERS: [browser: string, userAgent: string][] = [
  ['no browser', ''],
  ['Chrome on Windows', `${WINDOWS} ${WEBKIT} Chrome/156.0.0.0 Safari/537.36`],
  ['Chrome on Linux', CHROME],
  ['Edge', `${WINDOWS} ${WEBKIT} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`],
  ['Opera', `${WINDOWS} ${WEBKIT} Chrome/155.0.0.0 Safari/537.36 OPR/140.0.0.0`],
  [
    'Opera that called itself Firefox',
    'Mozilla/5.0 (Windows NT 5.1; U; en; rv:1.8.1) Gecko/20061208 Firefox/2.0.0 Opera 9.50',
  ],
  ['Internet Explorer', 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko'],
  ['Safari on macOS', `${MAC} Version/26.0 Safari/605.1.15`],
  [
    'GNOME Web',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  ],
  ['Safari on an iPhone', `${IPHONE} Version/26.0 Mobile/15E148 Safari/604.1`],
  ['Safari on an iPad', `${IPAD} Version/26.0 Mobile/15E148 Safari/604.1`],
  ['Safari on an iPad that says it is a Mac', `${MAC} Version/26.0 Safari/605.1.15`],
  ['Chrome on an iPhone', `${IPHONE} CriOS/156.0.0.0 Mobile/15E148 Safari/604.1`],
  ['Edge on an iPhone', `${IPHONE} Version/26.0 EdgiOS/156.0.0.0 Mobile/15E148 Safari/604.1`],
  ['Firefox on an iPhone', `${IPHONE} FxiOS/153.0 Mobile/15E148 Safari/605.1.15`],
  ['Firefox on an iPad', `${IPAD} FxiOS/153.0 Mobile/15E148 Safari/605.1.15`],
  ['Firefox on an iPad that says it is a Mac', `${MAC} FxiOS/153.0 Safari/605.1.15`],
  ['Firefox Focus on an iPhone', `${IPHONE} FxiOS/153.0 Mobile/15E148 Version/26.0`],
  ['Chrome on Android', `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/156.0.0.0 Mobile Safari/537.36`],
  [
    'Samsung Internet',
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
  ],
  ['Firefox on Android', 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0'],
  ['Firefox on an Android tablet', 'Mozilla/5.0 (Android 16; Tablet; rv:153.0) Gecko/153.0 Firefox/153.0'],
  ['Firefox on Android before 2020', 'Mozilla/5.0 (Android; Mobile; rv:40.0) Gecko/40.0 Firefox/40.0'],
  [
    'Android with the Gecko of a desktop',
    'Mozilla/5.0 (Android 10; Mobile; rv:86.0) Gecko/20100101 Firefox/86.0',
  ],
  [
    'Firefox Focus on Android, of old',
    `Mozilla/5.0 (Linux; Android 7.0) ${WEBKIT} Version/4.0 Focus/1.0 Chrome/59.0.3029.83 Mobile Safari/537.36`,
  ],
  ['Firefox on a headset', 'Mozilla/5.0 (Android 10; Mobile VR; rv:81.0) Gecko/81.0 Firefox/81.0'],
  ['KaiOS', 'Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5'],
  [
    'SeaMonkey',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) Gecko/20100101 Firefox/91.0 SeaMonkey/2.53.21',
  ],
  ['SeaMonkey by its own name', 'Mozilla/5.0 (X11; Linux x86_64; rv:91.0) Gecko/20100101 SeaMonkey/2.53.21'],
  [
    'Pale Moon',
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Goanna/6.8 Firefox/128.0 PaleMoon/33.8.0',
  ],
  [
    'Pale Moon by its own name',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:6.8) Goanna/20250701 PaleMoon/33.8.0',
  ],
  [
    'Basilisk',
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Goanna/6.8 Gecko/20100101 Firefox/128.0 Basilisk/20250701',
  ],
  [
    'Waterfox by its own name',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:56.0) Gecko/20100101 Firefox/56.0.4 Waterfox/56.0.4',
  ],
  ['Iceweasel', 'Mozilla/5.0 (X11; Linux x86_64; rv:38.0) Gecko/20100101 Firefox/38.0 Iceweasel/38.2.1'],
  [
    'Iceweasel that is like Firefox',
    'Mozilla/5.0 (X11; Linux x86_64; rv:10.0.11) Gecko/20100101 like Firefox/10.0 Iceweasel/10.0.11',
  ],
  ['Konqueror', 'Mozilla/5.0 (X11; Linux x86_64) KHTML/5.116.0 (like Gecko) Konqueror/5 Firefox'],
  ['a bot that calls itself Firefox', `${FIREFOX} (compatible; ExampleBot/1.0)`],
  [
    'a browser that names Firefox in a comment',
    `${WINDOWS} ${WEBKIT} Chrome/156.0.0.0 Safari/537.36 (not Firefox/153.0)`,
  ],
];

type Authored = Partial<AuthoredSettings>;

/** What an author writes, and what of it is sent by Firefox for desktop; by all others nothing but another service. */
const WRITTEN: [name: string, authored: Authored, sent: Record<string, string>, dead?: string][] = [
  ['nothing', {}, {}],
  ['service=sync', { attributes: { service: 'sync' } }, { service: 'sync', context: 'fx_desktop_v3' }],
  [
    'service=sync as a field',
    { fields: [['service', 'sync']] },
    { service: 'sync', context: 'fx_desktop_v3' },
  ],
  [
    'service=sync in the action',
    { attributes: { action: '/go?service=sync' } },
    { service: 'sync', context: 'fx_desktop_v3' },
  ],
  [
    'service=sync with a context',
    { attributes: { service: 'sync', context: 'oauth_webchannel_v1' } },
    { service: 'sync', context: 'oauth_webchannel_v1' },
  ],
  [
    'service=sync with a context as a field',
    { attributes: { service: 'sync' }, fields: [['context', 'fx_fennec_v1']] },
    { service: 'sync', context: 'fx_fennec_v1' },
  ],
  ['a context', { attributes: { context: 'fx_desktop_v3' } }, { context: 'fx_desktop_v3' }],
  ['a context as a field', { fields: [['context', 'fx_desktop_v3']] }, { context: 'fx_desktop_v3' }],
  ['another service', { attributes: { service: 'relay' } }, { service: 'relay' }],
  [
    'another service with a context',
    { attributes: { service: 'relay', context: 'fx_desktop_v3' } },
    { service: 'relay', context: 'fx_desktop_v3' },
  ],
  ...['fx_ios_v1', 'fx_desktop_v1', 'fx_desktop_v2', 'fx_firstrun_v2', 'iframe'].flatMap(
    (context): typeof WRITTEN => [
      [`the dead context ${context}`, { attributes: { context } }, {}, context],
      [
        `service=sync with the dead context ${context}`,
        { attributes: { service: 'sync' }, fields: [['context', context]] },
        { service: 'sync', context: 'fx_desktop_v3' },
        context,
      ],
    ],
  ),
];

describe('Sync', () => {
  for (const [browser, userAgent] of FIREFOX_DESKTOP) {
    it(`in Firefox for desktop, ${browser} => goes along`, () => {
      assert.equal(isFirefoxDesktop(userAgent), true);
      assert.equal(isFirefoxForDesktop(userAgent), true);
    });
  }
  for (const [browser, userAgent] of OTHERS) {
    it(`in ${browser} => stays out`, () => {
      assert.equal(isFirefoxDesktop(userAgent), false);
      assert.equal(isFirefoxForDesktop(userAgent), false);
    });
  }

  for (const [name, { attributes = {}, fields = [] }, sent, dead] of WRITTEN) {
    for (const [browser, userAgent] of [
      ['Firefox for desktop', FIREFOX],
      ['Chrome', CHROME],
      ['a browser that is not known', undefined],
    ] as const) {
      const { service, context } = sent;
      const elsewhere = service && service !== 'sync' ? { service } : {};
      const expected = userAgent === FIREFOX ? sent : elsewhere;
      it(`${name} in ${browser} => ${JSON.stringify(expected)}`, () => {
        const settings = resolved({ attributes: { ...ATTRIBUTION, ...attributes }, fields }, { userAgent });
        const { action, form_type, entrypoint, utm_source, utm_campaign, ...more } = plain(
          settings.parameters,
        );
        assert.deepEqual(more, expected);
        assert.deepEqual(requestQuery(settings), {
          form_type,
          entrypoint,
          utm_source,
          utm_campaign,
          ...expected,
        });
        assert.equal(action, 'email');
        assert.deepEqual(settings.extraFields, []);
        assert.equal(settings.syncLeftOut, userAgent !== FIREFOX && Boolean(context ?? service === 'sync'));
        assert.deepEqual(rejected(settings), dead ? [['context', dead, 'pattern']] : []);
      });
    }
  }

  it('fills a context in where the author’s is refused', () => {
    const settings = resolved({ attributes: { ...ATTRIBUTION, service: 'sync', context: 'Desktop!' } });
    assert.equal(settings.parameters.context, 'fx_desktop_v3');
    assert.deepEqual(rejected(settings), [['context', 'Desktop!', 'pattern']]);
  });
});
