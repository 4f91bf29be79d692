'use client';

import 'fxa-email-form';

/** Brings the element's script to a page that is otherwise rendered on the server alone. */
export const Register = () => null;
