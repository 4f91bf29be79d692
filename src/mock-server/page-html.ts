import type { ArrivalEntry } from './log.js';
import type { FlowVerdict, Outcome, Problem, Verdict } from './verdict.js';

/** What FxA does with a flow, in a sentence each. */
const FLOW_SENTENCES: Record<FlowVerdict, string> = {
  good: 'The metrics flow is known, intact and fresh.',
  absent: 'No metrics flow came along. The sign-up goes on without metrics.',
  incomplete: 'The metrics flow has no device id. The present page of FxA takes none without it.',
  malformed: 'The metrics flow is malformed. FxA drops it.',
  tampered: 'The metrics flow was changed on its way: flow_id does not fit flow_begin_time. FxA drops it.',
  stale: 'The metrics flow is more than two hours old. FxA drops it.',
  future: 'The metrics flow begins in the future of this server. FxA drops it.',
  unknown: 'The metrics flow is signed right, but was not begun here.',
  'other-origin': 'The metrics flow was begun for another site.',
};

/** What FxA's page does with the visitor: a headline, and what it means in a sentence. */
const OUTCOMES: Record<Outcome, readonly [headline: string, sentence: string]> = {
  'goes-on': ['FxA’s page would go on', 'The visitor can sign up. Something of the metrics gets lost.'],
  'strips-address': [
    'FxA’s page would strip the address',
    'It is not one that FxA takes. The visitor has to type it again.',
  ],
  'refuses-sign-up': [
    'FxA would refuse the sign-up',
    'The page goes on, and the sign-up behind it ends in “Invalid parameter”. The visitor is lost.',
  ],
  'shows-error': ['FxA’s page would show an error', 'The visitor cannot sign up.'],
  'waits-for-ever': [
    'FxA’s page would wait for ever',
    'It asks the browser whether the account may be linked, and only Firefox for desktop answers. The visitor sees a spinner, and is lost.',
  ],
  'update-required': [
    'FxA’s page would say “Firefox update required”',
    'No browser can sign up with this context. The visitor is lost.',
  ],
  'refuses-frame': [
    'FxA’s page refuses to be shown in a frame',
    'The form has to go to the whole window. The visitor sees nothing, and is lost.',
  ],
};

const ALL_GOOD = ['FxA would accept this visit', ''] as const;

/** How a visit for OAuth goes on: with somebody who signs in, or not at all, for a reason. */
export type SignIn = { readonly request: URLSearchParams } | { readonly problem: Problem };

const FLOW_FIELDS = new Set(['flow_id', 'flowId', 'flow_begin_time', 'flowBeginTime']);

/** What becomes of a flow with which nothing is wrong. */
const FINE: ReadonlySet<FlowVerdict> = new Set(['good', 'incomplete']);

const STYLE = `
:root { color-scheme: light dark; --good: light-dark(#0a6b3d, #6fe0a5); --bad: light-dark(#b00030, #ff9aa8);
  --line: light-dark(#d7d7db, #4a4a55); --soft: light-dark(#f4f4f8, #2b2a33); }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #1c1b22); color: light-dark(#15141a, #fbfbfe); }
main { max-width: 56rem; margin: 0 auto; }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2; }
code, td:first-of-type { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
.verdict { margin: 1.5rem 0; padding: .75rem 1rem; border-inline-start: .25rem solid var(--tone);
  border-radius: .25rem; background: var(--soft); }
.verdict p { margin: 0; }
.verdict p + p { margin-block-start: .25rem; }
.verdict strong { color: var(--tone); }
[data-good='true'] .verdict { --tone: var(--good); }
[data-good='false'] .verdict { --tone: var(--bad); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
caption { padding: .5rem 0; text-align: start; font-weight: 600; }
th, td { padding: .5rem .75rem; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
tbody th { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); }
form { display: grid; gap: .75rem; justify-items: start; margin: 1.5rem 0; }
input, button { padding: .5rem .75rem; font: inherit; }
label { max-width: 100%; }
input { max-width: 100%; }
.bad { color: var(--bad); font-weight: 600; }
@media (max-width: 36rem) {
  body { padding: 1rem; }
  thead { position: absolute; clip-path: inset(50%); }
  tr, tbody th, td { display: block; padding: 0; border: 0; }
  tr { padding: .5rem 0; border-block-end: 1px solid var(--line); }
  tbody th { white-space: normal; overflow-wrap: anywhere; }
}
`;

/** The page that says what arrived, and what FxA would make of it; the visitor goes on from there to sign in. */
export function arrivalPage(arrival: Omit<ArrivalEntry, 'type'>, signIn?: SignIn): string {
  const { method, path, fields, verdict, outcome } = arrival;
  const good = verdict.good && outcome === 'goes-on';
  const [headline, sentence] = good ? ALL_GOOD : OUTCOMES[outcome];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${headline} – mock FxA server</title>
<style>${STYLE}</style>
</head>
<body>
<main data-good="${String(verdict.good)}" data-outcome="${outcome}">
<h1>mock FxA server</h1>
<p>This is not Firefox Accounts. It plays its part for tests and local development, and shows what arrived by
<code>${escape(method)} ${escape(path)}</code>.</p>
<div class="verdict">
<p><strong>${good ? '✓' : '✗'} ${headline}.</strong> ${sentence}</p>
<p>${FLOW_SENTENCES[verdict.flow]}</p>
</div>
${signIn ? signInSection(signIn) : ''}<div class="scroll" role="region" aria-labelledby="fields" tabindex="0">
<table>
<caption id="fields">${fields.length === 0 ? 'No field arrived' : 'What arrived'}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${rows(arrival).join('\n')}
</tbody>
</table>
</div>
</main>
<script type="application/json" id="verdict">${jsonForScript(verdict)}</script>
</body>
</html>
`;
}

const SIGN_IN_FIELDS = [
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];

function signInSection(signIn: SignIn): string {
  if ('problem' in signIn) {
    const { name, problem } = signIn.problem;
    return `<p class="bad">✗ Nobody can sign in: ${escape(name)} is ${escape(problem)}.</p>
`;
  }
  const { request } = signIn;
  const hidden = SIGN_IN_FIELDS.filter((name) => request.has(name)).map(
    (name) => `<input type="hidden" name="${name}" value="${escape(request.get(name) ?? '')}">`,
  );
  return `<form method="post" action="mock-server/sign-in">
${hidden.join('\n')}
<label>E-mail address <input type="email" name="email" required value="${escape(request.get('email') ?? '')}"></label>
<label><input type="checkbox" name="metrics" value="off"> I have switched metrics off in my settings</label>
<button>Sign in and go back</button>
</form>
`;
}

function rows({ fields, verdict }: Omit<ArrivalEntry, 'type'>): string[] {
  const arrived = new Set(fields.map(([name]) => name));
  const missing = verdict.problems.filter(({ name }) => !arrived.has(name));
  return [
    ...fields.map(([name, value]) => row(name, value, problemOf(name, verdict))),
    ...missing.map(({ name, problem }) => row(name, '', problem)),
  ];
}

function problemOf(name: string, { flow, problems }: Verdict): string | undefined {
  const problem = problems.find((candidate) => candidate.name === name)?.problem;
  if (problem !== undefined || !FLOW_FIELDS.has(name)) return problem;
  return FINE.has(flow) ? undefined : flow;
}

function row(name: string, value: string, problem: string | undefined): string {
  const verdict =
    problem === undefined ? '<td class="good">✓ good</td>' : `<td class="bad">✗ ${escape(problem)}</td>`;
  return `<tr><th scope="row">${escape(name)}</th><td>${escape(value)}</td>${verdict}</tr>`;
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);
}

/** JSON that cannot end the script element it stands in: a `<` is legal in JSON only inside a text. */
function jsonForScript(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
