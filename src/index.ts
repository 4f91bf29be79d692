/** Registers `<fxa-email-form>`. */
import { FxaEmailForm } from './fxa-email-form.js';

FxaEmailForm.define();

export * from './events.js';
export { FxaEmailForm };
export type { FlowState } from './flow-controller.js';
export type { Locale, PartialLocale } from './localization.js';
export type { Flow, FlowErrorCode } from './metrics-flow.js';
export type { ParameterName, ParameterValues, Rejection } from './parameters.js';
