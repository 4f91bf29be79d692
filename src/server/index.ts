/**
 * The relying party's server, Node 20 and newer: engage events, the user's metrics opt-out, and the check of an
 * integration. https://mozilla.github.io/ecosystem-platform/relying-parties/reference/metrics-for-relying-parties
 */
export { checkIntegration, type Integration } from './check/check-integration.js';
export type {
  CheckedPart,
  CheckRequest,
  Finding,
  FindingLevel,
  IntegrationReport,
} from './check/findings.js';
export { sendEngageEvent, type EngageErrorCode, type EngageEvent, type EngageResult } from './engage.js';
export { isMetricsEnabled } from './profile.js';
