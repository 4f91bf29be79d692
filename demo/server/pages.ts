/** The example's pages. */
import escape from 'escape-html';

/** What a form needs to sign somebody in. */
export interface FormValues {
  readonly fxaUrl: string;
  readonly clientId: string;
  /** What OpenID Connect has the form send along, by name. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** Who has signed in, and what they have said about metrics. */
export interface Visitor {
  readonly email: string;
  readonly metricsEnabled: boolean;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/fxa-email-form.min.js"></script>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function form(values: FormValues, metricsEnabled: boolean): string {
  const { fxaUrl, clientId, hidden } = values;
  return `<fxa-email-form fxa-url="${escape(fxaUrl)}" fxa-path="authorization" service="${escape(clientId)}"
  entrypoint="example-server" utm-source="example-server" utm-campaign="sign-up"${metricsEnabled ? '' : ' metrics="off"'}>
${Object.entries(hidden)
  .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
  .join('\n')}
</fxa-email-form>`;
}

/** The first page: for somebody who has not signed in yet, or for a user. */
export function homePage(
  values: FormValues,
  visitor: Visitor | undefined,
  message: string | undefined,
): string {
  const status = message === undefined ? '' : `<p role="status">${escape(message)}</p>\n`;
  if (!visitor) {
    return page('Sign in to the example', `${status}${form(values, true)}`);
  }
  const { email, metricsEnabled } = visitor;
  const metrics = metricsEnabled
    ? 'You have not switched off metrics in your settings.'
    : 'You have switched off metrics in your settings: nothing about you is told to FxA.';
  return page(
    `Hello, ${email}`,
    `${status}<p id="metrics">${metrics}</p>
<form method="post" action="/engage"><button>Use the product</button></form>
<form method="post" action="/sign-out"><button>Sign out</button></form>
<h2>Somebody else?</h2>
${form(values, metricsEnabled)}`,
  );
}

/** A page that says what went wrong. */
export const errorPage = (message: string): string =>
  page(
    'That did not work',
    `<p role="alert">${escape(message)}</p>
<p><a href="/">Go to the first page</a></p>
<form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );

export const STYLE = `
body { margin: 0; padding: 2rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 0 auto; }
h1 { font-size: 1.75rem; overflow-wrap: anywhere; }
h2 { margin-block-start: 3rem; font-size: 1.25rem; }
form { margin-block: 1rem; }
button { padding: .5rem 1rem; font: inherit; }
`;
