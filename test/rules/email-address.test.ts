import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import validator from 'validator';
import { emailProblem, sentEmail, type EmailProblem } from '../../src/rules/email-address.js';
import { isAccepted } from '../../src/rules/parameters.js';

/** HTML's rule for type="email": https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
const HTML =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

const long = (length: number, text = 'a') => text.repeat(length);

/** 254 characters with the longest local part, and labels as long as they may be. */
const LONGEST = `${long(64)}@${long(63)}.${long(63)}.${long(61)}`;

const TABLE: [typed: string, problem: EmailProblem | undefined][] = [
  ['', 'missing'],
  [' \t ', 'missing'],
  ['ada', 'incomplete'],
  ['ada@', 'incomplete'],
  ['@example.com', 'incomplete'],
  ['@', 'incomplete'],
  ['example.com', 'incomplete'],
  ['ada@example', 'incomplete'],
  ['test@test', 'incomplete'],
  ['ada@münchen', 'incomplete'],
  ['ada@example.com', undefined],
  [' ada@example.com\n', undefined],
  ['ADA+news@EXAMPLE.COM', undefined],
  ["a!#$%&'*+/=?^_`{|}~-z@example.com", undefined],
  ['a.b.c@example.com', undefined],
  ['a@b.co', undefined],
  ['a@1.co', undefined],
  ['a@x.xn--p1ai', undefined],
  ['ada@münchen.example', undefined],
  ['ada@例え.テスト', undefined],
  ['ada@example。com', undefined],
  ['a..b@x.com', 'malformed'],
  ['.a@x.com', 'malformed'],
  ['a.@x.com', 'malformed'],
  ['a@b.c', 'malformed'],
  ['a@b.c1', 'malformed'],
  ['a@1.2.3.4', 'malformed'],
  ['a@[1.2.3.4]', 'malformed'],
  ['a@x..com', 'malformed'],
  ['a@x.com.', 'malformed'],
  ['a@-x.com', 'malformed'],
  ['a@x_y.com', 'malformed'],
  ['a@b@example.com', 'malformed'],
  ['a b@example.com', 'malformed'],
  ['"a b"@example.com', 'malformed'],
  ['Ada <ada@example.com>', 'malformed'],
  ['jörg@example.com', 'malformed'],
  ['ada@１.２.３.４', 'malformed'],
  [LONGEST, undefined],
  [`a${LONGEST}`, 'malformed'],
  [`${long(65)}@example.com`, 'malformed'],
  [`a@${long(63)}.com`, undefined],
  [`a@${long(64)}.com`, 'malformed'],
  [`${long(64)}@${long(63)}.${long(63)}.${long(62)}`, 'malformed'],
];

describe('an e-mail address', () => {
  for (const [typed, problem] of TABLE) {
    const shown = typed.length > 50 ? `${typed.slice(0, 6)}… (${typed.length})` : typed;
    it(`${JSON.stringify(shown)} => ${problem ?? 'goes to FxA, which takes it'}`, () => {
      assert.equal(emailProblem(typed), problem);
      if (!problem) assert.ok(validator.isEmail(sentEmail(typed)));
    });
  }

  const SENT: [typed: string, sent: string][] = [
    ['', ''],
    ['  ', ''],
    ['ada@example.com', 'ada@example.com'],
    [' \u00a0ada@example.com\r\n', 'ada@example.com'],
    ['Ada@Example.COM', 'Ada@Example.COM'],
    ['Ada@MÜNCHEN.example', 'Ada@xn--mnchen-3ya.example'],
    ['ada@mu\u0308nchen.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@xn--mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@example。com', 'ada@example.com'],
    ['ada@exam\u00adple.com', 'ada@example.com'],
    ['a@b@münchen.example', 'a@b@xn--mnchen-3ya.example'],
    ['jörg@münchen.example', 'jörg@xn--mnchen-3ya.example'],
    ['jörg@example.com', 'jörg@example.com'],
    // No domain, or more than one: what was typed is not guessed at.
    ['ada', 'ada'],
    ['münchen.example', 'münchen.example'],
    ['ada@münchen.example:80', 'ada@münchen.example:80'],
    ['ada@münchen.example/x', 'ada@münchen.example/x'],
    ['ada@münchen.example?x', 'ada@münchen.example?x'],
    ['ada@münchen.example#x', 'ada@münchen.example#x'],
    ['ada@münchen.example\\x', 'ada@münchen.example\\x'],
    ['ada@m%C3%BCnchen.example', 'ada@m%C3%BCnchen.example'],
    ['ada@m%C3%BCnchen.münchen', 'ada@m%C3%BCnchen.münchen'],
    ['ada@münchen .example', 'ada@münchen .example'],
    ['ada@mün\tchen.example', 'ada@mün\tchen.example'],
    ['ada@münchen／x.example', 'ada@münchen／x.example'],
    ['ada@münchen％41.example', 'ada@münchen％41.example'],
    ['ada@[münchen]', 'ada@[münchen]'],
    ['ada@0x7f.1', 'ada@0x7f.1'],
  ];
  for (const [typed, sent] of SENT) {
    it(`${JSON.stringify(typed)} => is sent as ${JSON.stringify(sent)}`, () => {
      assert.equal(sentEmail(typed), sent);
    });
  }

  const piece = fc.constantFrom(
    ...[
      'a',
      'B',
      '7',
      '.',
      '..',
      '-',
      '_',
      '+',
      '@',
      '@',
      ' ',
      '"',
      '(',
      '%',
      '!',
      'é',
      'ü',
      'ｍ',
      '。',
      '１',
      'ſ',
      'K',
    ],
    ...[
      'example',
      '.com',
      '.c',
      '.1',
      'xn',
      '.xn',
      'xn--',
      'xn--p1ai',
      '[',
      ']',
      ':',
      '/',
      '\n',
      '\0',
      '\u00ad',
    ],
  );
  const pieces = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
  const label = fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9-]{1,6}$/),
    fc.constantFrom('xn', 'xn--', 'xn--a', 'xna', 'c', 'com', '1', '_a'),
    fc.integer({ min: 60, max: 65 }).map((length) => long(length)),
  );
  const local = fc.oneof(
    fc.stringMatching(/^[\w.!#$%&'*+/=?^`{|}~-]{1,8}$/),
    fc.integer({ min: 62, max: 66 }).map((length) => long(length)),
  );
  const assembled = fc
    .tuple(local, fc.array(label, { minLength: 1, maxLength: 5 }))
    .map(([before, labels]) => `${before}@${labels.join('.')}`);
  const address = fc.oneof(
    fc.emailAddress(),
    pieces,
    pieces.map((text) => `a@${text}.com`),
    assembled,
  );

  it('is accepted where HTML and FxA accept it, and nowhere else', () => {
    fc.assert(
      fc.property(address, (value) => {
        assert.equal(isAccepted('email', value), HTML.test(value) && validator.isEmail(value));
      }),
      { numRuns: 20_000 },
    );
  });

  it('that has no problem is never stripped by FxA', () => {
    fc.assert(
      fc.property(address, (typed) => {
        if (!emailProblem(typed)) assert.ok(validator.isEmail(sentEmail(typed)), sentEmail(typed));
      }),
      { numRuns: 20_000 },
    );
  });

  it('is sent the same however often that is worked out, and unchanged where it is ASCII', () => {
    fc.assert(
      fc.property(address, (typed) => {
        const sent = sentEmail(typed);
        assert.equal(sentEmail(sent), sent);
        if (/^[\0-\x7f]*$/.test(typed)) assert.equal(sent, typed.trim());
      }),
      { numRuns: 20_000 },
    );
  });

  it('of any length is judged at once', () => {
    for (const text of ['a', 'a.', 'a@', 'a-', '@a.', 'a.a-', 'ü.']) {
      for (const typed of [text.repeat(100_000), `a@${text.repeat(100_000)}`]) {
        const start = performance.now();
        emailProblem(typed);
        assert.ok(performance.now() - start < 2000, text);
      }
    }
  });
});
