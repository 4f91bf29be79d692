/** The mock server of FxA, where there is one: an instance for this visit alone, its scenarios and its log. */
import type { LogEntry } from '../../src/mock-server/log.js';

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';

/** The name of the instance: another for each visit. Who comes back from FxA finds the same one. */
function instanceName(): string {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const state = history.state as { instance?: string } | null;
  const kept = navigation?.type === 'back_forward' ? state?.instance : undefined;
  const instance = kept ?? crypto.randomUUID();
  history.replaceState({ instance }, '');
  return instance;
}

const root = meta('mock-server');

/** Whether there is a mock server. A real FxA takes no orders. */
export const hasMockServer = root !== '';

/** The FxA server that the form talks to. */
export const fxaUrl = hasMockServer ? `${root}at/${instanceName()}/` : meta('fxa-url');

async function order(name: string, body?: object): Promise<void> {
  const response = await fetch(`${fxaUrl}mock-server/${name}`, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Lets FxA answer the next request for a flow in another way. */
export const nextScenario = (scenario: string): Promise<void> =>
  // Its place to redirect to is the only thing that a scenario cannot do without.
  order('scenario', { scenario, ...(scenario === 'redirect' && { to: location.origin }) });

/** Lets FxA answer the requests that hang. */
export const release = (): Promise<void> => order('release');

/** What FxA has seen so far, in order. */
export async function readLog(): Promise<LogEntry[]> {
  const response = await fetch(`${fxaUrl}mock-server/log`);
  return (await response.json()) as LogEntry[];
}

/** Lets FxA judge an address as if the visitor had come to it. */
export async function visit(url: string): Promise<void> {
  if (url.startsWith(fxaUrl)) await fetch(url, { mode: 'no-cors' });
}
