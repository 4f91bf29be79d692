/** Everything that the check finds about one page. */
import type { ParameterValues } from '../../rules/parameters.js';
import { excerpt, quote } from '../printable.js';
import { connectFindings, destinationFindings, formActionFindings, sandboxFindings } from './destination.js';
import { failure, note, ok, unique, type Finding } from './findings.js';
import { frameFindings } from './framing.js';
import { FORM_TAG, LINK_TAG, type PageElement } from './page-elements.js';
import type { FetchedPage, PageRequests } from './page.js';
import { CHECKED_PARAMETERS, missingParameters } from './parameters.js';
import { hasScripts, scriptFindings } from './scripts.js';

/** What the caller of the check has given, which counts more than what the page says. */
export interface GivenSettings {
  readonly origin: string | undefined;
  readonly fxaUrl: string | undefined;
  readonly parameters: ParameterValues;
}

/** What is right and wrong with a page, whose elements have been read. */
export async function checkPage(
  page: FetchedPage,
  elements: readonly PageElement[],
  given: GivenSettings,
  defaultFxaUrl: string,
  requests: PageRequests,
): Promise<Finding[]> {
  const findings = [...originFindings(page, given.origin), ...sandboxFindings(page)];
  if (elements.length === 0) {
    findings.push(
      missingElement(page),
      ...connectFindings(defaultFxaUrl, page),
      ...formActionFindings(new URL(defaultFxaUrl), page),
    );
    return unique(findings);
  }
  for (const element of elements) {
    findings.push(
      ...elementFindings(element, given),
      ...(element.requestsFlow ? connectFindings(element.fxaUrl, page) : []),
      ...(await destinationFindings(element, page, requests)),
    );
  }
  findings.push(...(await scriptFindings(page, requests)), ...frameFindings(elements, page));
  return unique(findings);
}

function originFindings({ url }: FetchedPage, origin: string | undefined): Finding[] {
  if (origin === undefined || url.origin === origin) return [];
  return [
    note(
      'page',
      `The page is at ${url.origin}, but FxA was requested as ${origin}. Each origin has to be on the allow-list by itself.`,
    ),
  ];
}

function missingElement(page: FetchedPage): Finding {
  const none = `The HTML of the page holds no <${FORM_TAG}> and no <${LINK_TAG}>`;
  return hasScripts(page)
    ? note(
        'element',
        `${none}. If a script adds one, give its parameters as options: a check does not run scripts.`,
      )
    : failure('element', `${none}, and no script that could add one.`);
}

function elementFindings(element: PageElement, { parameters }: GivenSettings): Finding[] {
  const { name, requestsFlow, rejections, destination } = element;
  const goes = destination
    ? ` and goes to ${excerpt(destination.url.origin + destination.url.pathname)}`
    : '';
  const flow = requestsFlow ? `requests its flow from ${element.fxaUrl}` : 'requests no flow of its own';
  const refused = rejections
    .filter((rejection) => !Object.hasOwn(parameters, rejection.name))
    .map(({ name: setting, value, rule }) => {
      const isParameter = CHECKED_PARAMETERS.some((parameter) => parameter === setting);
      return {
        ...failure(
          isParameter ? 'parameter' : 'element',
          `${name} leaves out ${excerpt(setting, 100)}=${quote(value)}: it has to be ${excerpt(rule)}.`,
        ),
        ...(isParameter && { parameter: setting }),
      };
    });
  const set = [element.parameters, parameters].flatMap(Object.keys);
  set.push(...rejections.map((rejection) => rejection.name));
  return [
    ok('element', `${name} ${flow}${goes}.`),
    ...refused,
    ...(requestsFlow ? missingParameters(set, name) : []),
  ];
}
