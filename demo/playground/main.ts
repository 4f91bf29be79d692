/** The playground: settings in, and everything that comes of them out. */
import { render } from 'lit';
import { copy } from './code-view.js';
import { controls } from './controls.js';
import { listenTo, type Happening } from './happenings.js';
import { fxaUrl, hasMockServer, nextScenario, readLog, release, visit } from './mock-server.js';
import { shownElement } from './markup.js';
import { output } from './output.js';
import { parseSettings, printSettings, withSetting } from './settings.js';
import { stageFrame, stageView } from './stage-view.js';
import type { Actions, State } from './state.js';
import { entryOf, entryOfLog } from './timeline.js';

const STAGE = '/demo/playground/stage.html';

/** In milliseconds: browsers refuse an address that changes with each letter. */
const PAUSE = 200;

const region = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}`);
  return element;
};

let state: State = {
  settings: parseSettings(location.hash),
  query: location.search,
  rejected: new Map(),
  entries: [],
  fields: [],
  properties: {},
  contrasts: {},
  counts: {},
};

function update(change: Partial<State>): void {
  state = { ...state, ...change };
  draw();
}

/** The address of the stage: the page's own query, its settings, and what else it has to know. */
function stageAddress(): string {
  const hash = new URLSearchParams(printSettings(state.settings));
  hash.set('server', fxaUrl);
  return `${STAGE}${state.query}#${hash.toString()}`;
}
const firstAddress = stageAddress();

let publishing: ReturnType<typeof setTimeout> | undefined;

/** Lets the address of this page share the settings, and the stage show them. */
function publish(): void {
  clearTimeout(publishing);
  const hash = printSettings(state.settings);
  history.replaceState(history.state, '', `${location.pathname}${state.query}${hash && `#${hash}`}`);
  stageFrame()?.contentWindow?.location.replace(stageAddress());
}

const actions: Actions = {
  set(name, value) {
    update({ settings: withSetting(state.settings, name, value) });
    publish();
  },
  draft(name, value) {
    update({ settings: withSetting(state.settings, name, value) });
    clearTimeout(publishing);
    publishing = setTimeout(publish, PAUSE);
  },
  setQuery(query) {
    update({ query: query && `?${query.replace(/^\?/, '')}` });
    publish();
  },
  reset() {
    update({ settings: parseSettings(''), query: '', rejected: new Map() });
    publish();
  },
  reopen(scenario) {
    const queued = scenario ? nextScenario(scenario) : Promise.resolve();
    void queued.then(() => stageFrame()?.contentWindow?.location.reload());
  },
  call(method) {
    const element = stageFrame()?.contentDocument?.querySelector(shownElement(state.settings).tagName ?? '');
    (element as unknown as Record<string, (() => unknown) | undefined> | null)?.[method]?.();
  },
  release() {
    void release();
  },
};

function draw(): void {
  render(stageView(state, actions, firstAddress), region('stage-area'));
  render(controls(state, actions), region('controls'));
  render(output(state, actions), region('output'));
}

type Draft = NonNullable<ReturnType<typeof entryOf>>;

function add(drafts: readonly (Draft | undefined)[]): void {
  const entries = drafts.filter((draft) => draft !== undefined);
  const at = performance.now();
  update({ entries: [...state.entries, ...entries.map((entry) => ({ ...entry, at }))] });
  // Where the panel scrolls by itself, it follows.
  const panel = document.querySelector('.panel:has(.timeline)');
  if (entries.length && panel) panel.scrollTop = panel.scrollHeight;
}

/** How much of FxA's log is on the time line. */
let seen = 0;

async function look(): Promise<void> {
  if (!hasMockServer) return;
  const log = await readLog();
  const unseen = log.slice(seen);
  // An earlier log may come in later.
  seen = Math.max(seen, log.length);
  const counts: Record<string, number> = {};
  for (const entry of log) if (entry.type === 'event') counts[entry.event] = (counts[entry.event] ?? 0) + 1;
  update({ counts });
  add(unseen.map(entryOfLog));
}

function hear(happening: Happening): void {
  if (happening.what === 'fields') {
    const { fields, properties, contrasts } = happening;
    update({ fields, properties, contrasts });
    return;
  }
  add([entryOf(happening)]);
  if (happening.what === 'event' && happening.type === 'fxa-parameter-rejected') {
    const name = happening.detail.name.replaceAll('_', '-');
    const values = new Set([...(state.rejected.get(name) ?? []), happening.detail.value]);
    update({ rejected: new Map([...state.rejected, [name, [...values]]]) });
  }
  if (happening.what === 'response' || happening.what === 'no response') void look();
  if (happening.what === 'kept') void visit(happening.url).then(look);
}

listenTo(stageFrame, hear);
// Somebody has pasted another address, or comes back from FxA.
addEventListener('hashchange', () => {
  update({ settings: parseSettings(location.hash) });
  publish();
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) void look();
});
addEventListener('resize', draw);
region('share').addEventListener('click', () => {
  publish();
  void copy(location.href);
});
region('reset').addEventListener('click', actions.reset);
draw();
// Once more with the widths that the page has by now.
draw();
