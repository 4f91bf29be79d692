/** Registers `<fxa-link>`. */
import { FxaLink } from './element/fxa-link.js';

FxaLink.define();

export { FxaLink };
export type { FlowErrorDetail, FxaLinkEventMap } from './element/events.js';
export type { FlowState } from './flow/flow-controller.js';
export type { FlowErrorCode } from './flow/request-flow.js';
export type { Flow } from './rules/flow.js';
export type { ParameterName, ParameterValues, Rejection } from './rules/parameters.js';
