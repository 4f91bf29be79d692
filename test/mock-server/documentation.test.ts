import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../src/mock-server/verdict.js';
import { SCENARIO_NAMES } from '../../src/mock-server/scenarios.js';

const guide = readFileSync(new URL('../../docs/mock-server.md', import.meta.url), 'utf8');

/** What stands between backticks in the first column of the table with that head. */
function firstColumn(head: string): string[] {
  const [, rows = ''] = new RegExp(`^\\| ${head} +\\|.*\\n.*\\n((?:\\|.*\\n)+)`, 'm').exec(guide) ?? [];
  return rows
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
}

describe('docs/mock-server.md', () => {
  const tables: [head: string, names: readonly string[]][] = [
    ['scenario', SCENARIO_NAMES],
    ['outcome', OUTCOMES],
  ];
  for (const [head, names] of tables) {
    it(`has each ${head}, and no other`, () => {
      assert.deepEqual(firstColumn(head).toSorted(), names.toSorted());
    });
  }
});
