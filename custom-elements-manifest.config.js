// @ts-check
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';

/** What a type says to whoever writes HTML, where everything is text and may be absent. */
const inHtml = (type = '') =>
  type
    .replace(/^Text$/, 'string')
    .replace(/^Choice<(.*)>$/s, '$1')
    .replace('number | string', 'number')
    .replace(' | null | undefined', '');

/** @param {string} path */
const published = (path) => path.replace(/^src\/(.*)\.ts$/, 'dist/$1.js');

/** The tags, their classes, and the modules that register them. */
const tags = {
  'fxa-email-form': { name: 'FxaEmailForm', defines: 'dist/index.js' },
  'fxa-link': { name: 'FxaLink', defines: 'dist/link.js' },
};

/** Documents the elements for editors and catalogues, from its documentation block and its types. */
const element = {
  name: 'fxa-email-form',
  /** @param {{ customElementsManifest: import('custom-elements-manifest/schema.js').Package }} parameters */
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = published(module.path);
      for (const declaration of module.declarations ?? []) {
        if ('customElement' in declaration) documentElement(declaration);
      }
      module.exports = Object.entries(tags).flatMap(([tag, { name, defines }]) => {
        const declaration = { name, module: `dist/element/${tag}.js` };
        /** @type {import('custom-elements-manifest/schema.js').Export[]} */
        const exports = [];
        if ([declaration.module, defines].includes(module.path)) {
          exports.push({ kind: 'js', name, declaration });
        }
        if (module.path === defines)
          exports.push({ kind: 'custom-element-definition', name: tag, declaration });
        return exports;
      });
    }
  },
};

/** @param {import('custom-elements-manifest/schema.js').CustomElement} declaration */
function documentElement(declaration) {
  const { events = [], members = [] } = declaration;
  // What nobody has described is Lit's, or private.
  declaration.events = events.filter(({ description }) => description);
  declaration.members = members.filter(({ description, privacy }) => description && !privacy);
  declaration.attributes = [];
  for (const member of declaration.members) {
    // Every property that can be set has its attribute.
    if (member.kind !== 'field' || 'readonly' in member) continue;
    const { name: fieldName, description = '' } = member;
    const name = fieldName.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const type = { text: inHtml(member.type?.text) };
    const [, byDefault] = /Default: `?(\S+?)`?\.$/.exec(description) ?? [];
    const attribute = { name, fieldName, description, type };
    declaration.attributes.push(byDefault ? { ...attribute, default: byDefault } : attribute);
    Object.assign(member, { attribute: name, type });
  }
}

export default {
  globs: ['src/index.ts', 'src/link.ts', 'src/element/fxa-*.ts'],
  outdir: 'dist',
  plugins: [
    element,
    customElementVsCodePlugin({ outdir: 'dist', hideLogs: true }),
    customElementJetBrainsPlugin({ outdir: 'dist', packageJson: false, hideLogs: true }),
  ],
};
