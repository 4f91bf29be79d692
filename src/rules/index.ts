/**
 * FxA's rules for browsers and servers: the table of parameters, what each may hold, and links to FxA's own pages.
 */
export { FXA_URL } from './addresses.js';
export { flowFields, flowParameters, type Flow } from './flow.js';
export { hostedFormUrl, type HostedForm, type LinkParameters } from './hosted-form-url.js';
export {
  isAccepted,
  isFormParameter,
  isParameterName,
  PARAMETERS,
  rejectionOf,
  type BrokenRule,
  type ParameterName,
  type ParameterRule,
  type ParameterValues,
  type Rejection,
} from './parameters.js';
