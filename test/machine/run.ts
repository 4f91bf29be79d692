/** The command `npm run machine`: a long run, from a new seed each time, or a game that has failed once more. */
import { Command } from 'commander';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import process from 'node:process';

const { steps, seed, path, replayPath } = new Command('npm run machine --')
  .option('--steps <count>', 'how many steps are played in each engine', Number, 20_000)
  .option(
    '--seed <number>',
    'what they follow from; by default a new one each time',
    Number,
    randomInt(2 ** 31),
  )
  .option('--path <path>', 'a game of that seed, as a failure has printed it')
  .option('--replay-path <path>', 'the steps of that game')
  .addHelpText('after', '\nTEST_ENGINES=firefox leaves the other engines out.')
  .parse()
  .opts<{ steps: number; seed: number; path?: string; replayPath?: string }>();

console.log(`Playing ${path === undefined ? `${steps} steps` : `game ${path}`} from seed ${seed}.`);
spawn('npm', ['run', '--silent', 'test:browser', '--', '--files', 'test/machine/machine.test.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, MACHINE: JSON.stringify({ steps, seed, path, replayPath }) },
}).once('exit', (code) => {
  process.exitCode = code ?? 1;
});
