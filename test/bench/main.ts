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
import { builtForm } from './implementations.js';
import { measureCaches, measureManyElements } from './many-elements.js';
import { otherWays, yardstickKinds } from './page-kinds.js';
import { measurePageLoads } from './page-loads.js';
import { describeManyElements } from './report-elements.js';
import { describePageAround, describeTimes, describeWays } from './report-pages.js';
import { describeRun, describeSizes, type Section } from './report.js';
import { measureSizes } from './size.js';

type Part = (laboratory: Laboratory, rounds: number) => Promise<Section[]>;

const PARTS = new Map<string, Part>([
  ['size', async () => [describeSizes(await measureSizes())]],
  [
    'page',
    async (laboratory, rounds) => {
      const yardsticks = await yardstickKinds(await builtForm());
      const others = await otherWays();
      const loads = await measurePageLoads(laboratory, rounds, [...yardsticks, ...others]);
      const kinds = loads.slice(0, yardsticks.length);
      return [
        describeTimes(kinds),
        describePageAround(kinds),
        describeWays(kinds, loads.slice(yardsticks.length)),
      ];
    },
  ],
  [
    'elements',
    async (laboratory, rounds) => [
      describeManyElements(await measureManyElements(laboratory, rounds), await measureCaches(laboratory)),
    ],
  ],
]);

exitOnSignals();

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' } },
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
    sections.push(...(await measure(laboratory, rounds)));
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
