/** What to paste, for plain HTML and each framework that has a guide. */
import type { Locale } from '../../src/locales/locale.js';
import { FXA_URL } from '../../src/rules/addresses.js';
import type { Markup } from './markup.js';
import { indented, printMarkup, type Dialect } from './print.js';

/** What all snippets say, each in its own way. */
export interface Ingredients {
  readonly markup: Markup;
  /** The style sheet; empty where there is none. */
  readonly style: string;
  /** The texts of the language, where it is not English. */
  readonly locale: Locale | undefined;
  readonly oneFile: { readonly address: string; readonly integrity: string };
}

/** One file of a snippet. */
export interface SnippetFile {
  readonly name: string;
  readonly code: string;
}

/** A framework that has a guide. */
export interface Framework {
  readonly label: string;
  /** Its guide in `docs/frameworks`. */
  readonly guide: string;
  readonly files: (ingredients: Ingredients) => SnippetFile[];
}

const SCRIPT_END = '</' + 'script>';

const packagePath = ({ markup }: Ingredients) =>
  markup.tag === 'fxa-link' ? 'fxa-email-form/link' : 'fxa-email-form';

/** Registers the tag, and adds the language. */
const imports = (ingredients: Ingredients): string =>
  ingredients.locale
    ? `import { FxaEmailForm } from 'fxa-email-form';
import locale from 'fxa-email-form/locales/${ingredients.locale.lang}';

FxaEmailForm.addLocale(locale);`
    : `import '${packagePath(ingredients)}';`;

/** The same, once the framework has hydrated the page. */
const lateImports = (ingredients: Ingredients, hook: string): string =>
  ingredients.locale
    ? `${hook}(async () => {
  const { FxaEmailForm } = await import('fxa-email-form');
  const { default: locale } = await import('fxa-email-form/locales/${ingredients.locale.lang}');
  FxaEmailForm.addLocale(locale);
});`
    : `${hook}(() => void import('${packagePath(ingredients)}'));`;

const types = (framework: string) => `import type {} from 'fxa-email-form/${framework}';`;

const styleTag = ({ style }: Ingredients): string =>
  style ? `\n\n<style>\n${indented(style, 2)}\n</style>` : '';

const entities = (text: string) => text.replaceAll(/[{}]/g, (brace) => `&#${brace.charCodeAt(0)};`);

const BRACES: Dialect = { text: entities, value: entities };
/** Angular reads entities before it looks for expressions. */
const ANGULAR: Dialect = { text: (text) => text.replaceAll(/[{}@]/g, `{{ '$&' }}`) };
const REACT: Dialect = { ...BRACES, attributes: { autocomplete: 'autoComplete' } };

const html = (ingredients: Ingredients): SnippetFile[] => {
  const { markup, locale, oneFile } = ingredients;
  const { address, integrity } = oneFile;
  const fxaOrigin = new URL(markup.attributes['fxa-url'] ?? FXA_URL).origin;
  const addLocale = locale
    ? `\n<script type="module">
  import { FxaEmailForm } from '${address}';
  FxaEmailForm.addLocale(${indented(JSON.stringify(locale, null, 2), 2)
    .trim()
    .replaceAll('</', '<\\/')});
${SCRIPT_END}`
    : '';
  const code = `<link rel="preconnect" href="${fxaOrigin}" crossorigin />
<script
  type="module"
  src="${address}"
  integrity="${integrity}"
  crossorigin
>${SCRIPT_END}${addLocale}${styleTag(ingredients)}

${printMarkup(markup)}`;
  return [{ name: 'sign-up.html', code }];
};

/** A component in JSX, with its style sheet. */
const jsx =
  (typesOf: string, dialect: Dialect, firstLine = '') =>
  (ingredients: Ingredients): SnippetFile[] => {
    const { markup, style } = ingredients;
    const styleImport = style ? `\nimport './sign-up.css';` : '';
    const code = `${firstLine}${types(typesOf)}${styleImport}
${imports(ingredients)}

export function SignUp() {
  return (
${printMarkup(markup, dialect, 4)}
  );
}`;
    return [{ name: 'sign-up.tsx', code }, ...(style ? [{ name: 'sign-up.css', code: style }] : [])];
  };

const vueTemplate = (ingredients: Ingredients) =>
  `<template>\n${printMarkup(ingredients.markup, BRACES, 2)}\n</template>${styleTag(ingredients)}`;

const IS_CUSTOM_ELEMENT = `// Else Vue looks for components of these names.
compilerOptions: { isCustomElement: (tag) => tag.startsWith('fxa-') },`;

const vue = (ingredients: Ingredients): SnippetFile[] => [
  {
    name: 'SignUp.vue',
    code: `<script setup lang="ts">
${types('vue')}
${imports(ingredients)}
${SCRIPT_END}

${vueTemplate(ingredients)}`,
  },
  {
    name: 'vite.config.ts',
    code: `vue({
  template: {
${indented(IS_CUSTOM_ELEMENT, 4)}
  },
}),`,
  },
];

const nuxt = (ingredients: Ingredients): SnippetFile[] => [
  {
    name: 'app.vue',
    code: `<script setup lang="ts">
${lateImports(ingredients, 'onMounted')}
${SCRIPT_END}

${vueTemplate(ingredients)}`,
  },
  { name: 'nuxt.config.ts', code: `vue: {\n${indented(IS_CUSTOM_ELEMENT, 2)}\n},` },
];

const svelte =
  (name: string, script: (ingredients: Ingredients) => string) =>
  (ingredients: Ingredients): SnippetFile[] => [
    {
      name,
      code: `<script lang="ts">
${indented(`${types('svelte')}\n${script(ingredients)}`, 2)}
${SCRIPT_END}

${printMarkup(ingredients.markup, BRACES)}${styleTag(ingredients)}`,
    },
  ];

const angular = (ingredients: Ingredients): SnippetFile[] => {
  const literal = (text: string) => text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&');
  const { markup, style } = ingredients;
  const styles = style ? `\n  styles: \`\n${literal(indented(style, 4))}\n  \`,` : '';
  const code = `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
${imports(ingredients)}

@Component({
  selector: 'app-sign-up',
  template: \`
${literal(printMarkup(markup, ANGULAR, 4))}
  \`,${styles}
  // Lets tags with a dash stand in the template that are no components of Angular's.
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
})
export class SignUp {}`;
  return [{ name: 'sign-up.ts', code }];
};

const astro = (ingredients: Ingredients): SnippetFile[] => [
  {
    name: 'index.astro',
    code: `${printMarkup(ingredients.markup, BRACES)}

<script>
${indented(imports(ingredients), 2)}
${SCRIPT_END}${styleTag(ingredients)}`,
  },
];

export const PLAIN_HTML: Framework = { label: 'Plain HTML', guide: 'html', files: html };

/** In the order of the guides, by the names that stand in the address of the page. */
export const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  html: PLAIN_HTML,
  react: { label: 'React', guide: 'react', files: jsx('react', REACT) },
  'react-18': { label: 'React 18', guide: 'react', files: jsx('react-18', REACT) },
  preact: { label: 'Preact', guide: 'preact', files: jsx('preact', BRACES) },
  vue: { label: 'Vue', guide: 'vue', files: vue },
  svelte: { label: 'Svelte', guide: 'svelte', files: svelte('SignUp.svelte', imports) },
  solid: { label: 'Solid', guide: 'solid', files: jsx('solid', BRACES) },
  angular: { label: 'Angular', guide: 'angular', files: angular },
  next: { label: 'Next.js', guide: 'next', files: jsx('react', REACT, `'use client';\n\n`) },
  nuxt: { label: 'Nuxt', guide: 'nuxt', files: nuxt },
  sveltekit: {
    label: 'SvelteKit',
    guide: 'sveltekit',
    files: svelte(
      '+page.svelte',
      (ingredients) => `import { onMount } from 'svelte';\n\n${lateImports(ingredients, 'onMount')}`,
    ),
  },
  astro: { label: 'Astro', guide: 'astro', files: astro },
};
