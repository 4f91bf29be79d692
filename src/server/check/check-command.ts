/** The command `check`. Exit code 0: all is well; 1: it has found a failure; 2: it was called wrongly. */
import { Command, InvalidArgumentError, Option } from 'commander';
import process from 'node:process';
import picocolors from 'picocolors';
import type { z } from 'zod';
import type { ParameterValues } from '../../rules/parameters.js';
import { FXA_SERVERS, fxaServer } from '../fxa-servers.js';
import { fxaUrlSchema, originSchema, pageSchema, timeoutSchema } from '../option-schemas.js';
import { printableLines } from '../printable.js';
import { DEFAULT_TIMEOUT } from '../request-as.js';
import { checkIntegration } from './check-integration.js';
import { CHECKED_PARAMETERS } from './parameters.js';
import { reportText } from './report-text.js';

const EXIT_FAILURE = 1;

interface CheckOptions {
  readonly origin?: string;
  readonly fxaUrl?: string;
  readonly page?: readonly string[];
  readonly timeout: number;
  readonly json?: true;
}

/** Makes a text that the schema refuses an error in calling the command. */
const parsedBy =
  <T>(schema: z.ZodType<T>, read: (text: string) => unknown = (text) => text) =>
  (text: string): T => {
    const { success, data, error } = schema.safeParse(read(text));
    if (!success) throw new InvalidArgumentError(`It ${error.issues[0]?.message ?? 'cannot be read'}.`);
    return data;
  };

const milliseconds = (text: string): number => (/^\d+$/.test(text) ? Number(text) : NaN);

const eachPage = (text: string, pages: readonly string[] = []): string[] => [
  ...pages,
  parsedBy(pageSchema)(text),
];

const optionName = (parameter: string): string => parameter.replaceAll('_', '-');

/** How the command is called, for people who do not know it. */
export const CHECK_EXAMPLES = [
  'check --page https://example.org/sign-up',
  'check --origin https://example.org --entrypoint shop --utm-source shop --utm-campaign spring',
] as const;

/** The command `check` of a program. */
export function checkCommand(): Command {
  const names = Object.keys(FXA_SERVERS).join(', ');
  const check = new Command('check')
    .description(
      'Requests a flow from FxA as a page of your site would, reads your pages, and says what would keep the form from working.',
    )
    .option(
      '--page <url>',
      'a page with the form, to read what it sends and what its policies allow; repeatable',
      eachPage,
    )
    .option(
      '--origin <origin>',
      "the origin of your pages: https://example.org (default: each page's)",
      parsedBy(originSchema),
    )
    .option(
      '--fxa-url <url>',
      `the FxA server, or a short name: ${names} (default: what the page says, else production)`,
      parsedBy(fxaUrlSchema, fxaServer),
    )
    .addOption(
      new Option('--timeout <ms>', 'milliseconds to wait for each response')
        .argParser(parsedBy(timeoutSchema, milliseconds))
        .default(DEFAULT_TIMEOUT),
    )
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      `
What you do not give, the page's own attributes tell. Every set of parameters that FxA accepts counts as one flow.begin in
its metrics, with form_type=other unless --form-type says otherwise.

Exit code: 0 where nothing is wrong, 1 where there is a problem to fix, 2 where the command was called wrongly.`,
    );
  for (const name of CHECKED_PARAMETERS) check.option(`--${optionName(name)} <value>`, `the form's ${name}`);
  return check.action(run);
}

async function run(_options: unknown, command: Command): Promise<void> {
  const { origin, fxaUrl, page: pages, timeout, json } = command.opts<CheckOptions>();
  if (origin === undefined && pages === undefined) {
    command.error(`error: one of the options '--page <url>' and '--origin <origin>' has to be there.`);
  }
  const parameters: ParameterValues = Object.fromEntries(
    CHECKED_PARAMETERS.map((name) => [name, command.getOptionValue(camelCased(name)) as string | undefined]),
  );
  const report = await checkIntegration({
    parameters,
    timeout,
    ...(origin !== undefined && { origin }),
    ...(fxaUrl !== undefined && { fxaUrl }),
    ...(pages !== undefined && { pages }),
  });
  const { stdout } = process;
  // Node's own judgement of the terminal obeys NO_COLOR and FORCE_COLOR.
  // What is no terminal has no isTTY at all, and picocolors would take undefined for leave to judge by itself.
  const colors = picocolors.createColors(stdout.isTTY ? stdout.hasColors() : false);
  console.log(json ? printableLines(JSON.stringify(report, null, 2)) : reportText(report, colors));
  if (!report.ok) process.exitCode = EXIT_FAILURE;
}

const camelCased = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
