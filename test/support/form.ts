/** What browser tests do with the element, and see of it, through its public surface. */
import { fixture } from '@open-wc/testing';
import type { FxaEmailForm, FxaEmailFormEventMap } from '../../src/index.js';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What a form needs so that nobody warns of anything missing. */
export const ATTRIBUTION = { entrypoint: 'test-page', 'utm-source': 'tests', 'utm-campaign': 'all' };

const EVENTS = ['fxa-flow-ready', 'fxa-flow-error', 'fxa-parameter-rejected', 'fxa-submit'] as const;

type RecordedEvent = {
  [type in keyof FxaEmailFormEventMap]: {
    type: type;
    detail: FxaEmailFormEventMap[type]['detail'];
    target: EventTarget | null;
  };
}[keyof FxaEmailFormEventMap];

/** The element's events at `target`, as they happen. */
export class Events {
  readonly all: RecordedEvent[] = [];
  #waiting: (() => void)[] = [];

  constructor(target: HTMLElement) {
    for (const type of EVENTS) {
      target.addEventListener(type, (event) => {
        this.all.push({ type, detail: event.detail, target: event.target } as RecordedEvent);
        for (const resolve of this.#waiting.splice(0)) resolve();
      });
    }
  }

  /** The details of the events of one type. */
  details<T extends keyof FxaEmailFormEventMap>(type: T): FxaEmailFormEventMap[T]['detail'][] {
    return this.all.filter((event) => event.type === type).map((event) => event.detail);
  }

  /** Resolves once there are `count` events of that type. */
  async until(type: keyof FxaEmailFormEventMap, count = 1): Promise<void> {
    while (this.details(type).length < count) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** The element with these attributes, not yet in the page. */
export function createForm(attributes: Attributes = {}): FxaEmailForm {
  const form = document.createElement('fxa-email-form');
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) form.setAttribute(name, String(value));
  }
  return form;
}

/** An empty place in the page, which is cleared after the test. */
export const place = (): Promise<HTMLElement> => fixture<HTMLElement>('<div></div>');

/** The element with these attributes, in the page, and its events from the first on. */
export async function showForm(
  attributes: Attributes = {},
  ...children: Node[]
): Promise<{ form: FxaEmailForm; events: Events }> {
  const parent = await place();
  const events = new Events(parent);
  const form = createForm(attributes);
  form.append(...children);
  parent.append(form);
  await form.updateComplete;
  return { form, events };
}

/** A hidden field of the author's. */
export const hiddenInput = (name: string, value: string): HTMLInputElement =>
  Object.assign(document.createElement('input'), { type: 'hidden', name, value });

/** A part of the element, as a page's style sheet may reach it. */
export function part(form: FxaEmailForm, name: 'input'): HTMLInputElement;
export function part(form: FxaEmailForm, name: 'form'): HTMLFormElement;
export function part(form: FxaEmailForm, name: string): HTMLElement;
export function part(form: FxaEmailForm, name: string): HTMLElement {
  const element = form.shadowRoot?.querySelector<HTMLElement>(`[part~=${name}]`);
  if (!element) throw new Error(`There is no part "${name}"`);
  return element;
}

/** The fields that would be sent now, in their order. */
export const fields = (form: FxaEmailForm): [string, string][] =>
  [...new FormData(part(form, 'form'))].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.name,
  ]);

/** The same as an object. */
export const fieldValues = (form: FxaEmailForm): Record<string, string> => Object.fromEntries(fields(form));

/** Puts `address` into the field as if it were typed. */
export function type(form: FxaEmailForm, address: string): void {
  const input = part(form, 'input');
  input.value = address;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** A frame that every form on the page is sent to, so that a test can submit for real and still be there to look. */
export async function submitFrame(): Promise<HTMLIFrameElement> {
  const base = document.createElement('base');
  base.target = `frame-${crypto.randomUUID()}`;
  document.head.querySelector('base')?.remove();
  document.head.append(base);
  return fixture<HTMLIFrameElement>(`<iframe name="${base.target}" title="FxA"></iframe>`);
}
