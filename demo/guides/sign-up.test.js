import 'fxa-email-form';
import { afterEach, expect, test, vi } from 'vitest';

/** What FxA responds with. The form does not use a flow that began hours ago. */
const flow = () => ({ flowId: 'ab'.repeat(32), flowBeginTime: Date.now(), deviceId: 'cd'.repeat(16) });

vi.stubGlobal(
  'fetch',
  vi.fn(async () => Response.json(flow())),
);

afterEach(() => {
  document.body.replaceChildren();
});

test('the form goes with the flow and the page’s campaign', async () => {
  document.body.innerHTML = `
    <fxa-email-form entrypoint="your-page" utm-source="your-site" utm-campaign="your-campaign">
      <form action="https://accounts.firefox.com/">
        <input type="email" name="email" value="ada@example.com" />
        <button>Continue</button>
      </form>
    </fxa-email-form>`;
  const element = document.querySelector('fxa-email-form');
  await vi.waitUntil(() => element.flowState === 'ready');

  // jsdom goes nowhere: what would be sent stands in the event.
  const submit = vi.fn((event) => event.preventDefault());
  element.addEventListener('fxa-submit', submit);
  element.requestSubmit();
  const [{ detail }] = submit.mock.lastCall;
  expect(detail.flow).toEqual(element.flow);
  expect(detail.parameters).toMatchObject({ entrypoint: 'your-page', utm_campaign: 'your-campaign' });
});

test('the element draws a form of its own', async () => {
  document.body.innerHTML = `
    <fxa-email-form entrypoint="your-page" utm-source="your-site" utm-campaign="your-campaign"></fxa-email-form>`;
  const element = document.querySelector('fxa-email-form');
  await element.updateComplete;
  element.shadowRoot.querySelector('input[type=email]').value = 'ada@example.com';
  expect(element.value).toBe('ada@example.com');
});
