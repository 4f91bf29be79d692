/** What every element of the package is: parameters in, a flow and its events out. */
import { LitElement, type PropertyDeclarations } from 'lit';
import { FlowController, type FlowState } from '../flow/flow-controller.js';
import { camelCase } from '../rules/camel-case.js';
import type { Flow } from '../rules/flow.js';
import { ownMembers } from '../rules/own-members.js';
import { isParameterName } from '../rules/parameters.js';
import { resolveSettings, type AuthoredSettings } from '../rules/settings.js';
import { onServer } from './on-server.js';
import { Reports } from './reports.js';
import { surroundingsOf } from './surroundings.js';

/** What authors give for a text attribute; `null`, `undefined` and `''` all mean that it is absent. */
export type Text = string | null | undefined;

/** As {@link Text}, where there are few to choose from. */
export type Choice<Value extends string> = Value | '' | null | undefined;

/** A property and its attribute. */
type Setting = readonly [property: string, attribute: string];

/** Attributes with their properties, found once, since each update of each element reads them all. */
export const namesOf = (attributes: readonly string[]): Setting[] =>
  attributes.map((attribute) => [camelCase(attribute), attribute]);

/** Attributes and their properties, for Lit. */
export const withProperties = (attributes: readonly string[]): PropertyDeclarations =>
  Object.fromEntries(namesOf(attributes).map(([property, attribute]) => [property, { attribute }]));

/** The attributes of every element. */
const SETTINGS = [
  'entrypoint',
  'entrypoint-experiment',
  'entrypoint-variation',
  'utm-source',
  'utm-medium',
  'utm-campaign',
  'utm-content',
  'utm-term',
  'context',
  'service',
  'fxa-url',
  'metrics',
  'url-attribution',
  'loading',
  'flow-timeout',
];

/** Text and numbers as they are, nothing as an empty text; for anything else a text that no rule lets through. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value === null || value === undefined ? '' : `[${typeof value}]`;
}

/** What the subclasses add to the settings. */
export type AuthoredParts = Pick<AuthoredSettings, 'formType' | 'fields' | 'formAction'> &
  Partial<Pick<AuthoredSettings, 'optedOut'>>;

/**
 * The base of the elements: their attributes for FxA's parameters, the flow, and what authors are told.
 */
export abstract class FxaElement extends LitElement {
  static override properties = withProperties(SETTINGS);
  /**
   * The attributes that decide over what is requested and sent.
   *
   * @internal
   */
  static settings: readonly Setting[] = namesOf(SETTINGS);
  /**
   * The attributes inside of the element that decide as well.
   *
   * @internal
   */
  static watched: string[] = [];

  /** The page or browser surface that holds the form. FxA asks every site for it. */
  declare entrypoint: Text;
  /** The experiment that the visitor is part of. */
  declare entrypointExperiment: Text;
  /** The visitor's variation in that experiment. */
  declare entrypointVariation: Text;
  /** The site or surface that led to the page. */
  declare utmSource: Text;
  /** The kind of link that led to the page, such as `email` or `cpc`. */
  declare utmMedium: Text;
  /** The campaign that the page is part of. */
  declare utmCampaign: Text;
  /** At FxA: the name of an A/B test. */
  declare utmContent: Text;
  /** At FxA: the cohort or variation in an A/B test. */
  declare utmTerm: Text;
  /** The kind of browser that `service="sync"` signs in; sent in Firefox for desktop only, where it has a default. */
  declare context: Text;
  /** `sync`, a name that FxA has given, or the site's OAuth client id: 16 lower-case hexadecimal digits. */
  declare service: Text;
  /**
   * The FxA server: an `https:` address (`http:` on loopback) without query and hash; a path is kept.
   * Default: `https://accounts.firefox.com/`.
   */
  declare fxaUrl: Text;
  /**
   * Whether the visitor has agreed to metrics: `on`: yes; `off`: no; `pending`: not yet; `auto`: yes, unless
   * Global Privacy Control or Do Not Track is on. Anything else counts as `off`. Default: `auto`.
   */
  declare metrics: Choice<'auto' | 'on' | 'off' | 'pending'>;
  /** `off`: the `utm_*` and the experiment in the page's own URL are left alone. Default: `on`. */
  declare urlAttribution: Choice<'on' | 'off'>;
  /** `lazy`: the flow is requested when the element is first in sight. Default: `eager`. */
  declare loading: Choice<'eager' | 'lazy'>;
  /** Milliseconds after which the flow request is given up; at most 2147483647. Default: 10000. */
  declare flowTimeout: number | string | null | undefined;

  /** @internal */
  readonly flowController = new FlowController(this);
  protected readonly reports: Reports;
  /** Older browsers have none, or only some of its members. */
  protected readonly internals = (this.attachInternals as typeof this.attachInternals | undefined)?.() as
    Partial<ElementInternals> | undefined;
  /** The form that the element belongs to; `null` where it belongs to none, `undefined` while it has to be waited for. */
  protected owner: FxaElement | null | undefined = null;
  /** Sees what changes inside. */
  protected observer: MutationObserver | undefined;
  readonly #shownStates: Record<string, string> = ownMembers({});

  /** @param tag - the name by which messages call the element, whatever it is registered as */
  protected constructor(tag: string) {
    super();
    this.reports = new Reports(this, tag);
  }

  // FxA's parameters may also be spelled with underscores, as in the URLs that people paste them from.
  static override get observedAttributes(): string[] {
    const dashed = super.observedAttributes;
    const underscored = dashed.map((name) => name.replaceAll('-', '_'));
    return [...dashed, ...underscored.filter((name) => name.includes('_') && isParameterName(name))];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    const underscored = name.replaceAll('-', '_');
    const attribute = name.replaceAll('_', '-');
    super.attributeChangedCallback(
      attribute,
      old,
      isParameterName(underscored) ? this.getAttribute(attribute) || this.getAttribute(underscored) : value,
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new MutationObserver(() => {
      this.requestUpdate();
    });
    const attributeFilter = (this.constructor as typeof FxaElement).watched;
    this.observer.observe(this, { childList: true, subtree: true, attributeFilter });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  /**
   * The element whose flow and parameters are sent.
   *
   * @internal
   */
  get source(): FxaElement {
    // Outside of the page, an element belongs to nobody.
    return (this.isConnected && this.owner) || this;
  }

  /** The flow that is sent; `undefined` where there is none, or it is stale. */
  get flow(): Flow | undefined {
    return this.source.flowController.flow;
  }

  /** Where the flow stands: `idle`, `pending`, `ready` or `failed`. */
  get flowState(): FlowState {
    return this.source.flowController.state;
  }

  /**
   * Requests another flow. A good one stays until there is another. Never rejects; ends as `undefined` where there is
   * none to be had.
   */
  refreshFlow(): Promise<Flow | undefined> {
    return this.source.flowController.refresh();
  }

  /**
   * Whether links inside the element, or with its `id`, are its own.
   *
   * @internal
   */
  get ownsLinks(): boolean {
    return false;
  }

  /** What the author wrote beside the settings that all elements have. */
  protected abstract authoredParts(): AuthoredParts;

  /** Brings what is sent up to date. */
  protected abstract writeSettings(): void;

  protected override willUpdate(): void {
    const authored = { ...surroundingsOf(this), ...this.authoredParts(), attributes: this.#attributes() };
    this.flowController.resolve(resolveSettings(authored), this.owner === null);
  }

  protected override firstUpdated(): void {
    this.reports.missing(this.flowController.authored);
  }

  protected override updated(): void {
    this.writeSettings();
    this.showState('flow', this.flowState === 'idle' ? '' : `flow-${this.flowState}`);
    this.reports.settings(this.flowController);
    // Only now is everything as the event says.
    const result = this.flowController.takeResult();
    if (result?.flow) this.reports.dispatch('fxa-flow-ready', { ...result.flow });
    if (result?.failure) this.reports.failure(result.failure, this.flowController.settings.fxaUrl);
  }

  /**
   * Brings everything up to date at once, as is needed in the moment in which the visitor leaves. Outside of a page there
   * is nothing to be up to date with.
   *
   * @internal
   */
  updateNow(): void {
    if (!this.isConnected) return;
    this.requestUpdate();
    this.performUpdate();
  }

  /** Puts the element into one of the custom states of a `kind`, and out of all others of it. */
  protected showState(kind: string, state: string): void {
    const shown = this.#shownStates[kind] ?? '';
    if (state === shown) return;
    this.#shownStates[kind] = state;
    try {
      if (shown) this.internals?.states?.delete(shown);
      if (state) this.internals?.states?.add(state);
    } catch {
      // Engines older than :state() take other names, or none; nothing depends on the states.
    }
  }

  #attributes(): AuthoredSettings['attributes'] {
    const attributes: Record<string, string> = {};
    for (const [property, attribute] of (this.constructor as typeof FxaElement).settings) {
      const text = this.#text(property, attribute);
      if (text) attributes[attribute] = text;
    }
    return attributes;
  }

  #text(property: string, attribute: string): string {
    const value: unknown = this[property as keyof this];
    // A server knows of one spelling only when it sets properties from attributes.
    return asText(onServer ? (value ?? this.getAttribute(attribute.replaceAll('-', '_'))) : value);
  }
}
