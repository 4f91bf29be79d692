/** Finds elements in a page's HTML. */
import type { DefaultTreeAdapterTypes } from 'parse5';

export type Document = DefaultTreeAdapterTypes.Document;
export type Element = DefaultTreeAdapterTypes.Element;

export const attributesOf = ({ attrs }: Element): ReadonlyMap<string, string> =>
  new Map(attrs.map(({ name, value }) => [name, value]));

/** The elements of these tags inside `node`, in the order of the page, without those in templates and shadow roots. */
export const elementsIn = (node: Document | Element, ...tags: readonly string[]): Element[] =>
  walk(node, tags, false);

/** As {@link elementsIn}, but those in the shadow roots that the HTML opens by itself count too. */
export const elementsInPage = (page: Document, ...tags: readonly string[]): Element[] =>
  walk(page, tags, true);

/** With a stack of its own, since pages may be nested deeper than functions. */
function walk(root: Document | Element, tags: readonly string[], intoShadowRoots: boolean): Element[] {
  const found: Element[] = [];
  const waiting: DefaultTreeAdapterTypes.ChildNode[] = [];
  const visit = ({ childNodes }: DefaultTreeAdapterTypes.ParentNode) => {
    for (const child of childNodes.toReversed()) waiting.push(child);
  };
  visit(root);
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!('tagName' in node)) continue;
    if (tags.includes(node.tagName)) found.push(node);
    visit(node);
    if (intoShadowRoots && 'content' in node && attributesOf(node).has('shadowrootmode')) visit(node.content);
  }
  return found;
}

/** The nearest element around `element` that is one of `tags`. */
export function ancestorOf(element: Element, ...tags: readonly string[]): Element | undefined {
  for (let node = element.parentNode; node && 'tagName' in node; node = node.parentNode) {
    if (tags.includes(node.tagName)) return node;
  }
  return undefined;
}
