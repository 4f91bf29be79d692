/** Holds what the elements in the page carry against what the oracle says, and against what FxA has given. */
import type { FxaEmailForm } from '../../src/index.js';
import type { FxaLink } from '../../src/link.js';
import { problemWith, SIGN_UP_RULES } from '../../src/mock-server/rules.js';
import { isSurelyFresh, requestKey, STALE_AFTER, type FxaDouble } from './fxa-double.js';
import {
  addressOf,
  expected,
  FLOW_FIELDS,
  isManaged,
  type Around,
  type Expected,
  type Given,
  type Pair,
} from './oracle.js';

/** An element in a game, and what is known of it. */
export interface Played extends Given {
  readonly element: FxaEmailForm | FxaLink;
  /** The queries that the page's URL has had while the element was in the page. */
  readonly queries: Set<string>;
  /** Whether the element was ever in sight, or touched. */
  seen: boolean;
  /** The request that the element stands for. */
  key: string | undefined;
  /** Whether its own patience may have ended. */
  mayHaveTimedOut: boolean;
}

/** The form that an element drives. */
export function formOf({ element, kind }: Played): HTMLFormElement {
  const form = (kind === 'drawn' ? element.shadowRoot : element)?.querySelector('form');
  if (!form) throw new Error(`There is no form, although it is ${kind}`);
  return form;
}

export const formPairs = (played: Played): Pair[] =>
  [...new FormData(formOf(played))].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.name,
  ]);

export function linkPairs({ element }: Played): Pair[] {
  return [...new URL(element.querySelector('a')?.href ?? '').searchParams];
}

const isFlow = ([name]: Pair): boolean => name in FLOW_FIELDS;

const asText = (pairs: Iterable<Pair>): string =>
  [...pairs]
    .map((pair) => pair.join('='))
    .sort()
    .join('&');

export class Audit {
  readonly #played: readonly Played[];
  readonly #fxa: FxaDouble;
  readonly #around: Around;
  readonly #complain: (problem: string) => void;

  constructor(
    played: readonly Played[],
    fxa: FxaDouble,
    optedOut: boolean,
    complain: (problem: string) => void,
  ) {
    this.#played = played;
    this.#fxa = fxa;
    this.#around = { optedOut, refused: fxa.refused };
    this.#complain = complain;
  }

  /** Looks at everything, after a step. */
  page(): void {
    for (const played of this.#played) {
      const { element, kind } = played;
      if (!element.isConnected) this.#outside(played);
      else if (kind !== 'link') this.form(played, formPairs(played));
    }
    for (const played of this.#played) {
      if (played.element.isConnected && played.kind === 'link') this.link(played, false);
    }
    this.#requests();
  }

  /** `pairs` are what a form sends now. */
  form(played: Played, pairs: readonly Pair[]): void {
    this.#acceptable(pairs);
    const { element } = played;
    const address = addressOf(played);
    const email: Pair[] = address ? [['email', address]] : [];
    const found = this.#like(played, pairs, ({ parameters, others }) => [...parameters, ...others, ...email]);
    this.#flow(played, pairs, found);
    const { value } = element as FxaEmailForm;
    if (value !== address) this.#complain(`value is "${value}", and not "${address}"`);
  }

  /** What a link carries now. @param used - whether the visitor follows it, so that nothing old may be in it */
  link(played: Played, used: boolean): void {
    const pairs = linkPairs(played);
    this.#acceptable(pairs);
    const own = [...new URL(played.href).searchParams].filter(([name]) => !isManaged(name));
    const owner = this.ownerOf(played);
    if (owner === null) {
      const found = this.#like(played, pairs, ({ parameters }) => [...parameters, ...own]);
      this.#flow(played, pairs, found, !used);
      return;
    }
    played.key = undefined;
    if (!owner) {
      // The consent is the form's: where there is no form, nobody has given it.
      this.#like(played, pairs, ({ parameters }) => [...parameters, ...own], {
        ...this.#around,
        optedOut: true,
      });
      if (pairs.some(isFlow)) this.#complain('A link has a flow without its form');
      return;
    }
    const sent = formPairs(owner).filter(([name]) => isManaged(name) && name !== 'action');
    const carried = sent.map(([name, value]): Pair => [name, name === 'form_type' ? 'button' : value]);
    const bare = (all: readonly Pair[]) => asText(all.filter((pair) => !isFlow(pair)));
    this.#same(bare(pairs), bare([...carried, ...own]), 'A link and its form');
    const [flow, ofForm] = [pairs, carried].map((all) => asText(all.filter(isFlow)));
    // Nobody watches the age of a flow in a link that nobody follows.
    if (flow !== ofForm && (used || !this.#isOld(owner))) {
      this.#complain(`A link carries "${flow ?? ''}", and its form "${ofForm ?? ''}"`);
    }
  }

  /** The form that a link belongs to; `null`: to none, `undefined`: to one that is not there. */
  ownerOf({ element, values }: Played): Played | null | undefined {
    const id = values.get('form');
    if (!id || !element.isConnected) return null;
    const found = (element.getRootNode() as Document).getElementById(id);
    return this.#played.find((one) => one.element === found);
  }

  /** Outside of the page, an element stands for nothing, and leaves its author's markup alone. */
  #outside(played: Played): void {
    const { element, kind } = played;
    played.key = undefined;
    if (element.flow) this.#complain('An element outside of the page has a flow');
    // The other spelling may be the author's own.
    if (kind === 'author' && formPairs(played).some(([name]) => name === 'flowId'))
      this.#complain('A form outside of the page has a flow');
    const link = kind === 'link' ? element.querySelector('a') : null;
    if (link) this.#same(link.getAttribute('href') ?? '', played.href, 'A link outside of the page');
  }

  /** FxA takes every value. */
  #acceptable(pairs: readonly Pair[]): void {
    const values = (name: string) => pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
    for (const [name, rule] of SIGN_UP_RULES) {
      const problem = problemWith(rule, values(name));
      if (problem) this.#complain(`FxA would refuse ${name}="${values(name).join()}": ${problem}`);
    }
    for (const [name, value] of pairs) if (!value && isManaged(name)) this.#complain(`${name} is blank`);
  }

  /** What is sent but the flow has to be what one of the page's queries leads to. */
  #like(
    played: Played,
    pairs: readonly Pair[],
    sent: (one: Expected) => Pair[],
    around = this.#around,
  ): Expected | undefined {
    const actual = asText(pairs.filter((pair) => !isFlow(pair)));
    const candidates = [...played.queries].map((query) => expected(played, query, around));
    const found = candidates.find((one) => asText(sent(one)) === actual);
    if (!found) {
      this.#same(
        actual,
        candidates.map((one) => asText(sent(one))).join('\n  or '),
        `What a ${played.kind} sends`,
      );
    }
    return found;
  }

  #flow(played: Played, pairs: readonly Pair[], found: Expected | undefined, mayBeOld = false): void {
    const before = played.key;
    played.key = undefined;
    const flow = pairs.filter(isFlow);
    const { element, mayHaveTimedOut } = played;
    const isStanding =
      found?.consent && (before ?? ((played.values.get('loading') ?? '') !== 'lazy' || played.seen));
    if (!found || !isStanding) {
      if (flow.length) this.#complain(`There is a flow without consent, or unseen: ${asText(flow)}`);
      if (element.flowState !== 'idle')
        this.#complain(`Nothing is requested, but it is ${element.flowState}`);
      return;
    }
    const key = requestKey(found.server, pairs);
    played.key = key;
    if (before !== undefined && before !== key) played.mayHaveTimedOut = false;

    const { given, mayBeForgotten } = this.#fxa.standing(key);
    const mayLack = mayHaveTimedOut || mayBeForgotten || (mayBeOld && this.#fxa.clockWasSet);
    const known = Object.entries(FLOW_FIELDS).flatMap(([name, field]): Pair[] => {
      const value = given?.flow[field];
      return value ? [[name, value]] : [];
    });
    if (flow.length) {
      this.#same(asText(flow), asText(known), 'The flow');
      const age = Date.now() - (given?.at ?? 0);
      if (!mayBeOld && (age < 0 || age >= STALE_AFTER)) this.#complain('The flow is stale');
    } else if (given && isSurelyFresh(given.at) && !mayLack) {
      this.#complain('A good flow is left out');
    }
  }

  #isOld(owner: Played): boolean {
    const { given } = this.#fxa.standing(owner.key ?? '');
    return given !== undefined && (!isSurelyFresh(given.at) || this.#fxa.clockWasSet);
  }

  /** Each request is somebody's, and everybody who has to has sent one. */
  #requests(): void {
    const fxa = this.#fxa;
    const keys = new Set(this.#played.map(({ key }) => key).filter((key) => key !== undefined));
    for (const { element, key, kind } of this.#played) {
      const { flow, flowState } = element;
      const waits = kind !== 'link' || key !== undefined;
      if (waits && flowState === 'pending' && !fxa.live.some((live) => live.key === key)) {
        this.#complain('It waits for a request that nobody has sent');
      }
      if (flowState === 'ready' && !flow) this.#complain('It is ready without a flow');
    }
    for (const { key } of fxa.live) {
      if (!keys.has(key)) this.#complain(`Nobody needs the request that is in flight: ${key}`);
    }
    for (const { key, refused } of fxa.sent) {
      if (!refused && !keys.has(key)) this.#complain(`Nobody has needed the request ${key}`);
    }
    for (const key of keys) {
      const standing = fxa.standing(key);
      const isPaused = fxa.isPaused(key.slice(0, key.indexOf('?')));
      // After a second refusal, the visitor has to touch the element first.
      if (!standing.asked && !isPaused && !fxa.hasRefused) this.#complain(`No flow was requested: ${key}`);
      // Whoever comes while FxA wants to be left alone waits for the visitor to do something.
      standing.asked = true;
    }
    for (const key of fxa.standings.keys()) if (!keys.has(key)) fxa.standings.delete(key);
  }

  #same(actual: string, wanted: string, what: string): void {
    if (actual !== wanted) this.#complain(`${what}: is\n     ${actual}\n  and has to be\n     ${wanted}`);
  }
}
