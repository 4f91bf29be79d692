/** Style sheets in a shadow root, whatever document it is in, and whatever its browser knows of them. */
import type { CSSResult } from 'lit';

/** Sheets for documents other than the page's, such as that of a frame. Bound: they go with their document. */
const foreignSheets = new WeakMap<Document, CSSStyleSheet[]>();

/** A constructed style sheet belongs to one document. `undefined`: there can be none. */
function sheetsFor(document_: Document, styles: readonly CSSResult[]): CSSStyleSheet[] | undefined {
  const view = document_.defaultView;
  if (!view?.CSSStyleSheet || !('replaceSync' in view.CSSStyleSheet.prototype)) return undefined;
  let sheets = document_ === document ? undefined : foreignSheets.get(document_);
  if (!sheets) {
    sheets = styles.map((style) => {
      const own = document_ === document && style.styleSheet;
      if (own) return own;
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(style.cssText);
      return sheet;
    });
    if (document_ !== document) foreignSheets.set(document_, sheets);
  }
  return sheets;
}

/** Lets `root` have the `styles`, or none. */
export function showStyles(root: ShadowRoot, styles: readonly CSSResult[], shown: boolean): void {
  const sheets = 'adoptedStyleSheets' in root ? sheetsFor(root.ownerDocument, styles) : undefined;
  if (sheets) {
    root.adoptedStyleSheets = shown ? sheets : [];
    return;
  }
  root.querySelector('style')?.remove();
  if (!shown) return;
  const style = root.ownerDocument.createElement('style');
  style.textContent = styles.map(({ cssText }) => cssText).join('');
  root.prepend(style);
}
