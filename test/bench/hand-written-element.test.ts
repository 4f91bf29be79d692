/** Keeps the element that the form is measured against honest: it has to do the same main job. */
import { describeSignUp } from '../e2e/support/sign-up.js';
import { handWrittenForm } from './implementations.js';

const { tag, script } = await handWrittenForm();

describeSignUp('a sign-up with the hand-written element', { tag, script });
