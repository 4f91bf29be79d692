import { accessSync, constants as access, existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import process, { env, getuid, platform } from 'node:process';
import * as playwright from 'playwright-core';

const allEngines = ['chromium', 'firefox', 'webkit'] as const;

export type Engine = (typeof allEngines)[number];

/**
 * The engines that every browser test has to pass in: all of them, or those that the variable `TEST_ENGINES` names, with
 * commas between them.
 */
export const engines: readonly Engine[] =
  env['TEST_ENGINES']?.split(',').map((name) => {
    const engine = allEngines.find((one) => one === name.trim());
    if (engine) return engine;
    throw new Error(`TEST_ENGINES names ${name}, but the engines are ${allEngines.join(', ')}.`);
  }) ?? allEngines;

/** How people call the engines. */
export const engineNames: Readonly<Record<Engine, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
};

/**
 * A browser on this machine. `system`: the distribution's own (for WebKit, `executablePath` is its WebDriver);
 * `playwright`: the build that Playwright has downloaded, which only Playwright can drive.
 */
export interface InstalledBrowser {
  readonly engine: Engine;
  readonly build: 'system' | 'playwright';
  readonly executablePath: string;
}

/** The commands that the system's browser of each engine consists of, as Debian names them; the first one drives it. */
const systemCommands: Readonly<Record<Engine, readonly [string, ...string[]]>> = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  // WebKitGTK has no headless mode, hence the virtual display.
  webkit: ['WebKitWebDriver', 'Xvfb'],
};

/** The path of a command, as a shell would find it. */
export function findCommand(name: string): string | undefined {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, access.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser to test an engine with: the system's where it has one, else Playwright's. None where the engine is not tested. */
export function findBrowser(engine: Engine): InstalledBrowser | undefined {
  if (!engines.includes(engine)) return undefined;
  const [driver, ...companions] = systemCommands[engine];
  const driverPath = findCommand(driver);
  if (driverPath !== undefined && companions.every((command) => findCommand(command) !== undefined)) {
    return { engine, build: 'system', executablePath: driverPath };
  }
  const downloaded = playwright[engine].executablePath();
  return existsSync(downloaded) ? { engine, build: 'playwright', executablePath: downloaded } : undefined;
}

/** One browser for each engine that this machine has. */
export function findBrowsers(): InstalledBrowser[] {
  return engines.map(findBrowser).filter((browser) => browser !== undefined);
}

/** The engines that this machine has no browser for. */
export function missingEngines(): Engine[] {
  return engines.filter((engine) => findBrowser(engine) === undefined);
}

/** `Chromium, Firefox and WebKit`: the engines as part of a sentence. */
export function listEngines(list: readonly Engine[]): string {
  return new Intl.ListFormat('en-GB').format(list.map((engine) => engineNames[engine]));
}

/** Whether this process is root on a system where browsers refuse to sandbox themselves for root. */
export const isRoot = platform === 'linux' && getuid?.() === 0;

/**
 * Switches for a Chromium under test: no sandbox where it could not start with one, and none of the calls to its
 * maker's servers, which fail slowly in a closed network.
 */
export const chromiumArguments: readonly string[] = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Lets the process end when it is told to. Playwright and Puppeteer only close their browsers then, and what runs on
 * without them keeps the other browsers.
 */
export function exitOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}
