/**
 * Fills in where the repository is, in package.json:
 *
 *     npm run repository -- https://github.com/OWNER/NAME
 *
 * The address stands there alone. Every other document links by paths, which are right wherever the repository is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';

const path = new URL('../package.json', import.meta.url);
const [address = ''] = argv.slice(2);

if (!/^https:\/\/[^/\s]+\/\S*[^/\s]$/.test(address)) {
  console.error('Give the address of the repository: npm run repository -- https://github.com/OWNER/NAME');
  exit(2);
}

const packageJson = JSON.parse(readFileSync(path, 'utf8')) as object;
const filledIn = {
  ...packageJson,
  homepage: `${address}#readme`,
  bugs: { url: `${address}/issues` },
  repository: { type: 'git', url: `git+${address}.git` },
};
writeFileSync(path, `${JSON.stringify(filledIn, null, 2)}\n`);
