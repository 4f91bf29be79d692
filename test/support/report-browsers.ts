/**
 * The closing line of `npm test`: which engines the tests ran in.
 *
 *     node --import tsx test/support/report-browsers.ts
 */
import { engines, listEngines, missingEngines } from './browsers.js';

const missing = missingEngines();
console.log(
  missing.length === 0
    ? `Tested in ${listEngines(engines)}.`
    : `Not tested in ${listEngines(missing)}: there is no such browser on this machine.`,
);
