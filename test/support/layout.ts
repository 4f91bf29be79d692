/** What can be stated of a layout without looking at it. */
import type { FxaEmailForm } from '../../src/index.js';
import { part } from './form.js';

const PARTS = ['heading', 'intro', 'label', 'input', 'error', 'button', 'legal'] as const;

/** Browsers round to fractions of a pixel of their own. */
const TOLERANCE = 1;

const isInside = (inner: DOMRect, outer: DOMRect) =>
  inner.left >= outer.left - TOLERANCE &&
  inner.right <= outer.right + TOLERANCE &&
  inner.top >= outer.top - TOLERANCE &&
  inner.bottom <= outer.bottom + TOLERANCE;

const overlap = (one: DOMRect, other: DOMRect) =>
  one.left < other.right - TOLERANCE &&
  other.left < one.right - TOLERANCE &&
  one.top < other.bottom - TOLERANCE &&
  other.top < one.bottom - TOLERANCE;

/** The boxes of all text that is shown inside of an element, slotted text included. */
function textBoxes(element: Element): DOMRect[] {
  const slotted = element.localName === 'slot' ? (element as HTMLSlotElement).assignedNodes() : [];
  return (slotted.length ? slotted : [...element.childNodes]).flatMap((node) => {
    if (node.nodeType === Node.ELEMENT_NODE) return textBoxes(node as Element);
    if (node.nodeType !== Node.TEXT_NODE) return [];
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  });
}

/** Whether all of a line of text is inside. Its box may well be higher than the line, where lines are close. */
const holds = (box: DOMRect, { left, right, top, bottom }: DOMRect) => {
  const middle = (top + bottom) / 2;
  return isInside(new DOMRect(left, middle, right - left, 0), box);
};

/** What is wrong with the layout of a form, in words: empty where nothing is. */
export function problemsWithLayout(form: FxaEmailForm): string[] {
  const problems: string[] = [];
  const { scrollWidth, clientWidth } = form.ownerDocument.documentElement;
  if (scrollWidth > clientWidth) problems.push(`the page is ${scrollWidth - clientWidth} px too wide`);

  const host = form.getBoundingClientRect();
  const boxes = PARTS.map((name) => ({ name, box: part(form, name).getBoundingClientRect() }));
  const shown = boxes.filter(({ box }) => box.height > 0);
  for (const { name, box } of shown) {
    if (!isInside(box, host)) problems.push(`${name} sticks out of the element`);
    const cutOff = textBoxes(part(form, name)).some((text) => !holds(box, text));
    if (cutOff) problems.push(`the text of ${name} sticks out of it`);
  }

  const rightToLeft = getComputedStyle(part(form, 'form')).direction === 'rtl';
  for (const [index, { name, box }] of shown.entries()) {
    for (const later of shown.slice(index + 1)) {
      if (overlap(box, later.box)) problems.push(`${name} and ${later.name} overlap`);
    }
    const next = shown[index + 1];
    if (!next) continue;
    const isBelow = next.box.top >= box.bottom - TOLERANCE;
    const isBeside = rightToLeft
      ? next.box.right <= box.left + TOLERANCE
      : next.box.left >= box.right - TOLERANCE;
    if (!isBelow && !isBeside) problems.push(`${next.name} does not follow ${name}`);
  }
  return problems;
}
