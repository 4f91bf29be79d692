/**
 * The command `npm run bench:guard`: compares what is built from this checkout with the last release, and says in one line
 * what got slower or larger. Ends with 1 where something did.
 *
 *     npm run bench:guard              # with the newest tag that a release has made
 *     npm run bench:guard -- 1a2b3c    # with this commit
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { argv, exit, platform } from 'node:process';
import { exitOnSignals } from '../support/browsers.js';
import { REPOSITORY } from './bundle.js';
import { builtForm, type Implementation } from './implementations.js';
import { openLaboratory, type Laboratory } from './laboratory.js';
import { timesOf } from './many-elements.js';
import { yardstickKinds, type Kind } from './page-kinds.js';
import { measurePageLoads } from './page-loads.js';
import { sizeOf } from './size.js';
import { inTurns, spreadOf, type Spread } from './statistics.js';
import { figure } from './text.js';

/** How often pages are visited, and how often so many elements are made: in two minutes with both builds. */
const VISITS = 7;
const MANY = 1000;
const ELEMENTS = [
  [1, 7],
  [100, 5],
  [MANY, 3],
] as const;

/** How many times as long as before counts as slower: less may be chance. */
const SLOWER = 1.15;

/** One figure of both builds. */
interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly before: Spread;
  readonly after: Spread;
}

type Builds = readonly [before: Implementation, after: Implementation];

function run(command: string, args: readonly string[], cwd: string): string {
  // On Windows, npm is a script that only a shell can start.
  return execFileSync(command, args, { cwd, encoding: 'utf8', shell: platform === 'win32' }).trim();
}

/** The commit to compare with, and how people call it. */
function lastRelease(commit: string | undefined): string {
  if (commit) return commit;
  try {
    return run('git', ['describe', '--tags', '--abbrev=0', '--match', 'v*'], REPOSITORY);
  } catch {
    console.error('There is no release yet. Say which commit: npm run bench:guard -- COMMIT');
    exit(2);
  }
}

/** Builds the one file of another commit, in a worktree that is gone afterwards. */
async function buildOf(commit: string): Promise<Implementation> {
  const root = join(mkdtempSync(join(tmpdir(), 'fxa-email-form-')), 'before');
  run('git', ['worktree', 'add', '--detach', root, commit], REPOSITORY);
  try {
    const lock = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8');
    if (lock(root) === lock(REPOSITORY)) {
      symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'), 'junction');
    } else {
      // Vite has set NODE_ENV for the yardsticks, and npm would leave out what a build needs.
      run('npm', ['ci', '--silent', '--include=dev'], root);
    }
    run('npm', ['run', '--silent', 'build:bundle'], root);
    return await builtForm(root);
  } finally {
    run('git', ['worktree', 'remove', '--force', root], REPOSITORY);
    rmSync(join(root, '..'), { recursive: true, force: true });
  }
}

const exactly = (value: number): Spread => ({ median: value, low: value, high: value, max: value });

const compareSizes = ([before, after]: Builds): Comparison[] => [
  {
    what: 'the one file',
    unit: 'bytes',
    before: exactly(sizeOf(before.script).brotli),
    after: exactly(sizeOf(after.script).brotli),
  },
];

/** The page with the form alone, as a visitor with a slow phone has it. */
async function comparePages(laboratory: Laboratory, builds: Builds): Promise<Comparison[]> {
  const kinds = await Promise.all(
    builds.map(async (form): Promise<Kind> => {
      const kind = (await yardstickKinds(form)).find(({ name }) => name === form.name);
      if (!kind) throw new Error(`No page has ${form.name} alone.`);
      return kind;
    }),
  );
  const [before, after] = (await measurePageLoads(laboratory, VISITS, kinds)).map(({ figures }) => figures);
  if (!before || !after) throw new Error('There are no figures for one of the builds.');
  const figures = [
    ['script to request', 'requestedAfterScript'],
    ['script to form', 'usableAfterScript'],
    ['the longest task', 'longestTask'],
    ['all work', 'work'],
  ] as const;
  return figures.map(([what, name]) => ({ what, unit: 'ms', before: before[name], after: after[name] }));
}

async function compareElements(laboratory: Laboratory, builds: Builds): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [count, visits] of ELEMENTS) {
    const cases = builds.map((form) => ({ form, created: [] as number[], newTexts: [] as number[] }));
    for (let round = 0; round < visits; round++) {
      for (const { form, created, newTexts } of inTurns(cases, round)) {
        const { total, newText } = await timesOf(laboratory, form, count);
        created.push(total);
        newTexts.push(newText);
      }
    }
    const [before, after] = cases;
    if (!before || !after) throw new Error('There are no figures for one of the builds.');
    const forms = count === 1 ? 'one form' : `${figure(count)} forms`;
    const compare = (what: string, name: 'created' | 'newTexts') => {
      comparisons.push({ what, unit: 'ms', before: spreadOf(before[name]), after: spreadOf(after[name]) });
    };
    compare(forms, 'created');
    // Of fewer, a new text takes so little time that chance would decide.
    if (count === MANY) compare(`a new text in ${forms}`, 'newTexts');
  }
  return comparisons;
}

/** Whether it is more than chance: by far, and with three quarters of the visits on either side of all others' quarter. */
const isWorse = ({ unit, before, after }: Comparison): boolean =>
  unit === 'bytes'
    ? after.median > before.median
    : after.median > before.median * SLOWER && after.low > before.high;

const inWords = ({ what, unit, before, after }: Comparison): string =>
  `${what} ${figure(before.median)} to ${figure(after.median)} ${unit} (${(after.median / before.median).toFixed(2)} times)`;

exitOnSignals();
process.chdir(REPOSITORY);
const name = lastRelease(argv[2]);
console.error(`Building ${name} and this checkout …`);
run('npm', ['run', '--silent', 'build:bundle'], REPOSITORY);
const builds: Builds = [await buildOf(name), await builtForm()];

const laboratory = await openLaboratory();
try {
  const comparisons = [
    ...compareSizes(builds),
    ...(await comparePages(laboratory, builds)),
    ...(await compareElements(laboratory, builds)),
  ];
  for (const comparison of comparisons) console.error(`  ${inWords(comparison)}`);
  const worse = comparisons.filter(isWorse);
  console.log(
    worse.length
      ? `Slower or larger than ${name}: ${worse.map(inWords).join('; ')}.`
      : `Nothing is slower or larger than ${name}.`,
  );
  process.exitCode = worse.length ? 1 : 0;
} finally {
  await laboratory.close();
}
