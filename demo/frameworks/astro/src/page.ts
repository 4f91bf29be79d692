import type { FxaEmailFormEventMap } from 'fxa-email-form';

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

const [drawn, own] = document.querySelectorAll('fxa-email-form');
const hint = document.createElement('p');
hint.textContent = 'You can unsubscribe at any time.';

// This script runs before the element's, which adds its fields to the form: the copy is as the author wrote it.
const blankForm = find('#own form').cloneNode(true);

let count = 0;

function render() {
  for (const place of document.querySelectorAll('.count')) place.textContent = String(count);
  if (count % 2) find('#own label').before(hint);
  else hint.remove();
}

find('#render').addEventListener('click', () => {
  count++;
  render();
});

find('#campaign').addEventListener('click', () => {
  drawn.setAttribute('utm-campaign', 'autumn');
  own.utmCampaign = 'autumn';
});

find('#replace').addEventListener('click', () => {
  find('#own form').replaceWith(blankForm.cloneNode(true));
  render();
});

drawn.addEventListener('fxa-flow-ready', (event) => {
  find('#flow').textContent = event.detail.flowId;
});

function keepUnlessAgreed(event: FxaEmailFormEventMap['fxa-submit']) {
  const agreed = find('#agree').matches(':checked');
  find('#objection').textContent = agreed ? '' : 'Agree first, please.';
  if (!agreed) event.preventDefault();
}

drawn.addEventListener('fxa-submit', keepUnlessAgreed);
own.addEventListener('fxa-submit', keepUnlessAgreed);
