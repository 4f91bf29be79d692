/** How long a flow may be waited for. */

/** The longest delay that timers know, in milliseconds; they take a longer one for none at all. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The rule for time limits in words, to go on with "it has to be …". */
export const TIMEOUT_RULE = `a number of milliseconds from 1 to ${LONGEST_TIMEOUT}`;

/** Whether `value` can be a time limit in milliseconds. */
export const isTimeout = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT;
