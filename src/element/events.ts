/** The events of `<fxa-email-form>`: their names and details. All of them bubble and are composed. */
import type { FlowFailure } from '../flow/request-flow.js';
import type { Flow } from '../rules/flow.js';
import type { ParameterValues, Rejection } from '../rules/parameters.js';

/** Detail of `fxa-flow-error`: why there is no flow. The form works without it. */
export type FlowErrorDetail = Pick<FlowFailure, 'code' | 'status' | 'rejected'>;

/** Detail of `fxa-submit`; it never holds the e-mail address. */
export interface SubmitDetail {
  /** The FxA parameters that are sent. */
  readonly parameters: ParameterValues;
  /** The flow that is sent, where there is one and it is not stale. */
  readonly flow?: Flow;
  /** Whether Firefox itself takes over in place of the form. */
  readonly handedOver: boolean;
}

/** The events that every element of the package fires. */
export interface FxaLinkEventMap {
  'fxa-flow-ready': CustomEvent<Flow>;
  'fxa-flow-error': CustomEvent<FlowErrorDetail>;
  'fxa-parameter-rejected': CustomEvent<Rejection>;
}

/** The events that `<fxa-email-form>` fires. */
export interface FxaEmailFormEventMap extends FxaLinkEventMap {
  'fxa-submit': CustomEvent<SubmitDetail>;
}

declare global {
  // The events bubble, so that listeners on any ancestor get the same types.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- only an interface can be merged
  interface GlobalEventHandlersEventMap extends FxaEmailFormEventMap {}
}
