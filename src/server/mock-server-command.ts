/// <reference types="node" />
import { COMMAND } from '../rules/command.js';
import { Command, InvalidArgumentError } from 'commander';
import process from 'node:process';
import { startMockServer, type OAuthClient } from '../mock-server/start-mock-server.js';

/** Where FxA's own local stack listens too. */
const DEFAULT_PORT = 3030;

interface Options {
  readonly port: number;
  readonly origin?: string[];
  readonly client?: string[];
}

/** The command `mock-server`, which runs until it is stopped. Exit code 1: the port cannot be had. */
export const mockServerCommand = new Command('mock-server')
  .description('Runs a mock server of Firefox Accounts on this machine, for local development and tests.')
  .option('--port <port>', 'the port to listen on; 0: any that is free', portOf, DEFAULT_PORT)
  .option(
    '--origin <origins...>',
    'the origins that it takes requests from (default: every origin on this machine)',
    addOrigin,
  )
  .option(
    '--client <id, secret, uris...>',
    'an OAuth client of yours: its id (16 hexadecimal digits), its secret, its redirect URIs',
  )
  .addHelpText(
    'after',
    `
It answers this machine alone. Its page says what arrived, and what FxA would do with it. Stop it with Ctrl+C.

Examples:
  $ ${COMMAND} mock-server
  $ ${COMMAND} mock-server --port 4000 --origin http://localhost:5173
  $ ${COMMAND} mock-server --client 0123456789abcdef a-secret http://localhost:5173/signed-in

Exit code: 1 where the port cannot be had, 2 where the command was called wrongly.`,
  )
  .action(async ({ port, origin, client }: Options) => {
    let url: string;
    try {
      ({ url } = await startMockServer({ port, origins: origin, clients: client && [clientOf(client)] }));
    } catch (error) {
      explain(error, port);
      return;
    }
    console.log(`The mock server of Firefox Accounts listens on ${url}

Your form:  <fxa-email-form fxa-url="${url}" …>
Answers:    ${origin ? origin.join(', ') : 'every origin on this machine'}
The log:    ${url}mock-server/log`);
  });

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
    throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
  }
  return Number(text);
}

function addOrigin(text: string, before: string[] = []): string[] {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin !== text || origin === 'null') {
    const example = origin === 'null' ? 'http://localhost:5173' : origin;
    throw new InvalidArgumentError(`It has to be an origin without path or last slash, such as ${example}.`);
  }
  return [...before, text];
}

function clientOf([id = '', secret = '', ...redirectUris]: readonly string[]): OAuthClient {
  return { id, secret, redirectUris };
}

/** Says why there is no mock server, and what to do. */
function explain(error: unknown, port: number): void {
  if (error instanceof TypeError) mockServerCommand.error(error.message);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    console.error(
      `Port ${port} is taken. Stop what listens there, or choose another port, such as --port ${port + 1}.`,
    );
  } else if (code === 'EACCES') {
    console.error(
      `Port ${port} is for the system alone. Choose another port, such as --port ${DEFAULT_PORT}.`,
    );
  } else {
    throw error;
  }
  process.exitCode = 1;
}
