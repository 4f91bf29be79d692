/** The pages that the form is looked at on. */
import { randomBytes } from 'node:crypto';

/** The attributes of the elements that are compared. */
export const ATTRIBUTES = { entrypoint: 'bench', 'utm-source': 'bench', 'utm-campaign': 'bench' };

/** One of the elements, alone or around what the author gives it. */
export function elementTag(tag: string, fxaUrl: string, content = ''): string {
  const attributes = Object.entries(ATTRIBUTES).map(([name, value]) => `${name}="${value}"`);
  return `<${tag} fxa-url="${fxaUrl}" ${attributes.join(' ')}>${content}</${tag}>`;
}

/** A form in plain HTML, which says the same. */
export const plainForm = (fxaUrl: string): string => `
  <form action="${fxaUrl}" data-fxa-url="${fxaUrl}">
    <p><label>Enter your email <input type="email" name="email" autocomplete="email" required></label></p>
    <input type="hidden" name="action" value="email">
    <input type="hidden" name="form_type" value="email">
    <input type="hidden" name="entrypoint" value="bench">
    <input type="hidden" name="utm_source" value="bench">
    <input type="hidden" name="utm_campaign" value="bench">
    <button>Continue</button>
    <p>
      By continuing, you accept the <a href="${fxaUrl}legal/terms">Terms of Service</a> and
      <a href="${fxaUrl}legal/privacy">Privacy Notice</a>.
    </p>
  </form>`;

/** As the package's documentation tells a page to keep the form's place free. */
export const reserve = (tag: string): string => `<style>
      ${tag}:not(:defined) { display: block; padding-block-end: 7.0625em; }
    </style>`;

/** What a page's own script weighs once it is compressed, in bytes. */
export const SITE_SCRIPT_SIZE = 60_000;

/** A page's own script, which does nothing but to take its time on the network. Base64 is four signs for three bytes. */
export const SITE_SCRIPT = `/* ${randomBytes(SITE_SCRIPT_SIZE).toString('base64')} */`;

const TEXT =
  'A page has more to say than its form has, and a visitor who reads on does not want it to move. ';

/**
 * A page of some length with the form at its top.
 *
 * @param head - what belongs into the page's head
 * @param form - the form, in HTML
 * @param end - what stands at the end of the page's body
 */
export const pageAround = (head: string, form: string, end = ''): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>A page</title>
    <link rel="icon" href="data:,">
    <style>
      body { max-width: 45em; margin: 2em auto; font: 16px/1.5 system-ui, sans-serif; }
    </style>
    ${head}
  </head>
  <body>
    <h1>Take your tabs everywhere</h1>
    <p>${TEXT}</p>
    ${form}
    ${`<p>${TEXT.repeat(6)}</p>\n`.repeat(20)}
    ${end}
  </body>
</html>`;
