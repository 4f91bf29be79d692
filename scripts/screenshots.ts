/**
 * Pictures of the form for people to look at: contact sheets of theme × width × state × language in `screenshots/`,
 * and the pictures of the README in `docs/screenshots/`.
 *
 *     npm run screenshots
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { HEADINGS } from '../demo/headings.js';
import { languages } from '../src/locales/load.js';
import { startMockServer } from '../src/mock-server/start-mock-server.js';
import { chromiumArguments, findBrowser } from '../test/support/browsers.js';

type ColorScheme = 'light' | 'dark';

/** How one picture of the form is taken. */
interface Cell {
  readonly theme: string;
  readonly width: number;
  readonly state?: 'at rest' | 'focus' | 'filled in' | 'no address' | 'test@test' | 'pressed';
  readonly lang?: string;
  readonly colorScheme?: ColorScheme;
  readonly forcedColors?: boolean;
  /** The visitor's text size, in percent. */
  readonly textSize?: number;
}

/** A contact sheet: pictures in rows, with what is common to them as its title. */
interface Sheet {
  readonly title: string;
  readonly rows: readonly (readonly Cell[])[];
}

const LANGUAGES = ['en', ...languages];

/** The fonts of scripts that Inter does not have, by language. So that pictures show no boxes, they come from packages. */
const FONTS: Readonly<Record<string, string>> = {
  ar: 'noto-sans-arabic',
  fa: 'noto-sans-arabic',
  he: 'noto-sans-hebrew',
  hi: 'noto-sans-devanagari',
  ja: 'noto-sans-jp',
  ko: 'noto-sans-kr',
  th: 'noto-sans-thai',
  'zh-CN': 'noto-sans-sc',
  'zh-TW': 'noto-sans-tc',
};

function themeSheet(theme: string, colorScheme: ColorScheme): Sheet {
  return {
    title: `${theme}, ${colorScheme}`,
    rows: ['en', 'de', 'ar', 'ja'].map((lang) =>
      [320, 720].flatMap((width) =>
        (['at rest', 'focus', 'no address'] as const).map((state) => ({
          theme,
          width,
          state,
          lang,
          colorScheme,
        })),
      ),
    ),
  };
}

const SHEETS: Readonly<Record<string, Sheet>> = {
  'mozilla-light': themeSheet('mozilla', 'light'),
  'mozilla-dark': themeSheet('mozilla', 'dark'),
  'dark-hero': themeSheet('dark-hero', 'light'),
  'blog-light': themeSheet('blog', 'light'),
  'blog-dark': themeSheet('blog', 'dark'),
  languages: {
    title: 'every language',
    rows: Array.from({ length: Math.ceil(LANGUAGES.length / 4) }, (_, row) =>
      LANGUAGES.slice(4 * row, 4 * row + 4).map((lang) => ({
        theme: 'mozilla',
        width: 640,
        state: 'test@test',
        lang,
      })),
    ),
  },
  'special-needs': {
    title: 'forced colours, 200 % text, pressed, filled in',
    rows: [
      ...(['light', 'dark'] as const).map((colorScheme) =>
        (['at rest', 'focus', 'no address'] as const).map((state): Cell => ({
          theme: 'dark-hero',
          width: 640,
          state,
          colorScheme,
          forcedColors: true,
        })),
      ),
      [320, 640].flatMap((width) =>
        ['en', 'de'].map((lang) => ({ theme: 'mozilla', width, state: 'no address', lang, textSize: 200 })),
      ),
      (['light', 'dark'] as const).flatMap((colorScheme) =>
        (['pressed', 'filled in'] as const).map((state): Cell => ({
          theme: 'mozilla',
          width: 480,
          state,
          colorScheme,
        })),
      ),
    ],
  },
};

const README_PICTURES: Readonly<Record<string, Cell>> = {
  light: { theme: 'mozilla', width: 720, colorScheme: 'light' },
  dark: { theme: 'mozilla', width: 720, colorScheme: 'dark' },
};

/** Serves the demo pages, with the mock server in place of FxA. */
async function serveDemo() {
  let fxaUrl = '';
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    plugins: [{ name: 'fxa-url', transformIndexHtml: (html) => html.replaceAll('%FXA_URL%', fxaUrl) }],
    server: { host: 'localhost', port: 0, hmr: false },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The server of the demo pages has no address.');
  const mockServer = await startMockServer({ origins: [new URL(url).origin] });
  fxaUrl = mockServer.url;
  return {
    url,
    async close() {
      await server.close();
      await mockServer.close();
    },
  };
}

/** The style sheet of a script's font, as the family `Script`: without the letters that the page's own font has. */
async function scriptFont(lang = 'en'): Promise<string> {
  const name = FONTS[lang];
  if (!name) return '';
  const folder = `node_modules/@fontsource-variable/${name}/`;
  const faces = (await readFile(`${folder}index.css`, 'utf8')).match(/@font-face \{[^}]*\}/g) ?? [];
  return faces
    .filter((face) => !/-(latin|cyrillic|greek|vietnamese)/.test(face))
    .map((face) =>
      face
        .replace(/font-family: [^;]*/, 'font-family: Script')
        .replace('./', `/${folder}`)
        // Slices of Chinese, Japanese and Korean fonts have ASCII characters among others.
        .replaceAll(/U\+[0-9a-f]{2}(-[0-9a-f]{2})?,/gi, ''),
    )
    .join('\n');
}

/** Brings the form of the page that is open into the language of the cell. Runs in the page, as a module. */
const languageScript = ({ lang = 'en', textSize = 100 }: Cell) => `
  import { loadLocale } from '/src/locales/load.ts';
  import { FxaEmailForm } from '/src/index.ts';
  const root = document.documentElement;
  root.style.fontSize = '${textSize}%';
  root.lang = '${lang}';
  const locale = await loadLocale('${lang}');
  root.dir = locale?.dir ?? 'ltr';
  if (locale) FxaEmailForm.addLocale(locale);
  const [heading, intro] = ${JSON.stringify(HEADINGS[lang] ?? [])};
  const form = document.querySelector('fxa-email-form');
  const fill = (slot, text) => { if (slot && text) slot.textContent = text; };
  fill(form.querySelector('[slot=heading]'), heading);
  fill(form.querySelector('[slot=intro]'), intro);
  if (locale) form.removeAttribute('button-label');
  const fontBefore = (element) => 'Script, ' + getComputedStyle(element).fontFamily;
  form.style.setProperty('--fxa-font-family', fontBefore(form));
  document.body.style.fontFamily = fontBefore(document.body);
  await form.updateComplete;
  root.dataset.ready = '';
`;

async function enterState(page: Page, state: Cell['state']): Promise<void> {
  const input = page.locator('fxa-email-form input[type=email]');
  const button = page.locator('fxa-email-form button');
  switch (state) {
    case 'focus':
      await input.focus();
      break;
    case 'filled in':
      await input.fill('ada.lovelace@example.com');
      break;
    case 'pressed':
      await button.hover();
      await page.mouse.down();
      break;
    case 'test@test':
      await input.fill('test@test');
      await button.click();
      break;
    case 'no address':
      await button.click();
      await input.blur();
      await page.mouse.move(0, 0);
  }
}

async function takePicture(page: Page, url: string, cell: Cell): Promise<Buffer> {
  const { theme, width, state, colorScheme = 'light', forcedColors = false } = cell;
  await page.emulateMedia({ colorScheme, forcedColors: forcedColors ? 'active' : 'none' });
  await page.setViewportSize({ width, height: 240 });
  await page.goto(`${url}demo/themes/${theme}.html`);
  // The fonts of the page are those of the machine; so that pictures do not depend on it, Inter comes from a package.
  for (const weight of [400, 600, 700]) {
    await page.addStyleTag({ url: `/node_modules/@fontsource/inter/${weight}.css` });
  }
  const font = await scriptFont(cell.lang);
  if (font) await page.addStyleTag({ content: font });
  await page.addScriptTag({ type: 'module', content: languageScript(cell) });
  await page.waitForSelector('[data-ready]');
  await enterState(page, state);
  // A page asks for fonts only once it lays out the letters that need them.
  await page.evaluate('document.body.offsetHeight, document.fonts.ready.then(() => undefined)');
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'initial' });
  await page.mouse.up();
  return picture;
}

const describeCell = ({ width, state = 'at rest', lang = 'en', colorScheme = 'light' }: Cell): string =>
  [`${width} px`, state, lang, colorScheme].join(' · ');

/** Puts the pictures of a sheet together on one page, as `HTML`. */
function sheetHtml(title: string, rows: readonly (readonly { cell: Cell; picture: Buffer }[])[]): string {
  const figure = ({ cell, picture }: { cell: Cell; picture: Buffer }) =>
    `<figure><figcaption>${describeCell(cell)}</figcaption>
      <img width="${cell.width}" src="data:image/png;base64,${picture.toString('base64')}"></figure>`;
  return `<!doctype html><title>${title}</title>
    <style>
      body { margin: 16px; inline-size: max-content; background: #888; color: #fff; font: 14px/1.5 sans-serif; }
      section { display: flex; align-items: start; gap: 16px; }
      figure { margin: 0 0 16px; }
      img { display: block; }
    </style>
    <h1>${title}</h1>
    ${rows.map((row) => `<section>${row.map(figure).join('')}</section>`).join('')}`;
}

const browser = findBrowser('chromium');
if (!browser) throw new Error('There is no Chromium on this machine.');
const demo = await serveDemo();
const chrome = await chromium.launch({
  executablePath: browser.executablePath,
  args: [...chromiumArguments],
});
try {
  const page = await chrome.newPage();
  await mkdir('screenshots', { recursive: true });
  for (const [name, { title, rows }] of Object.entries(SHEETS)) {
    const pictures = [];
    for (const row of rows) {
      const taken = [];
      for (const cell of row) taken.push({ cell, picture: await takePicture(page, demo.url, cell) });
      pictures.push(taken);
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await page.goto('about:blank');
    await page.setContent(sheetHtml(title, pictures));
    await page.setViewportSize({ width: await page.evaluate('document.body.scrollWidth + 32'), height: 240 });
    await page.screenshot({ path: `screenshots/${name}.png`, fullPage: true });
    console.log(`screenshots/${name}.png`);
  }

  const sharpPage = await chrome.newPage({ deviceScaleFactor: 2 });
  await mkdir('docs/screenshots', { recursive: true });
  for (const [name, cell] of Object.entries(README_PICTURES)) {
    await writeFile(`docs/screenshots/${name}.png`, await takePicture(sharpPage, demo.url, cell));
    console.log(`docs/screenshots/${name}.png`);
  }
} finally {
  await chrome.close();
  await demo.close();
}
