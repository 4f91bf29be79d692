/** One game of the machine: a real page with real elements in it, and what is known of each of them. */
import { restore, stub, useFakeTimers, type SinonFakeTimers } from 'sinon';
import { Audit, formOf, formPairs, linkPairs, type Played } from './audit.js';
import { FxaDouble, MINUTE } from './fxa-double.js';
import { addressOf, ADDRESSES, type Given, type Pair } from './oracle.js';

/** The places in the page. What is `below` is out of sight until the visitor scrolls; the `frame` is another document. */
export const SPOTS = ['top', 'below', 'frame'] as const;
export type Spot = (typeof SPOTS)[number];

/** How a game starts. */
export interface Start {
  readonly optedOut: boolean;
  readonly query: string;
}

let games = 0;

/** What a visitor does with an element. */
const TOUCHES = ['focusin', 'input', 'pointerdown'];
const { href } = location;
/** The browser's own, whatever the clock of a game is. */
const setTimeout = window.setTimeout.bind(window);

/** Lets all promises be kept that can be and all observers speak, and then the browser, which tells of what was thrown. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
}

/** What was thrown that nobody has caught. Browsers may tell of it a turn later, perhaps when the next game has begun. */
const thrown: string[] = [];

/** Hears of errors before anybody else, so that they come with the steps that have led to them. */
function onError(event: Event): void {
  event.stopImmediatePropagation();
  event.preventDefault();
  const reason: unknown = event instanceof ErrorEvent ? event.message : Reflect.get(event, 'reason');
  thrown.push(
    `Thrown: ${reason instanceof Error ? `${reason.message} ${reason.stack ?? ''}` : String(reason)}`,
  );
}

/** From now on, what is thrown and not caught is a fault of the game that is played, and the page's address is the machine's. */
export function takePage(): void {
  for (const type of ['error', 'unhandledrejection']) window.addEventListener(type, onError, true);
}

/** Both are the test runner's again. */
export function givePageBack(): void {
  history.replaceState(null, '', href);
  for (const type of ['error', 'unhandledrejection']) window.removeEventListener(type, onError, true);
}

/** When the page's address was changed in the last seconds, by a clock that no game stops. */
const changes: number[] = [];

/** WebKit allows a hundred changes of the address in ten seconds, so none is made in vain, and the others wait. */
async function setQuery(query: string): Promise<void> {
  if (location.search === query) return;
  const oldest = changes.length < 80 ? -Infinity : (changes[0] ?? 0);
  const wait = oldest + 11_000 - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  changes.push(performance.now());
  changes.splice(0, changes.length - 80);
  history.replaceState(null, '', query || location.pathname);
}

export class Game {
  readonly played: Played[] = [];
  /** The origin of an FxA server that no other game knows. */
  readonly origin: string;
  readonly fxa = new FxaDouble((problem) => this.problems.push(problem));
  readonly problems: string[] = [];
  readonly clock: SinonFakeTimers;
  readonly #spots: Record<Spot, HTMLElement>;
  readonly #frame = document.createElement('iframe');
  readonly #root = document.createElement('div');
  readonly #IntersectionObserver = window.IntersectionObserver;
  readonly #watchers = new Set<() => void>();
  readonly #audit: Audit;
  readonly #query: string;
  #belowInSight = false;
  #hidden = false;
  #monotonic = 10 * MINUTE;
  #unsettled = 0;

  constructor(start: Start) {
    games++;
    this.#query = start.query;
    this.#audit = new Audit(this.played, this.fxa, start.optedOut, (problem) => this.problems.push(problem));
    this.origin = `https://fxa-${games}.example`;
    this.clock = useFakeTimers({ now: Date.now(), toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    stub(console, 'warn');
    stub(console, 'error').callsFake((...args: unknown[]) =>
      this.problems.push(`console.error: ${args.join(' ')}`),
    );
    const fetch = window.fetch.bind(window);
    stub(window, 'fetch').callsFake((input, init) =>
      typeof input === 'string' && input.includes('/metrics-flow')
        ? this.fxa.fetch(input, init ?? {})
        : fetch(input, init),
    );
    stub(Document.prototype, 'hidden').get(() => this.#hidden);
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: start.optedOut, configurable: true });
    window.IntersectionObserver = this.#observer();

    const [top, below] = [document.createElement('div'), document.createElement('div')];
    this.#root.append(top, below, this.#frame);
    document.body.append(this.#root);
    const framed = this.#frame.contentDocument;
    if (!framed) throw new Error('The frame has no document');
    this.#spots = { top, below, frame: framed.body };
    for (const document_ of [document, framed]) {
      document_.addEventListener('fxa-flow-ready', this.#onReady);
      for (const type of TOUCHES) document_.addEventListener(type, this.#onTouch, true);
    }
  }

  /** Opens the page at its address. */
  async begin(): Promise<void> {
    await setQuery(this.#query);
  }

  /** Plays one step, and looks at everything after it. */
  async step(name: string, play: () => unknown): Promise<void> {
    this.fxa.sent = [];
    this.fxa.hasRefused = false;
    Object.assign(this.fxa.allowed, { touches: false, refreshes: false });
    await play();
    await settle();
    this.#audit.page();
    this.problems.push(...thrown.splice(0));
    if (this.problems.length) throw new Error(`${name}: ${this.problems.join('\n')}`);
  }

  /** Clears the page. Whatever the elements have started has to be over then. */
  async end(): Promise<void> {
    try {
      await this.step('the end', () => {
        for (const { element } of this.played) element.remove();
      });
      if (this.#unsettled) throw new Error('A promise of refreshFlow() was never kept');
    } finally {
      document.removeEventListener('fxa-flow-ready', this.#onReady);
      for (const type of TOUCHES) document.removeEventListener(type, this.#onTouch, true);
      this.#root.remove();
      window.IntersectionObserver = this.#IntersectionObserver;
      Reflect.deleteProperty(navigator, 'globalPrivacyControl');
      this.clock.restore();
      restore();
    }
  }

  add(element: Played['element'], given: Given): Played {
    const played: Played = {
      ...given,
      element,
      queries: new Set(),
      seen: false,
      key: undefined,
      mayHaveTimedOut: false,
    };
    this.played.push(played);
    return played;
  }

  /** Puts an element into the page, or elsewhere in it. */
  put(played: Played, spot: Spot): void {
    if (!played.element.isConnected) {
      played.queries.clear();
      played.queries.add(location.search);
      played.mayHaveTimedOut = false;
    }
    this.#spots[spot].append(played.element);
  }

  /** Takes an element out, and puts it back in the same turn. */
  bounce({ element }: Played, spot: Spot): void {
    element.remove();
    this.#spots[spot].append(element);
  }

  /** The visitor uses an element. */
  #touch(played: Played): void {
    this.fxa.allowed.touches = true;
    for (const touched of [played, this.#audit.ownerOf(played)]) {
      if (touched) Object.assign(touched, { seen: true, mayHaveTimedOut: false });
    }
  }

  refresh({ element }: Played): void {
    this.fxa.allowed.refreshes = true;
    this.#unsettled++;
    element.refreshFlow().then(
      () => this.#unsettled--,
      () => this.problems.push('refreshFlow() has rejected'),
    );
  }

  /** Time goes by. */
  pass(ms: number): void {
    for (const played of this.played) {
      if (this.fxa.live.some(({ key }) => key === played.key)) played.mayHaveTimedOut = true;
    }
    this.#monotonic += ms;
    this.clock.tick(ms);
  }

  /** The visitor's clock is set. */
  setClock(by: number): void {
    this.fxa.clockWasSet = true;
    this.clock.setSystemTime(Date.now() + by);
  }

  async goTo(query: string): Promise<void> {
    await setQuery(query);
    for (const { element, queries } of this.played) if (element.isConnected) queries.add(query);
  }

  /** The page is left, and comes back as it was, some time later. */
  comeBack(after: number): void {
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    this.pass(after);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  }

  goOnline(): void {
    this.fxa.offline = false;
    window.dispatchEvent(new Event('online'));
  }

  setHidden(hidden: boolean): void {
    this.#hidden = hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  scroll(): void {
    this.#belowInSight = true;
    for (const look of this.#watchers) look();
  }

  /** Sends a form, but for the last step: what would arrive is looked at, and the page stays. */
  submit(played: Played, press: () => void): void {
    const { kind, noValidate, required } = played;
    const form = formOf(played);
    const address = addressOf(played);
    const good = ADDRESSES[address];
    const free = kind === 'author' && (noValidate || (!address && !required));
    this.fxa.allowed.touches = true;
    // Not a double click.
    this.#monotonic += 2_000;
    const arrived: Pair[][] = [];
    const end = kind === 'drawn' ? played.element.shadowRoot : form.ownerDocument.defaultView;
    if (!end) throw new Error('The form is nowhere');
    const last = (event: Event) => {
      const goes = !event.defaultPrevented;
      event.preventDefault();
      if (!goes) return;
      arrived.push(formPairs(played));
      this.fxa.forgive();
    };
    const first = (event: Event) => {
      Object.defineProperty(event, 'timeStamp', { value: this.#monotonic });
      end.addEventListener('submit', last, { once: true });
    };
    form.addEventListener('submit', first);
    press();
    form.removeEventListener('submit', first);
    const wanted = good || free ? 1 : 0;
    if (arrived.length !== wanted) {
      this.problems.push(`${arrived.length} submissions of "${address}" arrived, and not ${wanted}`);
    }
    for (const pairs of arrived) this.#audit.form(played, pairs);
  }

  /** Follows a link, but for the last step. */
  follow(played: Played): void {
    const anchor = played.element.querySelector('a');
    const view = anchor?.ownerDocument.defaultView;
    if (!anchor || !view) throw new Error('There is no link');
    const followed: boolean[] = [];
    const first = () => {
      view.addEventListener(
        'click',
        (event) => {
          followed.push(!event.defaultPrevented);
          event.preventDefault();
        },
        { once: true },
      );
    };
    this.#touch(played);
    anchor.addEventListener('click', first);
    anchor.click();
    anchor.removeEventListener('click', first);
    this.fxa.forgive();
    if (!followed.includes(true)) this.problems.push('A click on a link was prevented');
    this.#audit.link(played, true);
  }

  /** Browsers may focus an element by themselves, as when their window comes to the front. */
  readonly #onTouch = (event: Event): void => {
    const played = this.played.find(
      ({ element }) => element === event.target || element.contains(event.target as Node),
    );
    if (played) this.#touch(played);
  };

  /** When the event is heard, everything is as it says. */
  readonly #onReady = (event: CustomEvent<{ flowId: string }>): void => {
    const played = this.played.find(({ element }) => element === event.target);
    if (!played) return;
    const pairs = played.kind === 'link' ? linkPairs(played) : formPairs(played);
    if (!pairs.some(([name, value]) => name === 'flow_id' && value === event.detail.flowId)) {
      this.problems.push('fxa-flow-ready is heard before its flow is sent');
    }
  };

  /** Tells what is in sight at once, and not when the browser draws its next picture. */
  #observer(): typeof IntersectionObserver {
    const inSight = (target: Element) => !this.#spots.below.contains(hostOf(target)) || this.#belowInSight;
    const watchers = this.#watchers;
    const played = this.played;
    return class {
      readonly #targets = new Set<Element>();
      readonly #look: () => void;

      constructor(callback: IntersectionObserverCallback) {
        this.#look = () => {
          const seen = [...this.#targets].filter((target) => target.isConnected && inSight(target));
          for (const target of seen) {
            const one = played.find(({ element }) => element === hostOf(target));
            if (one) one.seen = true;
          }
          const entries = seen.map(
            (target) => ({ target, isIntersecting: true }) as IntersectionObserverEntry,
          );
          if (entries.length) callback(entries, this as unknown as IntersectionObserver);
        };
      }

      observe(target: Element): void {
        this.#targets.add(target);
        watchers.add(this.#look);
        queueMicrotask(this.#look);
      }

      disconnect(): void {
        this.#targets.clear();
        watchers.delete(this.#look);
      }
    } as unknown as typeof IntersectionObserver;
  }
}

/** The element itself, or the one that has the shadow root in which `target` stands, or around which it stands. */
function hostOf(target: Element): Element | null {
  // In Firefox, a shadow root that was in a frame is one of the frame's.
  const root = target.getRootNode();
  return 'host' in root ? (root as ShadowRoot).host : target.closest('fxa-email-form, fxa-link');
}
