/** The flow that all elements on a page share which would put the same question to FxA. */
import type { Flow } from '../rules/flow.js';
import { metricsFlowUrl } from '../rules/metrics-flow-url.js';
import { requestFlow, type FlowResult, type FlowFailure } from './request-flow.js';
import {
  isParameterName,
  PARAMETERS,
  type BrokenRule,
  type ParameterName,
  type ParameterValues,
} from '../rules/parameters.js';

/** What FxA is asked. */
export interface FlowRequest {
  /** The FxA server, ending with a slash. */
  readonly fxaUrl: string;
  readonly parameters: ParameterValues;
  /** What is left out of them. */
  readonly rejections: readonly BrokenRule[];
  /** Two that have the same share their flow. It stays when values are left out because FxA has refused them. */
  readonly flowKey: string;
}

/** One who takes part in a shared flow. */
export interface FlowMember {
  /** FxA is being asked, and the member waits for the answer from now on. */
  flowAsked(): void;
  /** The question that the member waited for has ended; without `answer` it was only broken off. */
  flowSettled(answer?: FlowResult): void;
}

/**
 * How long a flow may be used, in milliseconds from its arrival. FxA drops it two hours after its beginning; the
 * margin is for the visitor's way through the sign-in page.
 */
const FRESH_FOR = 115 * 60_000;

/**
 * Milliseconds since `time`. By `Date.now()`, since monotonic clocks may stand still while a laptop sleeps; a clock
 * that was set back in between tells nothing, so the time counts as long ago.
 */
function since(time: number): number {
  const age = Date.now() - time;
  return age < 0 ? Infinity : age;
}

/** A value that a server has named in a `400`. */
interface Refusal extends BrokenRule {
  readonly fxaUrl: string;
  readonly name: ParameterName;
}

/** All refusals since the page was loaded, each once. */
const refusals = new Map<string, Refusal>();

/** The `question` without the values that its server has refused; they are among its `rejections` then. */
export function withoutRefused<Question extends FlowRequest>(question: Question): Question {
  const { fxaUrl, parameters, rejections } = question;
  const named = [...refusals.values()].filter(
    (refusal) => refusal.fxaUrl === fxaUrl && refusal.value === parameters[refusal.name],
  );
  if (!named.length) return question;
  const names: readonly string[] = named.map(({ name }) => name);
  const accepted = Object.entries(parameters).filter(([name]) => !names.includes(name));
  return { ...question, parameters: Object.fromEntries(accepted), rejections: [...rejections, ...named] };
}

/** How long each server has asked to be left alone, in milliseconds, and since when. */
const pauses = new Map<string, { readonly from: number; readonly length: number }>();

const flows = new Map<string, SharedFlow>();

/** One question to FxA, whoever asks it, and the flow that came of it. */
export class SharedFlow {
  readonly #question: FlowRequest;
  readonly #members = new Set<FlowMember>();
  readonly #waiting = new Set<FlowMember>();
  #request: AbortController | undefined;
  #answer: FlowResult | undefined;
  #answeredAt = 0;
  #retried = false;
  #forgiven = false;

  private constructor(question: FlowRequest) {
    this.#question = question;
  }

  /** The one flow for `question`, whether it is there already or not. */
  static for(question: FlowRequest): SharedFlow {
    let shared = flows.get(question.flowKey);
    if (!shared) {
      shared = new SharedFlow(question);
      flows.set(question.flowKey, shared);
    }
    return shared;
  }

  /**
   * The visitor has sent a form, so that the page may be gone in a moment: a question that fails from now on is left
   * unanswered, since Firefox and WebKit fail the requests of such a page.
   */
  static forgiveFailures(): void {
    for (const shared of flows.values()) shared.#forgiven = true;
  }

  /** The flow, as long as it is not stale. */
  get flow(): Flow | undefined {
    return since(this.#answeredAt) < FRESH_FOR ? this.#answer?.flow : undefined;
  }

  /** Why there is no flow, where FxA was asked in vain. */
  get failure(): FlowFailure | undefined {
    return this.#answer?.failure;
  }

  /** Whether FxA is being asked. */
  get pending(): boolean {
    return this.#request !== undefined;
  }

  /** Takes part: asks where nobody has asked yet, or shares what is there. */
  join(member: FlowMember): void {
    this.#members.add(member);
    if (this.pending) this.waitFor(member);
    else if (this.#answer && (this.flow ?? this.failure)) member.flowSettled(this.#answer);
    else this.ask();
  }

  /** Takes no part any more. The last one to leave breaks off the question, and the flow is forgotten. */
  leave(member: FlowMember): void {
    this.#members.delete(member);
    this.#waiting.delete(member);
    if (!this.#waiting.size) this.#breakOff();
    if (!this.#members.size) flows.delete(this.#question.flowKey);
  }

  /** Lets `member` wait for the answer that is under way. */
  waitFor(member: FlowMember): void {
    this.#waiting.add(member);
    member.flowAsked();
  }

  /**
   * `member` has waited long enough. Where others still wait, only it goes without, and this is `true`; else the
   * question itself ends.
   */
  timeOut(member: FlowMember): boolean {
    if (this.#waiting.size === 1) {
      this.#request?.abort(new DOMException('No answer in time', 'TimeoutError'));
      return false;
    }
    this.#waiting.delete(member);
    member.flowSettled(this.#forgiven ? undefined : { failure: { code: 'timeout' } });
    return true;
  }

  /** Puts the question, unless it is under way or FxA has asked to wait. What was there before is dropped. */
  ask(): void {
    const pause = pauses.get(this.#question.fxaUrl);
    if (this.pending || (pause && since(pause.from) < pause.length)) return;
    this.#answer = undefined;
    this.#forgiven = false;
    this.#request = new AbortController();
    for (const member of this.#members) this.waitFor(member);
    void this.#ask(this.#request);
  }

  /** The visitor is using the form: replaces what is stale, and tries once more what has failed. */
  touch(): void {
    const { failure } = this;
    if (!failure) {
      this.renew();
    } else if (failure.retryAfter) {
      this.ask();
    } else if (!this.#retried) {
      this.#retried = true;
      this.ask();
    }
  }

  /** The page is in sight again: asks where the flow is stale, or the question was left unanswered. */
  renew(): void {
    if (!this.flow && !this.failure) this.ask();
  }

  /** The page goes, perhaps to come back: leaves the question unanswered. */
  suspend(): void {
    if (!this.pending) return;
    this.#breakOff();
    this.#settle(undefined);
  }

  async #ask(request: AbortController): Promise<void> {
    let answer = await this.#putQuestion(request.signal);
    // A 400 logs nothing at FxA, so asking again without what it names counts nobody twice.
    if (this.#refuse(answer) && this.#request === request) answer = await this.#putQuestion(request.signal);
    if (this.#request !== request) return;
    this.#refuse(answer);
    this.#request = undefined;
    this.#settle(this.#forgiven && answer.failure ? undefined : answer);
  }

  #putQuestion(signal: AbortSignal): Promise<FlowResult> {
    const { fxaUrl, parameters } = withoutRefused(this.#question);
    return requestFlow(metricsFlowUrl(fxaUrl, parameters), signal);
  }

  /** Remembers which values FxA has refused; says whether there are new ones. */
  #refuse(answer: FlowResult): boolean {
    const { fxaUrl, parameters } = this.#question;
    const before = refusals.size;
    for (const name of answer.failure?.rejected ?? []) {
      if (!isParameterName(name) || PARAMETERS[name].reserved) continue;
      const value = parameters[name];
      if (!value) continue;
      const rule = `a value that ${fxaUrl} does not refuse`;
      refusals.set(`${fxaUrl} ${name}=${value}`, { fxaUrl, name, value, reason: 'pattern', rule });
    }
    return refusals.size > before;
  }

  #breakOff(): void {
    this.#request?.abort();
    this.#request = undefined;
  }

  #settle(answer: FlowResult | undefined): void {
    this.#answer = answer;
    this.#answeredAt = Date.now();
    if (answer?.flow) this.#retried = false;
    const { retryAfter } = this.failure ?? {};
    if (retryAfter) pauses.set(this.#question.fxaUrl, { from: Date.now(), length: retryAfter * 1000 });
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const member of waiting) member.flowSettled(answer);
  }
}
