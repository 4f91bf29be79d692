/**
 * The reference of the whole package on one page, `dist/llms.txt`, for people and for AI assistants. It is made of what the
 * build has made: the manifest, which also holds the README's tables, and the types. A public name that nobody has
 * described is an error.
 *
 *     npm run build:reference
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { CustomElement, Package } from 'custom-elements-manifest/schema.js';
import { format } from 'prettier';
import ts from 'typescript';

const root = new URL('../', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly exports: Readonly<Record<string, string | { readonly types?: string }>>;
}

const packageJson = readJson('package.json') as PackageJson;

/** As the documentation of custom elements has it, with the states, which the schema does not know yet. */
type DocumentedElement = CustomElement & { readonly cssStates?: readonly Described[] };

interface Described {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}

const elements = (readJson('dist/custom-elements.json') as Package).modules
  .flatMap(({ declarations = [] }) => declarations)
  .filter(
    // The base of the elements has no tag of its own.
    (declaration): declaration is DocumentedElement & typeof declaration =>
      'customElement' in declaration && declaration.tagName !== undefined,
  );

/** What browsers and Lit call, and pages do not. */
const LIFECYCLE = new Set([
  'prototype',
  'styles',
  'properties',
  'settings',
  'observedAttributes',
  'connectedCallback',
  'disconnectedCallback',
  'adoptedCallback',
  'attributeChangedCallback',
  'render',
]);

const code = (text: string) => (text ? `\`${text}\`` : '');
const cell = (text = '') => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table under a heading, or nothing where it would have no row. Columns in which nothing stands are left out. */
function table(heading: string, rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column]));
  if (columns.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    `### ${heading}`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ].join('\n');
}

const describe = (column: string, list: readonly Described[] = []) =>
  list.map(({ name, description = '', default: byDefault = '', type }) => ({
    [column]: code(name),
    type: code(type?.text ?? ''),
    default: code(byDefault),
    'what it is': description,
  }));

function elementReference(element: DocumentedElement): string {
  const members = (element.members ?? []).filter((member) => !('attribute' in member));
  return [
    `## \`<${element.tagName ?? ''}>\``,
    element.description ?? '',
    table('Attributes', describe('attribute', element.attributes)),
    table(
      'Properties and methods that are no attribute',
      members.map((member) => ({
        name: code(
          member.kind === 'method'
            ? `${member.static ? `${element.name}.` : ''}${member.name}(${(member.parameters ?? []).map(({ name, optional }) => name + (optional ? '?' : '')).join(', ')})`
            : member.name,
        ),
        type: code((member.kind === 'method' ? member.return?.type : member.type)?.text ?? ''),
        'what it is': member.description ?? '',
      })),
    ),
    table('Events', describe('event', element.events)),
    table('Slots', describe('slot', element.slots)),
    table('Parts', describe('part', element.cssParts)),
    table('Custom properties', describe('property', element.cssProperties)),
    table('States', describe('state', element.cssStates)),
  ].join('\n\n');
}

/** The paths of the package whose types the build has made. Of the locales, which are alike, the one that loads them. */
const entryPoints = Object.entries(packageJson.exports).flatMap(([path, target]) => {
  const types = typeof target === 'object' ? target.types : undefined;
  const at = (pattern: string) => pattern.replace('*', 'load');
  return types?.startsWith('./dist/') && !path.endsWith('.js')
    ? [{ path: packageJson.name + at(path.slice(1)), types: fileURLToPath(new URL(at(types), root)) }]
    : [];
});

const classes = new Set(elements.map(({ name }) => name));

/** The public names that nobody has described. */
const undescribed = new Set<string>();

/** A declaration with its own documentation, and without the head of its file. */
function textOf(node: ts.Node): string {
  const source = node.getSourceFile().text;
  const documentation = ts.getLeadingCommentRanges(source, node.getFullStart())?.at(-1);
  return source.slice(documentation?.pos ?? node.getStart(), node.end);
}

/** What each path exports and refers to, as declarations with their documentation; each at the first path that has it. */
function typesReference(): string {
  const program = ts.createProgram(
    entryPoints.map(({ types }) => types),
    { module: ts.ModuleKind.NodeNext, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], types: [] },
  );
  const checker = program.getTypeChecker();
  const dist = fileURLToPath(new URL('dist/', root));
  const seen = new Set<ts.Node>();
  const isOurs = (node: ts.Node) => node.getSourceFile().fileName.startsWith(dist);
  const resolved = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

  /** Notes the public members of an element that are ours, and that the manifest does not describe. */
  function checkElement(symbol: ts.Symbol): void {
    const described = elements.find(({ name }) => name === symbol.name)?.members?.map(({ name }) => name);
    const members = [
      ...checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)),
      ...checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)),
    ];
    for (const { name, declarations = [] } of members) {
      const isPublic = declarations.every(
        (node) =>
          isOurs(node) &&
          !(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.NonPublicAccessibilityModifier) &&
          !ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal'),
      );
      if (isPublic && !name.startsWith('#') && !LIFECYCLE.has(name) && !described?.includes(name)) {
        undescribed.add(`${symbol.name}.${name}`);
      }
    }
  }

  /** The declarations behind a symbol that nothing has led to yet, and those that they refer to. */
  function declarationsOf(symbol: ts.Symbol): ts.Node[] {
    const { name, declarations = [] } = resolved(symbol);
    return declarations
      .filter(({ parent }) => ts.isSourceFile(parent) || ts.isVariableDeclarationList(parent))
      .filter((node) => isOurs(node) && !classes.has(name))
      .filter((node) => !seen.has(node) && seen.add(node))
      .flatMap((node) => {
        if (resolved(symbol).getDocumentationComment(checker).length === 0) undescribed.add(name);
        const found: ts.Node[] = [];
        const visit = (child: ts.Node): void => {
          if (ts.isIdentifier(child)) {
            const referred = checker.getSymbolAtLocation(child);
            if (referred) found.push(...declarationsOf(referred));
          }
          ts.forEachChild(child, visit);
        };
        visit(node);
        // The declaration of a constant is part of a statement, which has the documentation.
        return [ts.isVariableDeclaration(node) ? node.parent.parent : node, ...found];
      });
  }

  return entryPoints
    .map(({ path, types }) => {
      const source = program.getSourceFile(types);
      const module = source && checker.getSymbolAtLocation(source);
      const exports = module ? checker.getExportsOfModule(module) : [];
      exports
        .map(resolved)
        .filter(({ name }) => classes.has(name))
        .forEach(checkElement);
      const names = exports.map(({ name }) => code(name)).join(', ');
      const head = `## \`${path}\`\n\nExports ${names}.`;
      const declarations = exports.flatMap(declarationsOf);
      if (declarations.length === 0) return head;
      return `${head}\n\n\`\`\`ts\n${declarations.map(textOf).join('\n\n')}\n\`\`\``;
    })
    .join('\n\n');
}

const { name, version, description } = packageJson;
const reference = [
  `# ${name} ${version}`,
  `> ${description}.`,
  ...elements.map(elementReference),
  typesReference(),
].join('\n\n');

if (undescribed.size > 0) {
  console.error(`Public, but without a comment that describes it: ${[...undescribed].join(', ')}`);
  exit(1);
}

writeFileSync(
  new URL('dist/llms.txt', root),
  await format(reference, { parser: 'markdown', singleQuote: true, printWidth: 110 }),
);
