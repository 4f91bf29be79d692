#!/usr/bin/env node
/// <reference types="node" />
/** The command `fxa-email-form`. Exit code 0: all is well; 1: the check has found a failure; 2: it was called wrongly. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import process from 'node:process';
import picocolors from 'picocolors';
import { FXA_URL } from '../rules/addresses.js';
import type { ParameterValues } from '../rules/parameters.js';
import { DEFAULT_TIMEOUT } from './request-as.js';
import { CHECKED_PARAMETERS, checkIntegration } from './check.js';
import { mockServerCommand } from './mock-server-command.js';
import { reportText } from './report.js';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

interface CheckOptions {
  readonly origin: string;
  readonly fxaUrl: string;
  readonly page?: string;
  readonly timeout: number;
  readonly json?: true;
}

function milliseconds(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new InvalidArgumentError('It has to be a whole number of milliseconds.');
  return Number(text);
}

const dashed = (name: string): string => name.replaceAll('_', '-');

const check = new Command('check')
  .description('Asks FxA as a page of your site would, and says whether it listens, and where not, why.')
  .requiredOption('--origin <origin>', 'the origin of your pages: https://example.org')
  .option('--fxa-url <url>', 'the FxA server', FXA_URL)
  .option('--page <url>', 'a page that holds the form, to read its Content-Security-Policy')
  .option('--timeout <ms>', 'milliseconds to wait for each answer', milliseconds, DEFAULT_TIMEOUT)
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Every check that FxA accepts counts as one flow.begin in its metrics, with form_type=other unless --form-type says
otherwise.

Exit code: 0 where FxA listens, 1 where something is to be mended, 2 where the command was called wrongly.`,
  );
for (const name of CHECKED_PARAMETERS) {
  check.option(`--${dashed(name)} <value>`, `the form's ${name}`);
}

check.action(async (options: CheckOptions & Record<string, unknown>) => {
  const { origin, fxaUrl, page, timeout, json } = options;
  const parameters: ParameterValues = Object.fromEntries(
    CHECKED_PARAMETERS.map((name) => [name, check.getOptionValue(camelCased(name)) as string | undefined]),
  );
  const report = await checkIntegration({
    origin,
    fxaUrl,
    parameters,
    timeout,
    ...(page !== undefined && { page }),
  });
  const { stdout } = process;
  // Node's own judgement of the terminal heeds NO_COLOR and FORCE_COLOR.
  // What is no terminal has no isTTY at all, and picocolors would take undefined for leave to judge by itself.
  const colors = picocolors.createColors(stdout.isTTY ? stdout.hasColors() : false);
  console.log(json ? JSON.stringify(report, null, 2) : reportText(report, colors));
  if (!report.ok) process.exitCode = EXIT_FAILURE;
});

function camelCased(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const program = new Command('fxa-email-form')
  .description('Checks how a site is integrated with Firefox Accounts (Mozilla accounts).')
  .addCommand(check)
  .addCommand(mockServerCommand);
for (const command of [program, check, mockServerCommand]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
}
