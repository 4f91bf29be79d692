/** The address of one link of the author's: what stands there, and what the element makes of it. */
import { safeUrl } from '../rules/addresses.js';
import { withFields, type Field } from '../rules/page-url.js';

/** Keeps the author's address in the markup, so that a copy of the link knows what is the author's. */
const AUTHORED = 'data-fxa-href';

/**
 * How often the page may change the address back until the visitor touches the link. Without a bound, two scripts that
 * both insist would freeze the page.
 */
const PATIENCE = 20;

export class ManagedLink {
  readonly anchor: HTMLAnchorElement;
  #authored: string;
  #written: string | undefined;
  #changes = 0;

  constructor(anchor: HTMLAnchorElement) {
    this.anchor = anchor;
    const href = anchor.getAttribute('href') ?? '';
    const authored = anchor.getAttribute(AUTHORED);
    this.#authored = authored ?? href;
    if (authored !== null) this.#written = href;
  }

  /** The address as the author wrote it, resolved; `undefined` where nothing may be added to it. */
  get url(): URL | undefined {
    const url = safeUrl(this.#authored, this.anchor.baseURI);
    const samePage = url && withoutHash(url.href) === withoutHash(location.href);
    return samePage || this.anchor.hasAttribute('download') ? undefined : url;
  }

  /** The author's address, as it was written. */
  get authored(): string {
    return this.#authored;
  }

  /** The page may have changed the address: what stands there now is the author's. */
  read(): void {
    const href = this.anchor.getAttribute('href') ?? '';
    if (href === (this.#written ?? this.#authored)) return;
    if (this.#written !== undefined) this.#changes++;
    this.#authored = href;
    this.#written = undefined;
  }

  /** The visitor is about to follow the link. */
  touch(): void {
    this.#changes = 0;
  }

  /** Lets the address carry just these `fields` under FxA's names. */
  write(fields: readonly Field[]): void {
    const { url } = this;
    if (!url || this.#changes > PATIENCE) return;
    const href = withFields(url, fields);
    if (href === this.#written) return;
    this.anchor.setAttribute(AUTHORED, this.#authored);
    this.anchor.setAttribute('href', href);
    this.#written = href;
  }

  /** Leaves the link as the author wrote it. */
  restore(): void {
    if (this.#written === undefined) return;
    this.#written = undefined;
    this.anchor.setAttribute('href', this.#authored);
    this.anchor.removeAttribute(AUTHORED);
  }
}

const withoutHash = (href: string): string => href.replace(/#.*/s, '');
