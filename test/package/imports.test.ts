import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const root = new URL('../../', import.meta.url);
const { name, exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  name: string;
  exports: Record<string, unknown>;
};
const locales = readdirSync(new URL('src/locales', root)).map((file) => file.replace(/\.ts$/, ''));

/** Every path that can be imported by name; a pattern stands for each file behind it. */
const paths = Object.keys(exports)
  .filter((path) => !/\.(json|min\.js)$/.test(path))
  .flatMap((path) => (path.includes('*') ? locales.map((locale) => path.replace('*', locale)) : [path]));

describe('the built package, imported by Node', () => {
  for (const path of paths) {
    const specifier = `${name}${path.slice(1)}`;
    it(`gives something for ${specifier}, and throws nothing`, async () => {
      assert.notDeepEqual(Object.keys((await import(specifier)) as object), []);
    });
  }
});
