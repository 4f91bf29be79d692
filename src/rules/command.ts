/**
 * How the package's command is called in a project that has it. `--no` keeps npx from downloading and running a package of that
 * name, which may be somebody else's.
 */
export const COMMAND = 'npx --no fxa-email-form';
