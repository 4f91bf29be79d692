/** Registers `<fxa-email-form>`. */
import { FxaEmailForm } from './element/fxa-email-form.js';

FxaEmailForm.define();

export * from './element/events.js';
export { FxaEmailForm };
export type { FlowState } from './flow/flow-controller.js';
export type { Locale, PartialLocale } from './locales/locale.js';
export type { FlowErrorCode } from './flow/request-flow.js';
export type { Flow } from './rules/flow.js';
export type { ParameterName, ParameterValues, Rejection } from './rules/parameters.js';
