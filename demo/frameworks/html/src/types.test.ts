/** What the types let through, and what they do not. Nothing of this is ever run. */
import type { Flow } from 'fxa-email-form';

const remember = (flow: Flow) => flow.flowId;

// The types know the tag.
const form = document.createElement('fxa-email-form');

form.utmSource = null;
// @ts-expect-error: a misspelt property
form.utmSorce = 'example';
// @ts-expect-error: no property takes an object
form.utmSource = {};
form.addEventListener('fxa-flow-ready', ({ detail }) => remember(detail));
// @ts-expect-error: an error is no flow
form.addEventListener('fxa-flow-error', ({ detail }) => remember(detail));
