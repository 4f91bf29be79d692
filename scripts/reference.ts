/**
 * The reference of the whole package on one page, `dist/llms.txt`, for assistants and whoever likes it on one page. It is
 * made of what the build has made: the manifest, which also holds the README's tables, and the types.
 *
 *     npm run build:reference
 */
import { readFileSync, writeFileSync } from 'node:fs';
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
    (declaration): declaration is DocumentedElement & typeof declaration => 'customElement' in declaration,
  );

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

/** The paths of the package whose types the build has made. One locale is like the other. */
const entryPoints = Object.entries(packageJson.exports).flatMap(([path, target]) => {
  const types = typeof target === 'object' ? target.types : undefined;
  return types?.startsWith('./dist/') && !/\*|\.js$/.test(path)
    ? [{ path: packageJson.name + path.slice(1), types: fileURLToPath(new URL(types, root)) }]
    : [];
});

const classes = new Set(elements.map(({ name }) => name));

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

  /** The declarations behind a symbol that nothing has led to yet, and those that they refer to. */
  function declarationsOf(symbol: ts.Symbol): ts.Node[] {
    const { name, declarations = [] } =
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return declarations
      .filter(({ parent }) => ts.isSourceFile(parent) || ts.isVariableDeclarationList(parent))
      .filter((node) => node.getSourceFile().fileName.startsWith(dist) && !classes.has(name))
      .filter((node) => !seen.has(node) && seen.add(node))
      .flatMap((node) => {
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
      const declarations = (module ? checker.getExportsOfModule(module) : []).flatMap(declarationsOf);
      if (declarations.length === 0) return '';
      return `## \`${path}\`\n\n\`\`\`ts\n${declarations.map(textOf).join('\n\n')}\n\`\`\``;
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

writeFileSync(
  new URL('dist/llms.txt', root),
  await format(reference, { parser: 'markdown', singleQuote: true, printWidth: 110 }),
);
