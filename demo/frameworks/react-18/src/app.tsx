import 'fxa-email-form';
import type { FxaEmailForm, FxaEmailFormEventMap } from 'fxa-email-form';
import type {} from 'fxa-email-form/react-18';
import { useRef, useState } from 'react';
import { useListener } from './use-listener';

export function App() {
  const [count, setCount] = useState(0);
  const [campaign, setCampaign] = useState('spring');
  const [formKey, setFormKey] = useState(0);
  const [flowId, setFlowId] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [objected, setObjected] = useState(false);

  const submit = (event: FxaEmailFormEventMap['fxa-submit']) => {
    setObjected(!agreed);
    if (!agreed) event.preventDefault();
  };
  const drawn = useRef<FxaEmailForm>(null);
  const own = useRef<FxaEmailForm>(null);

  useListener(drawn, 'fxa-flow-ready', (event) => setFlowId(event.detail.flowId));
  useListener(drawn, 'fxa-submit', submit);
  useListener(own, 'fxa-submit', submit);

  return (
    <main>
      <fxa-email-form
        id="drawn"
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        utm-campaign={campaign}
        button-label="Sign up"
        ref={drawn}
      >
        <h2 slot="heading">Rendered anew: {count}</h2>
      </fxa-email-form>

      <fxa-email-form
        id="own"
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        utm-campaign={campaign}
        ref={own}
      >
        <form key={formKey} action="http://localhost:3030/">
          {count % 2 === 1 && <p>The count is odd.</p>}
          <label>
            Your e-mail address <input type="email" name="email" required />
          </label>
          <input type="hidden" name="entrypoint" value="framework" />
          <button>Continue after {count}</button>
        </form>
      </fxa-email-form>

      <label>
        <input
          id="agree"
          type="checkbox"
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
        I agree
      </label>
      {objected && (
        <p id="objection" role="alert">
          Please agree first.
        </p>
      )}

      <button id="render" onClick={() => setCount(count + 1)}>
        Render anew
      </button>
      <button id="campaign" onClick={() => setCampaign('autumn')}>
        Change the campaign
      </button>
      <button id="replace" onClick={() => setFormKey(formKey + 1)}>
        Replace the form
      </button>
      <p>
        Flow: <output id="flow">{flowId}</output>, count: <output id="count">{count}</output>
      </p>
    </main>
  );
}
