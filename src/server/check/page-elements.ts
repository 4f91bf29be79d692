/** The elements of this package in a page: what they send, and where. */
import { safeUrl } from '../../rules/addresses.js';
import type { BrokenRule, ParameterValues } from '../../rules/parameters.js';
import { resolveSettings, type Field } from '../../rules/settings.js';
import { ancestorOf, attributesOf, elementsIn, elementsInPage, type Element } from './html.js';
import type { FetchedPage } from './page.js';

export const FORM_TAG = 'fxa-email-form';
export const LINK_TAG = 'fxa-link';

/** Where a form or a link leads, and how. */
export interface Destination {
  readonly url: URL;
  readonly method: 'get' | 'post' | 'link';
  /** The window that it opens in, where the author has said so. */
  readonly target: string | undefined;
}

/** One `<fxa-email-form>` or `<fxa-link>` in a page. */
export interface PageElement {
  readonly tag: typeof FORM_TAG | typeof LINK_TAG;
  /** As messages name it: the tag and its line in the HTML. */
  readonly name: string;
  /** The values that FxA accepts. */
  readonly parameters: ParameterValues;
  /** What the element leaves out. */
  readonly rejections: readonly BrokenRule[];
  readonly fxaUrl: string;
  /** Whether it requests a flow: not with `metrics="off"`, nor a link that has one from a form. */
  readonly requestsFlow: boolean;
  /** Whether the form is one of the author's; else the element draws it. */
  readonly authored: boolean;
  /** `undefined` where there is no address to go to. */
  readonly destination: Destination | undefined;
}

/**
 * The elements in the page's HTML. What scripts add later is not there.
 *
 * @param fxaUrl - the FxA server in place of the ones that the elements name
 */
export function readPageElements(page: FetchedPage, fxaUrl?: string): PageElement[] {
  const all = elementsInPage(page.document, FORM_TAG, LINK_TAG);
  const formIds = all
    .filter(({ tagName }) => tagName === FORM_TAG)
    .flatMap((element) => attributesOf(element).get('id') ?? []);
  return all.map((element) =>
    element.tagName === FORM_TAG ? readForm(element, page, fxaUrl) : readLink(element, page, formIds, fxaUrl),
  );
}

/** The attributes by their dashed names; FxA's own spelling, with underscores, counts where that is absent. */
function settingsOf(element: Element): Record<string, string> {
  const written = attributesOf(element);
  const settings: Record<string, string> = {};
  for (const [name, value] of written) {
    const dashed = name.replaceAll('_', '-');
    settings[dashed] = written.get(dashed) || value;
  }
  return settings;
}

const nameOf = ({ tagName, sourceCodeLocation }: Element): string =>
  `<${tagName}>${sourceCodeLocation ? ` in line ${sourceCodeLocation.startLine}` : ''}`;

/** Resolves an address as the page would; `undefined` where it is none. */
const resolve = (address: string, base: URL): URL | undefined =>
  URL.canParse(address, base) ? new URL(address, base) : undefined;

function readForm(element: Element, page: FetchedPage, fxaUrl: string | undefined): PageElement {
  const settings = settingsOf(element);
  const form = authorFormIn(element);
  const written = form && attributesOf(form);
  const action =
    written && (written.get('action') ? resolve(written.get('action') ?? '', page.baseUrl) : page.url);
  if (fxaUrl) settings['fxa-url'] = fxaUrl;

  const resolved = resolveSettings({
    attributes: settings,
    formType: 'email',
    fields: hiddenFieldsIn(element, form, page),
    baseUrl: page.baseUrl.href,
    pageOrigin: page.url.origin,
    formAction: action?.href ?? '',
    optedOut: false,
    userAgent: undefined,
  });
  const method = written?.get('method')?.toLowerCase() === 'post' ? 'post' : 'get';
  const url = form ? action : new URL(resolved.action);
  const target = written ? written.get('target') : settings['target'];
  return {
    tag: FORM_TAG,
    name: nameOf(element),
    parameters: resolved.parameters,
    rejections: resolved.rejections,
    fxaUrl: resolved.fxaUrl,
    requestsFlow: resolved.consent !== 'off',
    authored: form !== undefined,
    destination: url && { url, method, target },
  };
}

/** The form inside an element that it takes for its own: one with an e-mail field that belongs to no other element. */
function authorFormIn(element: Element): Element | undefined {
  return elementsIn(element, 'form').find(
    (form) =>
      ancestorOf(form, FORM_TAG) === element &&
      elementsIn(form, 'input').some((input) => attributesOf(input).get('type')?.toLowerCase() === 'email'),
  );
}

function hiddenFieldsIn(element: Element, form: Element | undefined, page: FetchedPage): Field[] {
  const formId = form && attributesOf(form).get('id');
  const inside = elementsIn(element, 'input');
  const elsewhere = elementsInPage(page.document, 'input').filter(
    (input) => formId && attributesOf(input).get('form') === formId && !inside.includes(input),
  );
  return [...inside, ...elsewhere].map(attributesOf).flatMap((input): Field[] => {
    const [name, value] = [input.get('name'), input.get('value')];
    const counts = input.get('type')?.toLowerCase() === 'hidden' && !input.has('disabled');
    return counts && name && value ? [[name, value]] : [];
  });
}

function readLink(
  element: Element,
  page: FetchedPage,
  formIds: readonly string[],
  givenFxaUrl: string | undefined,
): PageElement {
  const settings = settingsOf(element);
  // Attributes of forms alone.
  for (const name of ['action', 'fxa-path']) settings[name] = '';
  const anchor = elementsIn(element, 'a').find((each) => attributesOf(each).has('href'));
  const written = anchor && attributesOf(anchor);
  const url = resolve(written?.get('href') ?? '', page.baseUrl);
  if (givenFxaUrl) settings['fxa-url'] = givenFxaUrl;

  const { parameters, rejections, fxaUrl, consent } = resolveSettings({
    attributes: settings,
    formType: 'button',
    fields: [...(url?.searchParams ?? [])],
    baseUrl: page.baseUrl.href,
    pageOrigin: page.url.origin,
    formAction: url?.href ?? '',
    optedOut: false,
    userAgent: undefined,
  });
  const shares = ancestorOf(element, FORM_TAG) !== undefined || formIds.includes(settings['form'] ?? '');
  return {
    tag: LINK_TAG,
    name: nameOf(element),
    parameters,
    rejections: shares ? [] : rejections,
    fxaUrl,
    requestsFlow: !shares && consent !== 'off',
    authored: true,
    destination:
      written && url && safeUrl(url.href)
        ? { url, method: 'link', target: written.get('target') }
        : undefined,
  };
}
