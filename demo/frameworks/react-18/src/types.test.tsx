/** What the types allow, and what they refuse. Nothing of this is ever run. */
import type { FxaEmailForm } from 'fxa-email-form';
import type {} from 'fxa-email-form/react-18';
import { createRef } from 'react';
import { useListener } from './use-listener';

const element = createRef<FxaEmailForm>();

export const allowed = (
  <fxa-email-form
    key="a"
    ref={element}
    id="sign-up"
    class="wide"
    slot="aside"
    lang="de"
    entrypoint="page"
    utm-source="example"
    utm-campaign={null}
    flow-timeout={5000}
    onClick={(event) => event.currentTarget.refreshFlow()}
  >
    <input type="hidden" name="state" value="random" />
  </fxa-email-form>
);

export function useListeners() {
  useListener(element, 'fxa-flow-ready', ({ detail }) => detail.flowId.length);
  useListener(element, 'fxa-flow-error', ({ detail }) => detail.code === 'timeout');
  useListener(element, 'fxa-parameter-rejected', ({ detail }) => detail.reason === 'length');
  useListener(element, 'fxa-submit', ({ detail }) => detail.parameters.utm_source);

  // @ts-expect-error a misspelt event
  useListener(element, 'fxa-submitted', () => undefined);

  // @ts-expect-error a detail that this event does not have
  useListener(element, 'fxa-flow-ready', (event) => event.detail.code);
}

// @ts-expect-error a misspelt attribute
export const misspeltAttribute = <fxa-email-form entripoint="page" />;

// @ts-expect-error a property, which React 18 would not set
export const property = <fxa-email-form utmCampaign="spring" />;

// @ts-expect-error an attribute's value of the wrong type
export const wrongValue = <fxa-email-form utm-campaign={5} />;

export const link = (
  <fxa-link form="sign-up" utm-campaign={null}>
    <a href="https://accounts.firefox.com/signin">Sign in</a>
  </fxa-link>
);

// @ts-expect-error an attribute's value of the wrong type
export const wrongLink = <fxa-link form={5} />;
