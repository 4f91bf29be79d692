/** The blocks of code in the documents, and how a test runs them. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const ROOT = new URL('../../../', import.meta.url);

/** A block of code in a document. */
export interface Block {
  /** The document's path, from the root of the repository on. */
  readonly document: string;
  readonly language: string;
  readonly code: string;
}

function blocksOf(document: string): Block[] {
  const text = readFileSync(new URL(document, ROOT), 'utf8');
  return [...text.matchAll(/^```(\S*)\n(.*?)\n```$/gms)].map(([, language = '', code = '']) => ({
    document,
    language,
    code,
  }));
}

/** Every block of code in a document that people read. */
export const blocks: readonly Block[] = [
  ...readdirSync(ROOT),
  ...readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`),
]
  .filter((path) => path.endsWith('.md'))
  .flatMap(blocksOf);

/** A block with these words in its code. */
export function blockWith(document: string, words: string): Block {
  const found = blocks.find((block) => block.document === document && block.code.includes(words));
  if (!found) throw new Error(`${document} has no block of code with ${words}.`);
  return found;
}

/** Names that a block does not have itself, with their values. */
export type Surroundings = Readonly<Record<string, unknown>>;

type Script = (...values: readonly unknown[]) => Promise<unknown>;

/** The constructor of async functions, which has no name of its own. */
const AsyncFunction = runScript.constructor as new (...namesAndCode: readonly string[]) => Script;

/**
 * Runs a block of JavaScript or TypeScript as a module, here in Node, where the package is what has been built.
 *
 * @param modules - stand for packages that are not installed
 * @param results - the names whose values the block ends with
 */
export async function runScript(
  code: string,
  surroundings: Surroundings = {},
  results: readonly string[] = [],
  modules: Surroundings = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { outputText } = ts.transpileModule(`${code}\nexport { ${results.join(', ')} };`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const imported: Record<string, unknown> = { ...modules };
  for (const [, name = ''] of outputText.matchAll(/\brequire\("(.*?)"\)/g)) {
    imported[name] ??= await import(name);
  }
  const exports: Record<string, unknown> = {};
  const names = { exports, require: (name: string) => imported[name], ...surroundings };
  await new AsyncFunction(...Object.keys(names), outputText)(...Object.values(names));
  return exports;
}
