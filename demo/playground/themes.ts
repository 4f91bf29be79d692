/** The themed pages of the demo, as surroundings for the form. */

interface Theme {
  readonly label: string;
  /** The schemes that the page is made for: `light`, `dark` or both. */
  readonly schemes: string;
  /** A new copy of the page's contents, and the place in it for the form. */
  readonly build: () => { readonly contents: DocumentFragment; readonly placeholder: Element };
  readonly style: string;
}

const pages = import.meta.glob<string>('../themes/*.html', { query: '?raw', import: 'default', eager: true });
const styles = import.meta.glob<string>('../themes/*.css', {
  query: '?inline',
  import: 'default',
  eager: true,
});

function themeOf(path: string, html: string): Theme {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return {
    label: page.title.replace('Theme: ', ''),
    schemes: page.querySelector<HTMLMetaElement>('meta[name=color-scheme]')?.content ?? 'light',
    style: styles[path.replace('.html', '.css')] ?? '',
    build() {
      const contents = document.createDocumentFragment();
      contents.append(...[...page.body.childNodes].map((node) => node.cloneNode(true)));
      const placeholder = contents.querySelector('fxa-email-form');
      if (!placeholder) throw new Error(`${path} has no form`);
      return { contents, placeholder };
    },
  };
}

const themes = new Map(
  Object.entries(pages).map(([path, html]) => [path.replace(/^.*\/(.*)\.html$/, '$1'), themeOf(path, html)]),
);

/** The names of the themes, and what they are called. */
export const THEMES: Readonly<Record<string, string>> = Object.fromEntries(
  [...themes].map(([name, { label }]) => [name, label]),
);

/** A theme by its name, or another where there is none of that name. */
export function findTheme(name: string): Theme {
  const theme = themes.get(name) ?? [...themes.values()][0];
  if (!theme) throw new Error('The demo has no themes');
  return theme;
}
