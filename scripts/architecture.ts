/**
 * Draws the imports of `src` into ARCHITECTURE.md:
 *
 *     npm run architecture
 *
 * With `--check` it writes nothing, and fails where the drawings there are stale.
 */
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, chdir, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

/** What each drawing shows, and which folders it shows as one. */
const DRAWINGS: Readonly<Record<string, Pick<ICruiseOptions, 'includeOnly' | 'collapse'>>> = {
  'the rooms': { includeOnly: '^src', collapse: '^src/[a-z-]+(?=/)' },
  'what runs in a page': {
    includeOnly: '^src/([a-z-]+\\.ts$|element|flow|rules|locales)',
    collapse: '^src/(locales|rules)(?=/)',
  },
};

chdir(fileURLToPath(new URL('../', import.meta.url)));
const tsConfig = extractTSConfig('tsconfig.json');

/** The imports as a flowchart, which GitHub draws. Those above import those below. */
async function draw(options: ICruiseOptions): Promise<string> {
  const { output } = await cruise(
    ['src'],
    // An import of types alone is an import as well.
    { ...options, outputType: 'mermaid', tsPreCompilationDeps: true },
    undefined,
    { tsConfig },
  );
  if (typeof output !== 'string') throw new Error('dependency-cruiser has drawn nothing.');
  return `\`\`\`mermaid\n${output.replace('flowchart LR', 'flowchart TB').trim()}\n\`\`\``;
}

const before = readFileSync('ARCHITECTURE.md', 'utf8');
let after = before;
for (const [name, options] of Object.entries(DRAWINGS)) {
  const [begin, end] = [`<!-- Drawing: ${name}. -->`, '<!-- End of the drawing. -->'];
  const [head, rest = ''] = after.split(begin);
  const tail = rest.slice(rest.indexOf(end));
  if (head === undefined || !tail.startsWith(end))
    throw new Error(`ARCHITECTURE.md has no ${begin} … ${end}`);
  after = `${head}${begin}\n\n${await draw(options)}\n\n${tail}`;
}

if (after !== before) {
  if (argv.includes('--check')) {
    console.error('The drawings in ARCHITECTURE.md are stale: npm run architecture');
    exit(1);
  }
  writeFileSync('ARCHITECTURE.md', after);
}
