/** What authors, visitors and the page's URL give to elements: good and bad values, most of them few, so that elements are alike. */
import fc from 'fast-check';
import type { Given } from './oracle.js';

export const query = fc.constantFrom(
  '',
  '?utm_source=news&utm_campaign=spring&utm_term=url',
  '?utm_source=news&utm_campaign=a+b&utm_term=url',
  '?utm_source=news&utm_campaign=summer&utm_medium=%C3%A9&entrypoint=url',
  '?entrypoint_experiment=exp&entrypoint_variation=v1&utm_source=x%25',
  '?entrypoint_experiment=exp',
);

const GOOD = ['a', 'b', 'a', 'b', 'B.c-d_1', 'x'.repeat(128)];
const BAD = ['', 'a b', ' a', 'é', 'a+b', 'x'.repeat(129), '<b>'];
export const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...GOOD) }, fc.constantFrom(...BAD));
export const PARAMETERS = [
  'entrypoint',
  'entrypoint-experiment',
  'entrypoint-variation',
  'utm-source',
  'utm-medium',
  'utm-campaign',
  'utm-content',
  'utm-term',
];

/** An attribute, and what it is set to; `undefined` takes it away. `{origin}` stands for the game's FxA server. */
export type Change = readonly [name: string, value: string | undefined];

export const oneOf = <T>(name: string, ...values: T[]) =>
  fc.tuple(fc.constant(name), fc.constantFrom(...values));
export const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...PARAMETERS), fc.boolean(), fc.option(value, { nil: undefined }))
      .map(([name, dashed, to]): Change => [dashed ? name : name.replaceAll('-', '_'), to]),
  },
  { weight: 4, arbitrary: oneOf('metrics', 'on', 'off', 'pending', 'auto', undefined, 'maybe') },
  {
    weight: 2,
    arbitrary: oneOf(
      'fxa-url',
      '{origin}/',
      '{origin}',
      '{origin}/stack',
      '{origin}/?a=b',
      'javascript:1',
      undefined,
    ),
  },
  oneOf('utm_campaign', 'page+referral+-+not+part+of+a+campaign', 'a/b%20'),
  oneOf('service', 'sync', 'relay', '0123456789abcdef', 'much-too-long-for-it', undefined),
  oneOf('context', 'fx_desktop_v3', 'iframe', 'oauth_webchannel_v1', undefined),
  oneOf('url-attribution', 'on', 'off', 'some', undefined),
  oneOf('loading', 'eager', 'lazy', 'later', undefined),
  oneOf('flow-timeout', '50', '20000', 'soon', '-1', undefined),
);
export const formChange: fc.Arbitrary<Change> = fc.oneof(
  oneOf('email', 'ada@example.com', 'test@test', '', undefined),
  oneOf('lang', 'ar', 'en', undefined),
  oneOf('label', 'Your address', undefined),
  oneOf('target', '_blank', undefined),
);
export const linkChange = oneOf('form', 'f0', 'f1', undefined);

export const hiddenInput = fc.record({
  name: fc.constantFrom(
    'client_id',
    'state',
    'entrypoint',
    'utm_term',
    'utm_source',
    'service',
    'product_id',
    'entrypoint_variation',
    'action',
    'form_type',
    'flow_id',
  ),
  value: fc.oneof(value, fc.constantFrom('prod_1', 'sync')),
  loose: fc.boolean(),
});
export type Hidden = Given['hidden'][number];

export const authorForm = fc.record({
  ownEndpoint: fc.boolean(),
  post: fc.boolean(),
  required: fc.boolean(),
  noValidate: fc.boolean(),
  hidden: fc.array(hiddenInput, { maxLength: 3 }),
});
export type FormSpec = typeof authorForm extends fc.Arbitrary<infer T> ? T : never;

export const start = fc.record({
  kind: fc.constantFrom('drawn' as const, 'author' as const, 'link' as const),
  id: fc.constantFrom('', 'f0', 'f1'),
  server: fc.boolean(),
  attributes: fc.array(change, { maxLength: 4 }),
  of: fc.array(formChange, { maxLength: 1 }),
  action: fc.constantFrom('', '', '', '/sign-in?next=%2Fa&state=s', 'javascript:1'),
  link: linkChange,
  href: fc.constantFrom(
    'signin',
    'signin?client_id=abc&state=a%20b#top',
    '?utm_term=of-link&entrypoint=x',
    '?plan=p&utm_source=a+b&form_type=email',
  ),
  form: authorForm,
  loose: fc.array(hiddenInput, { maxLength: 2 }),
});
export type StartSpec = typeof start extends fc.Arbitrary<infer T> ? T : never;
