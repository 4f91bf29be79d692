/**
 * The command: measures everything and writes docs/performance.md with its charts. With the names of parts behind it,
 * it prints those and writes nothing. `--rounds 3` is quicker, and less sure.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { exitOnSignals } from '../support/browsers.js';
import { REPOSITORY } from './bundle.js';
import { openLaboratory, type Laboratory } from './laboratory.js';
import { measureManyElements } from './many-elements.js';
import { measurePageAround } from './page-around.js';
import {
  describeManyElements,
  describePageAround,
  describeRun,
  describeSizes,
  describeTimeToQuestion,
  type Section,
} from './report.js';
import { measureSizes } from './size.js';
import { measureTimeToQuestion } from './time-to-question.js';

type Part = (laboratory: Laboratory, rounds: number) => Promise<Section>;

const PARTS = new Map<string, Part>([
  ['size', async () => describeSizes(await measureSizes())],
  ['question', async (...run) => describeTimeToQuestion(await measureTimeToQuestion(...run))],
  ['elements', async (...run) => describeManyElements(await measureManyElements(...run))],
  ['page', async (...run) => describePageAround(await measurePageAround(...run))],
]);

exitOnSignals();

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '15' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  throw new Error(`--rounds has to be a whole number from 1 on, not "${values.rounds}".`);
}
const unknown = names.filter((name) => !PARTS.has(name));
if (unknown.length) {
  throw new Error(`There is no part ${unknown.join(', ')}. The parts are ${[...PARTS.keys()].join(', ')}.`);
}

const laboratory = await openLaboratory();
try {
  const sections: Section[] = [];
  for (const [name, measure] of PARTS) {
    if (names.length && !names.includes(name)) continue;
    console.error(`Measuring: ${name} …`);
    sections.push(await measure(laboratory, rounds));
  }
  const head = await describeRun(laboratory.browserVersion, rounds);
  const path = join(REPOSITORY, 'docs/performance.md');
  const config = await resolveConfig(path);
  const text = [...(names.length ? [] : [head]), ...sections.map((section) => section.text)].join('\n\n');
  const page = await format(text, { ...config, filepath: path, proseWrap: 'always' });

  if (names.length) {
    console.log(page);
  } else {
    const charts = join(REPOSITORY, 'docs/performance');
    await mkdir(charts, { recursive: true });
    await writeFile(path, page);
    for (const [file, chart] of sections.flatMap((section) => Object.entries(section.charts))) {
      await writeFile(join(charts, file), chart);
    }
    console.error('Written: docs/performance.md');
  }
} finally {
  await laboratory.close();
}
