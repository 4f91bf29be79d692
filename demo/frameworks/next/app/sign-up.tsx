'use client';

import 'fxa-email-form';
import type { FxaEmailForm, FxaEmailFormEventMap } from 'fxa-email-form';
import type {} from 'fxa-email-form/react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useListener } from './use-listener';

export function SignUp({ campaign: firstCampaign }: { readonly campaign: string }) {
  const [count, setCount] = useState(0);
  const [campaign, setCampaign] = useState(firstCampaign);
  const [formKey, setFormKey] = useState(0);
  const [flowId, setFlowId] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [objected, setObjected] = useState(false);

  const drawn = useRef<FxaEmailForm>(null);
  const own = useRef<FxaEmailForm>(null);

  const submit = (event: FxaEmailFormEventMap['fxa-submit']) => {
    setObjected(!agreed);
    if (!agreed) event.preventDefault();
  };
  useListener(drawn, 'fxa-submit', submit);
  useListener(own, 'fxa-submit', submit);

  useListener(drawn, 'fxa-flow-ready', (event) => setFlowId(event.detail.flowId));
  // The element may have got its flow before React was there to listen.
  useLayoutEffect(() => setFlowId(drawn.current?.flow?.flowId ?? ''), []);

  return (
    <>
      <fxa-email-form
        id="drawn"
        ref={drawn}
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        utm-campaign={campaign}
        button-label="Sign up or sign in"
      >
        <h2 slot="heading">Take your tabs everywhere ({count})</h2>
      </fxa-email-form>

      <fxa-email-form
        id="own"
        ref={own}
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        utm-campaign={campaign}
      >
        <form key={formKey} action="http://localhost:3030/">
          {count % 2 === 1 && <p>You can unsubscribe at any time.</p>}
          <label>
            Your e-mail address <input type="email" name="email" required />
          </label>
          <input type="hidden" name="action" value="email" />
          <input type="hidden" name="form_type" value="email" />
          <input type="hidden" name="entrypoint" value="framework" />
          <button>Continue ({count})</button>
        </form>
      </fxa-email-form>

      <p>
        <label>
          <input
            id="agree"
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          I agree
        </label>
      </p>
      {objected && (
        <p id="objection" role="alert">
          Agree first, please.
        </p>
      )}
      <p>
        <button id="render" onClick={() => setCount(count + 1)}>
          Render again
        </button>
        <button id="campaign" onClick={() => setCampaign('autumn')}>
          Change the campaign
        </button>
        <button id="replace" onClick={() => setFormKey(formKey + 1)}>
          Replace the form
        </button>
        Rendered again: <output id="count">{count}</output>. Flow: <output id="flow">{flowId}</output>
      </p>
    </>
  );
}
