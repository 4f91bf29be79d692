/** The style sheet in a shadow root, whatever document that is in, and whatever its browser knows of style sheets. */
import { styles } from './styles.js';

/** A constructed style sheet belongs to one document. Bound: it goes with that. */
const sheets = new WeakMap<Document, CSSStyleSheet>();

function sheetFor(page: Document): CSSStyleSheet {
  let sheet = sheets.get(page);
  if (!sheet) {
    sheet = new (page.defaultView as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(styles);
    sheets.set(page, sheet);
  }
  return sheet;
}

/** Lets `root` have the style sheet, or not. */
export function showStyles(root: ShadowRoot, shown: boolean): void {
  root.querySelector('style')?.remove();
  try {
    const sheet = sheetFor(root.ownerDocument);
    if ('adoptedStyleSheets' in root) {
      root.adoptedStyleSheets = shown ? [sheet] : [];
      return;
    }
  } catch {
    // Older engines construct none, and a document without a window has none.
  }
  const style = root.ownerDocument.createElement('style');
  style.textContent = shown ? styles : '';
  root.prepend(style);
}
