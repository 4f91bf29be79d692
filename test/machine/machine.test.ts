import fc from 'fast-check';
import { FxaEmailForm } from '../../src/index.js';
import '../../src/link.js';
import ar from '../../src/locales/ar.js';
import { Game, givePageBack, takePage, type Start } from './game.js';
import { starts, steps, stepsPlayed } from './steps.js';

/** What is to be played, as the test server writes it into the page. */
interface Plan {
  readonly steps: number;
  readonly seed: number;
  /** A game of that seed which has failed, as it was printed. */
  readonly path?: string;
  readonly replayPath?: string;
}

const { content } = document.querySelector<HTMLMetaElement>('meta[name=machine]') ?? { content: '{}' };
const plan: Plan = { steps: 400, seed: 1, ...(JSON.parse(content) as Partial<Plan>) };

/** Games that one seed stands for. */
const GAMES = 20;

type Steps = Iterable<fc.AsyncCommand<Game, Game>>;

async function play(start: Start, commands: Steps): Promise<void> {
  const game = new Game(start);
  try {
    await game.begin();
    await fc.asyncModelRun(() => ({ model: game, real: game }), commands);
  } catch (error) {
    // What has gone wrong first is what counts.
    await game.end().catch(() => undefined);
    throw error;
  }
  await game.end();
}

/** What has gone wrong, the shortest way to it, and how to go that way again. */
function report(seed: number, details: fc.RunDetails<[Start, Steps]>): string {
  const { counterexample, counterexamplePath, errorInstance, numShrinks } = details;
  const [start, failing] = counterexample ?? [];
  const [list = '', replay = ''] = (failing as { toString(): string }).toString().split('/*replayPath=');
  const replayPath = JSON.parse(replay.replace(/\*\/$/, '')) as string;
  const played = [`start(${JSON.stringify(start)})`, ...list.trim().split(/,(?=[a-z]+\()/i)];
  return [
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    `The shortest game in which it happens (seed ${seed}, shrunk ${numShrinks} times):`,
    ...played.map((step, index) => `  ${index}. ${step}`),
    `To play it again: npm run machine -- --seed ${seed} --path ${String(counterexamplePath)} --replay-path ${replayPath}`,
  ].join('\n');
}

describe('the machine', () => {
  before(() => {
    FxaEmailForm.addLocale(ar);
    takePage();
  });
  after(givePageBack);

  it(`plays ${plan.steps} steps from seed ${plan.seed}`, async function () {
    this.timeout(0);
    const { path, replayPath } = plan;
    const commands = fc.commands(steps, { maxCommands: 60, size: 'max', ...(replayPath && { replayPath }) });
    for (let seed = plan.seed; stepsPlayed() < plan.steps; seed++) {
      const details = await fc.check(fc.asyncProperty(starts, commands, play), {
        seed,
        numRuns: GAMES,
        ...(path && { path }),
      });
      if (details.failed) throw new Error(report(seed, details));
      if (path) return;
    }
  });
});
