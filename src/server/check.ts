import { z } from 'zod';
import { FXA_URL, fxaServerUrl } from '../rules/addresses.js';
import { metricsFlowUrl } from '../rules/metrics-flow-url.js';
import {
  isParameterName,
  PARAMETERS,
  rejectionOf,
  type ParameterName,
  type ParameterValues,
} from '../rules/parameters.js';
import {
  argument,
  fetchSchema,
  fxaUrlSchema,
  originSchema,
  quote,
  sentences,
  signalSchema,
  timeoutSchema,
} from './arguments.js';
import {
  requestAs,
  DEFAULT_TIMEOUT,
  explain,
  FXA_TEAM,
  type Asked,
  type Reply,
  type RequestSettings,
  withDeadline,
} from './request-as.js';
import { blocksOf, missingFromSandbox, type Block, type FormDirective } from './csp.js';
import { fetchPage, type FetchedPage } from './page.js';

/** An integration to check. */
export interface Integration extends RequestSettings {
  /** The origin of the pages that hold the form, as browsers write it: `https://example.org`. */
  readonly origin: string;
  /**
   * The parameters that the form sends. `form_type` is `other` where nothing else is said, so that the check is not
   * counted as a form that somebody has seen.
   */
  readonly parameters?: ParameterValues;
  /** The address of a page that holds the form, whose Content-Security-Policy is read. */
  readonly page?: string;
}

/**
 * What a finding is about: an argument of the check itself; the origin on FxA's allow-list; a parameter; FxA's answer;
 * the clock; the page, and the two directives of its Content-Security-Policy.
 */
export type CheckedPart = 'argument' | 'origin' | 'parameter' | 'answer' | 'clock' | 'page' | FormDirective;

/** `ok`: as it has to be; `note`: worth knowing; `failure`: FxA does not listen, or the form does not work. */
export type FindingLevel = 'ok' | 'note' | 'failure';

/** One thing that the check has found. */
export interface Finding {
  readonly part: CheckedPart;
  readonly level: FindingLevel;
  /** What was found and, where something is wrong, what to do. */
  readonly message: string;
  /** The FxA parameter that it is about, by its name on the wire. */
  readonly parameter?: string;
}

/** What a check has found. */
export interface IntegrationReport {
  /** Whether there is no failure. */
  readonly ok: boolean;
  /** The question that was put to FxA; absent where the arguments did not allow one. */
  readonly url?: string;
  /** Whether FxA has counted the check as one `flow.begin`, as it does with every question that it accepts. */
  readonly counted: boolean;
  readonly findings: readonly Finding[];
}

/** The names of the parameters that a form can send along with the question about its flow. */
export const CHECKED_PARAMETERS: readonly ParameterName[] = (
  Object.keys(PARAMETERS) as ParameterName[]
).filter((name) => PARAMETERS[name].request && PARAMETERS[name].form);

/** The parameters that FxA's documentation asks every relying party for. */
const WANTED = ['entrypoint', 'utm_source', 'utm_campaign'] as const;

/** By how many milliseconds clocks may differ until it is worth a note. */
const CLOCK_TOLERANCE = 5_000;

const integrationSchema = z.strictObject({
  origin: originSchema,
  parameters: argument<ParameterValues>(
    (value) => typeof value === 'object' && value !== null,
    'an object of FxA parameters: { entrypoint: "…" }',
  ).default({}),
  page: argument<string>(
    (value) => typeof value === 'string' && /^https?:$/.test(protocolOf(value)),
    'the whole address of a page: "https://example.org/sign-up"',
  ).optional(),
  fxaUrl: fxaUrlSchema.default(FXA_URL),
  timeout: timeoutSchema.default(DEFAULT_TIMEOUT),
  signal: signalSchema.optional(),
  fetch: fetchSchema.optional(),
});

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}

/**
 * Asks FxA as a page of `origin` would, and says whether FxA listens, and where not, why.
 *
 * Puts one question, for a flow that nobody uses: where FxA accepts it, it counts one `flow.begin`. Parameters that are
 * off their rule are reported and left out, so that they don't hide what else there is to find. Never rejects: bad
 * arguments are failures in the report.
 *
 * `timeout` bounds each of the two requests, the one to FxA and the one for the page.
 */
export async function checkIntegration(integration: Integration): Promise<IntegrationReport> {
  const { data, error } = integrationSchema.safeParse(integration);
  if (error) {
    return report(
      sentences(error).map((message) => ({ part: 'argument', level: 'failure', message })),
      false,
    );
  }

  const { origin, timeout, signal, fetch: request, page } = data;
  const fxaUrl = fxaServerUrl(data.fxaUrl) ?? FXA_URL;
  const { parameters, findings } = readParameters(data.parameters);
  const url = metricsFlowUrl(fxaUrl, parameters);

  const sentAt = Date.now();
  const reply = await withDeadline(timeout, signal, (end) => requestAs(origin, url, end, request));
  const arrivedAt = Date.now();

  return report(
    [
      ...answerFindings(reply, parameters, { origin, fxaUrl, timeout }),
      ...findings,
      ...clockFindings(reply, (sentAt + arrivedAt) / 2),
      ...(page === undefined
        ? []
        : await withDeadline(timeout, signal, (end) =>
            pageFindings(new URL(page), origin, fxaUrl, end, request),
          )),
    ],
    'flow' in reply.answer,
    url,
  );
}

const report = (findings: readonly Finding[], counted: boolean, url?: string): IntegrationReport => ({
  ok: findings.every(({ level }) => level !== 'failure'),
  ...(url !== undefined && { url }),
  counted,
  findings,
});

function readParameters(given: ParameterValues): { parameters: ParameterValues; findings: Finding[] } {
  const parameters: { [name in ParameterName]?: string } = { form_type: 'other' };
  const findings: Finding[] = [];
  const add = (level: FindingLevel, parameter: string, message: string) => {
    findings.push({ part: 'parameter', level, message, parameter });
  };

  // Scripts without types pass what they like.
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue;
    if (!isParameterName(name) || !CHECKED_PARAMETERS.includes(name)) {
      add('note', name, `${name} has no place in this question, and was left out.`);
      continue;
    }
    const rule = typeof value === 'string' ? rejectionOf(name, value)?.rule : 'text';
    if (rule) {
      add(
        'failure',
        name,
        `FxA would refuse ${shown(name, value)}, and with it the whole flow: it has to be ${rule}.`,
      );
    } else {
      parameters[name] = value as string;
    }
  }
  for (const name of WANTED) {
    if (given[name] === undefined) add('note', name, `${name} is not set. FxA asks every site for it.`);
  }
  return { parameters, findings };
}

const shown = (name: string, value: unknown): string => `${name}=${quote(value)}`;

function answerFindings(reply: Reply, parameters: ParameterValues, asked: Asked): Finding[] {
  const { answer, headers } = reply;
  const { origin } = asked;
  const listed: Finding = { part: 'origin', level: 'ok', message: `FxA's allow-list has ${origin}.` };

  if ('flow' in answer) {
    const readableBy = headers?.get('Access-Control-Allow-Origin') ?? null;
    const sent = Object.entries(parameters).map(([name, value]) => shown(name, value));
    return [
      listed,
      readableBy === origin || readableBy === '*'
        ? { part: 'answer', level: 'ok', message: "FxA's answer holds a flow that the form can use." }
        : {
            part: 'answer',
            level: 'failure',
            message: `No page of ${origin} can read FxA's answer: its header Access-Control-Allow-Origin is ${readableBy ?? 'missing'}. Check what is between here and FxA.`,
          },
      { part: 'parameter', level: 'ok', message: `FxA accepts ${sent.join(', ')}.` },
    ];
  }

  const { failure } = answer;
  const explained: Finding = {
    part: failure.status === 401 ? 'origin' : 'answer',
    level: 'failure',
    message: explain(failure, reply, asked),
  };
  if (failure.status !== 400) return [explained];
  // FxA looks at the origin before it looks at the parameters.
  if (!failure.rejected?.length) return [listed, explained];
  return [
    listed,
    ...failure.rejected.map((name): Finding => ({
      part: 'parameter',
      level: 'failure',
      message: `FxA refuses ${shown(name, new Map(Object.entries(parameters)).get(name) ?? '')} (400), and with it the whole flow, although no rule that is known here is broken. Leave it out, and ask the Mozilla accounts team: ${FXA_TEAM}`,
      parameter: name,
    })),
  ];
}

/** Compares FxA's clock with the one here, which said `now` when FxA answered. */
function clockFindings({ answer, headers }: Reply, now: number): Finding[] {
  const theirs =
    'flow' in answer ? Number(answer.flow.flowBeginTime) : Date.parse(headers?.get('Date') ?? '');
  if (Number.isNaN(theirs)) return [];
  const ahead = now - theirs;
  if (Math.abs(ahead) <= CLOCK_TOLERANCE) {
    return [{ part: 'clock', level: 'ok', message: "The clock of this machine agrees with FxA's." }];
  }
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return [
    {
      part: 'clock',
      level: 'note',
      message: `The clock of this machine is ${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} FxA's. The form does not mind, but what compares times with FxA's on this machine does: let it set its clock by the network.`,
    },
  ];
}

async function pageFindings(
  address: URL,
  origin: string,
  fxaUrl: string,
  signal: AbortSignal,
  request: typeof fetch | undefined,
): Promise<Finding[]> {
  let page: FetchedPage;
  try {
    page = await fetchPage(address, signal, request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ part: 'page', level: 'failure', message }];
  }

  const findings: Finding[] = [];
  if (page.url.origin !== origin) {
    findings.push({
      part: 'page',
      level: 'note',
      message: `The page is at ${page.url.origin}, but FxA was asked as ${origin}. Each origin has to be on the allow-list by itself.`,
    });
  }
  const missing = missingFromSandbox(page.policies);
  if (missing.length > 0) {
    findings.push({
      part: 'page',
      level: 'failure',
      message: `The page's Content-Security-Policy puts it into a sandbox in which the form does not work. Add ${missing.join(' ')} to sandbox.`,
    });
  }
  return [
    ...findings,
    ...directiveFindings('connect-src', new URL(metricsFlowUrl(fxaUrl, {})), page),
    ...directiveFindings('form-action', new URL(fxaUrl), page),
  ];
}

/** What a page's form loses where a directive blocks it. */
const LOSSES: Record<FormDirective, string> = {
  'connect-src': 'asking FxA for a flow, so that no metrics reach FxA',
  'form-action': 'sending the form to FxA, so that nobody can sign up',
};

function directiveFindings(directive: FormDirective, target: URL, page: FetchedPage): Finding[] {
  const blocks = blocksOf(page.policies, directive, target, page.url);
  if (!blocks.some(({ policy }) => policy.enforced)) {
    const message = `The page's Content-Security-Policy lets the form reach ${target.origin}.`;
    const none = 'The page has no Content-Security-Policy that could block the form.';
    const ok: Finding = { part: directive, level: 'ok', message: page.policies.length ? message : none };
    return [ok, ...blocks.map((block) => blockFinding(block, directive, target))];
  }
  return blocks.map((block) => blockFinding(block, directive, target));
}

function blockFinding({ policy, directive, sources }: Block, wanted: FormDirective, target: URL): Finding {
  const where = policy.from === 'meta' ? 'in a <meta>' : 'in its header';
  const says = `${directive} is ${sources.join(' ') || 'empty'}`;
  const mockServer = directive === wanted ? '' : `, which counts for ${wanted} too`;
  const verb = policy.enforced ? 'blocks' : 'is report-only, but would block';
  return {
    part: wanted,
    level: policy.enforced ? 'failure' : 'note',
    message: `The page's Content-Security-Policy ${where} ${verb} ${LOSSES[wanted]}: ${says}${mockServer}. Add ${target.origin} to ${wanted}.`,
  };
}
