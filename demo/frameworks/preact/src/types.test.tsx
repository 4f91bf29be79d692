/** What the types allow, and what they refuse. Nothing of this is ever run. */
import type { FxaEmailForm } from 'fxa-email-form';
import type {} from 'fxa-email-form/preact';
import { createRef } from 'preact';

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
    utmCampaign={null}
    flowTimeout={5000}
    onClick={(event) => event.currentTarget.refreshFlow()}
    onfxa-flow-ready={({ detail }) => detail.flowId.length}
    onfxa-flow-error={({ detail }) => detail.code === 'timeout'}
    onfxa-parameter-rejected={({ detail }) => detail.reason === 'length'}
    onfxa-submit={({ currentTarget, detail }) => [currentTarget.email, detail.parameters.utm_source]}
  >
    <input type="hidden" name="state" value="random" />
  </fxa-email-form>
);

// @ts-expect-error a misspelt attribute
export const misspeltAttribute = <fxa-email-form entripoint="page" />;

// @ts-expect-error a misspelt property
export const misspeltProperty = <fxa-email-form utmCampain="spring" />;

// @ts-expect-error an attribute's value of the wrong type
export const wrongValue = <fxa-email-form utm-campaign={5} />;

// @ts-expect-error a detail that this event does not have
export const wrongDetail = <fxa-email-form onfxa-flow-ready={(event) => event.detail.code} />;

export const link = (
  <fxa-link form="sign-up" utm-campaign={null} onfxa-flow-ready={({ detail }) => detail.flowId.length}>
    <a href="https://accounts.firefox.com/signin">Sign in</a>
  </fxa-link>
);

// @ts-expect-error a misspelt property
export const misspeltLink = <fxa-link utmCampain="spring" />;
