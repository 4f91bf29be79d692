/** Firefox for desktop, as a page sees it: its name, and its side of the hand-over. */
export const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0';

/** Lets the browser call itself `value`; its own name again where there is none. */
export function setUserAgent(value?: string): void {
  if (value === undefined) Reflect.deleteProperty(navigator, 'userAgent');
  else Object.defineProperty(navigator, 'userAgent', { value, configurable: true });
}

interface TourDetail {
  readonly action: string;
  readonly data: Record<string, unknown>;
}

/** Firefox's side of the events: what it hears, and how it answers a ping. */
export class Tour {
  readonly heard: TourDetail[] = [];

  constructor(readonly onPing: (callbackID: unknown, tour: Tour) => void) {
    document.addEventListener('mozUITour', this);
  }

  handleEvent(event: Event): void {
    const { detail, bubbles } = event as CustomEvent<TourDetail>;
    if (!bubbles) throw new Error('Firefox hears of events that bubble alone.');
    this.heard.push(detail);
    if (detail.action === 'ping') this.onPing(detail.data['callbackID'], this);
  }

  answer(detail: unknown): void {
    document.dispatchEvent(new CustomEvent('mozUITourResponse', { detail }));
  }

  /** What Firefox was asked to open. */
  get opened(): Record<string, unknown>[] {
    return this.heard.filter(({ action }) => action === 'showFirefoxAccounts').map(({ data }) => data);
  }

  stop(): void {
    document.removeEventListener('mozUITour', this);
  }
}

/** Answers each ping at once, as Firefox does on a page of its list. */
export const answers = (callbackID: unknown, tour: Tour) => {
  tour.answer({ callbackID, data: {} });
};
