/** What the types allow, and what they refuse. Nothing of this is ever run. */
import type { FxaEmailForm } from 'fxa-email-form';
import type {} from 'fxa-email-form/solid';

let element: FxaEmailForm | undefined;

export const allowed = (
  <fxa-email-form
    ref={(it) => (element = it)}
    id="sign-up"
    class="wide"
    slot="aside"
    lang="de"
    entrypoint="page"
    utm-source="example"
    prop:utmCampaign={null}
    prop:flowTimeout={5000}
    onClick={(event) => event.currentTarget.refreshFlow()}
    on:fxa-flow-ready={({ detail }) => detail.flowId.length}
    on:fxa-flow-error={({ detail }) => detail.code === 'timeout'}
    on:fxa-parameter-rejected={({ detail }) => detail.reason === 'length'}
    on:fxa-submit={({ currentTarget, detail }) => [currentTarget.email, detail.parameters.utm_source]}
  >
    <input type="hidden" name="state" value="random" />
  </fxa-email-form>
);

// @ts-expect-error a misspelt attribute
export const misspeltAttribute = <fxa-email-form entripoint="page" />;

// @ts-expect-error a misspelt property
export const misspeltProperty = <fxa-email-form prop:utmCampain="spring" />;

// @ts-expect-error an attribute's value of the wrong type
export const wrongValue = <fxa-email-form utm-campaign={5} />;

// @ts-expect-error a detail that this event does not have
export const wrongDetail = <fxa-email-form on:fxa-flow-ready={(event) => event.detail.code} />;

export const link = (
  <fxa-link form="sign-up" utm-campaign={null} on:fxa-flow-ready={({ detail }) => detail.flowId.length}>
    <a href="https://accounts.firefox.com/signin">Sign in</a>
  </fxa-link>
);

// @ts-expect-error a misspelt property
export const misspeltLink = <fxa-link prop:utmCampain="spring" />;
