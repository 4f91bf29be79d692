/** The FxA servers that everybody may name, and short names for them. */
import { FXA_URL } from '../rules/addresses.js';

/**
 * FxA's servers by the names that its documentation has for them: production and stage from
 * https://mozilla.github.io/ecosystem-platform/relying-parties/tutorials/integration-with-fxa, and the address on which
 * FxA's own stack for developers, and the mock server, listen.
 */
export const FXA_SERVERS: Readonly<Record<string, string>> = {
  production: FXA_URL,
  stage: 'https://accounts.stage.mozaws.net/',
  local: 'http://localhost:3030/',
};

/** The address that `name` is short for; any other text as it is. */
export const fxaServer = (name: string): string =>
  Object.hasOwn(FXA_SERVERS, name) ? (FXA_SERVERS[name] ?? name) : name;
