/** What the playground knows, and what the views may do with it. */
import type { Entry } from './timeline.js';
import type { SentField } from './happenings.js';
import type { Settings } from './settings.js';

export interface State {
  readonly settings: Settings;
  /** The query of the page's address, which the form reads the campaign from. */
  readonly query: string;
  /** The values that the element has rejected, by the names of its attributes. */
  readonly rejected: ReadonlyMap<string, readonly string[]>;
  readonly entries: readonly Entry[];
  readonly fields: readonly SentField[];
  /** What scripts read, by the names of the properties, as JSON. */
  readonly properties: Readonly<Record<string, string>>;
  /** The contrast of the texts in parts of the drawn form, by the names of the parts. */
  readonly contrasts: Readonly<Record<string, number>>;
  /** How often FxA has counted what. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Actions {
  readonly set: (name: string, value: string) => void;
  /** As `set`, for a value that goes on changing: the rest of the page follows a moment later. */
  readonly draft: (name: string, value: string) => void;
  readonly setQuery: (query: string) => void;
  /** Back to the defaults, without a campaign. */
  readonly reset: () => void;
  /** Opens the page of the stage once more, with FxA in a scenario where one is named. */
  readonly reopen: (scenario?: string) => void;
  /** Calls a method of the element. */
  readonly call: (method: string) => void;
  /** Lets FxA answer what hangs. */
  readonly release: () => void;
}
