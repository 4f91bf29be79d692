/** Runs in the page: adds many elements, changes them, and takes them away. */
import type { Outcome } from './laboratory.js';

/** Which elements. */
export interface Elements {
  readonly tag: string;
  readonly count: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** What stands inside each, as HTML. */
  readonly content: string;
}

/** How long it takes, in milliseconds. */
export interface Times {
  /** Making the elements, and putting them into the page. */
  readonly connecting: number;
  /** Until all have drawn themselves. */
  readonly rendering: number;
  readonly layout: number;
  readonly total: number;
  /** A new text for the button of each, until all is drawn again and laid out. */
  readonly newText: number;
  /** The same with a new value for one of the parameters, which takes another request. */
  readonly newRequest: number;
}

/**
 * Milliseconds that a browser gets after loading a page, so that its own work for that is over: half of the times for one
 * form lie between 14 and 17 ms then, but between 22 and 38 ms after a fifth of it.
 */
const REST = 1000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const rendered = async (elements: Iterable<Element>) => {
  for (const element of elements) {
    // False where an update has asked for another one.
    while ((await (element as { updateComplete?: Promise<boolean> }).updateComplete) === false);
  }
};

/** Adds the elements. */
export async function add({ tag, count, attributes, content }: Elements) {
  const start = performance.now();
  const place = document.createElement('main');
  for (let index = 0; index < count; index++) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (content) element.innerHTML = content;
    place.append(element);
  }
  document.body.append(place);
  const connected = performance.now();
  await rendered(place.children);
  const drawn = performance.now();
  place.offsetHeight;
  const laidOut = performance.now();
  return {
    connecting: connected - start,
    rendering: drawn - connected,
    layout: laidOut - drawn,
    total: laidOut - start,
  };
}

/** Waits until every element has its flow; the bare one never requests any. */
export async function settle(tag: string): Promise<void> {
  if (tag === 'bare-lit-form') return;
  const elements = [...document.querySelectorAll(tag)];
  // The hand-written element has a hidden field, the others say that they have a flow.
  const hasFlow = (element: Element) =>
    Boolean(
      (element as Element & { flow?: unknown }).flow ?? element.shadowRoot?.querySelector('[name=flow_id]'),
    );
  while (!elements.every(hasFlow)) await pause(20);
}

/** Gives every element another value for an attribute; ends as the time that it took. */
export async function change(tag: string, name: string, value: string): Promise<number> {
  const elements = document.querySelectorAll(tag);
  // What the flows have changed is not to be counted.
  document.body.offsetHeight;
  const start = performance.now();
  for (const element of elements) element.setAttribute(name, value);
  await rendered(elements);
  document.body.offsetHeight;
  return performance.now() - start;
}

/**
 * Gives the one element of the page `count` values for an attribute, one after the other.
 *
 * @param prefix - what the values begin with, so that none comes a second time
 */
export async function changeOften(tag: string, name: string, prefix: string, count: number): Promise<void> {
  const elements = document.querySelectorAll(tag);
  for (let index = 0; index < count; index++) {
    for (const element of elements) element.setAttribute(name, `${prefix}${index}`);
    await rendered(elements);
  }
}

/** Takes all elements away. */
export async function remove(): Promise<void> {
  document.querySelector('main')?.remove();
  // Some clean up in a task of its own.
  await pause(0);
}

/** Takes all times, on a page that is still loading, once that is over. */
async function measure(elements: Elements): Promise<Times> {
  await new Promise((resolve) => {
    addEventListener('load', resolve);
  });
  await pause(REST);
  const times = await add(elements);
  await settle(elements.tag);
  const newText = await change(elements.tag, 'button-label', 'Go on');
  const newRequest = await change(elements.tag, 'utm-term', 'changed');
  return { ...times, newText, newRequest };
}

/** Takes all times, as soon as the page is loaded, and sends them to the laboratory. */
export async function report(elements: Elements): Promise<void> {
  const outcome: Outcome<Times> = await measure(elements).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  await fetch('report', { method: 'POST', body: JSON.stringify(outcome) });
}
