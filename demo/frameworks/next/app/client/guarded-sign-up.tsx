import 'fxa-email-form';
import type { FxaEmailFormEventMap } from 'fxa-email-form';
import type {} from 'fxa-email-form/react';
import { useState } from 'react';

export default function GuardedSignUp() {
  const [agreed, setAgreed] = useState(false);
  const [objected, setObjected] = useState(false);

  const submit = (event: FxaEmailFormEventMap['fxa-submit']) => {
    setObjected(!agreed);
    if (!agreed) event.preventDefault();
  };

  return (
    <>
      <fxa-email-form
        id="sign-up"
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        utm-campaign="spring"
        button-label="Sign up or sign in"
        onfxa-submit={submit}
      />
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
          Agree first, please.
        </p>
      )}
    </>
  );
}
