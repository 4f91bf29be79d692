import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFirefoxForDesktop } from '../../src/mock-server/firefox.js';

const gecko = (system: string, rest = 'Gecko/20100101 Firefox/153.0') =>
  `Mozilla/5.0 (${system}; rv:153.0) ${rest}`;
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('isFirefoxForDesktop', () => {
  const cases: [about: string, userAgent: string, outcome: boolean][] = [
    ['Firefox on Windows', gecko('Windows NT 10.0; Win64; x64'), true],
    ['Firefox on macOS', gecko('Macintosh; Intel Mac OS X 10.15'), true],
    ['Firefox on Linux', gecko('X11; Linux x86_64'), true],
    ['Firefox on Ubuntu', gecko('X11; Ubuntu; Linux x86_64'), true],
    ['Firefox on Android', gecko('Android 15; Mobile', 'Gecko/153.0 Firefox/153.0'), false],
    ['Firefox on an Android tablet', gecko('Android 15; Tablet', 'Gecko/153.0 Firefox/153.0'), false],
    [
      'Firefox on an iPhone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} FxiOS/153.0 Mobile/15E148 Safari/605.1.15`,
      false,
    ],
    [
      'Firefox on an iPad that calls itself a Mac',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) ${WEBKIT} FxiOS/153.0 Safari/605.1.15`,
      false,
    ],
    [
      'Chrome',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      false,
    ],
    [
      'Safari',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`,
      false,
    ],
    ['SeaMonkey', gecko('X11; Linux x86_64', 'Gecko/20100101 Firefox/128.0 SeaMonkey/2.53.20'), false],
    ['a bot that names Firefox', 'Mozilla/5.0 (compatible; bot) Firefox/153.0', false],
    ['Node', 'node', false],
    ['nobody', '', false],
  ];
  for (const [about, userAgent, outcome] of cases) {
    it(`${about} => ${outcome ? 'yes' : 'no'}`, () => {
      assert.equal(isFirefoxForDesktop(userAgent), outcome);
    });
  }
});
