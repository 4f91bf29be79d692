import 'fxa-email-form';
import type { FxaEmailFormEventMap } from 'fxa-email-form';
import type {} from 'fxa-email-form/solid';
import { createSignal, Show } from 'solid-js';

export function App() {
  const [count, setCount] = createSignal(0);
  const [campaign, setCampaign] = createSignal('spring');
  const [formKey, setFormKey] = createSignal(1);
  const [flowId, setFlowId] = createSignal('');
  const [agreed, setAgreed] = createSignal(false);
  const [objected, setObjected] = createSignal(false);

  const submit = (event: FxaEmailFormEventMap['fxa-submit']) => {
    setObjected(!agreed());
    if (!agreed()) event.preventDefault();
  };

  return (
    <main>
      <fxa-email-form
        id="drawn"
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        prop:utmCampaign={campaign()}
        on:fxa-flow-ready={(event) => setFlowId(event.detail.flowId)}
        on:fxa-submit={submit}
      >
        <h2 slot="heading">Rendered anew: {count()}</h2>
      </fxa-email-form>

      <fxa-email-form
        id="own"
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        prop:utmCampaign={campaign()}
        on:fxa-submit={submit}
      >
        <Show when={formKey()} keyed>
          <form action="http://localhost:3030/">
            <Show when={count() % 2 === 1}>
              <p>The count is odd.</p>
            </Show>
            <label>
              Your e-mail address <input type="email" name="email" required />
            </label>
            <input type="hidden" name="entrypoint" value="framework" />
            <button>Continue after {count()}</button>
          </form>
        </Show>
      </fxa-email-form>

      <label>
        <input
          id="agree"
          type="checkbox"
          checked={agreed()}
          onInput={(event) => setAgreed(event.currentTarget.checked)}
        />
        I agree
      </label>
      <Show when={objected()}>
        <p id="objection" role="alert">
          Please agree first.
        </p>
      </Show>

      <button id="render" onClick={() => setCount(count() + 1)}>
        Render anew
      </button>
      <button id="campaign" onClick={() => setCampaign('autumn')}>
        Change the campaign
      </button>
      <button id="replace" onClick={() => setFormKey(formKey() + 1)}>
        Replace the form
      </button>
      <p>
        Flow: <output id="flow">{flowId()}</output>, count: <output id="count">{count()}</output>
      </p>
    </main>
  );
}
