#!/usr/bin/env node
/// <reference types="node" />
/** The command `fxa-email-form`. Exit code 0: all is well; 1: a command has found a problem; 2: it was called wrongly. */
import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { CHECK_EXAMPLES, checkCommand } from './check/check-command.js';
import { COMMAND } from '../rules/command.js';
import { mockServerCommand } from './mock-server-command.js';
import { printableLines } from './printable.js';

const EXIT_USAGE = 2;

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const examples = (lines: readonly string[]): string =>
  ['\nFor example:', ...lines.map((line) => `  ${COMMAND} ${line}`)].join('\n');

const program = new Command('fxa-email-form')
  .description('Tools for sites that sign people in with Firefox Accounts (Mozilla accounts).')
  .version(version)
  .addHelpText('after', examples(CHECK_EXAMPLES))
  .addCommand(checkCommand().addHelpText('after', examples(CHECK_EXAMPLES)))
  .addCommand(mockServerCommand);

for (const command of [program, ...program.commands]) {
  command.exitOverride().configureOutput({
    // Messages repeat the arguments, which a script may have from anywhere.
    writeErr: (text) => process.stderr.write(printableLines(text)),
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
}
