/** A report in words, for a terminal. */
import type { Colors } from 'picocolors/types.js';
import type { Finding, IntegrationReport } from './findings.js';

const MARKS = { ok: '✓', note: '•', failure: '✗' } as const;

/** The report as lines of text, the last one without a line break. */
export function reportText({ findings, requests }: IntegrationReport, colors: Colors): string {
  const blocks = [
    requests.map(({ url }) => `Requested ${url}`),
    linesAbout(findings, undefined, colors),
    ...pagesIn(findings).map((page) => [colors.bold(page), ...linesAbout(findings, page, colors)]),
    [...countLines(requests), verdict(findings, colors)],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const pagesIn = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.flatMap(({ page }) => page ?? [])),
];

const linesAbout = (findings: readonly Finding[], page: string | undefined, colors: Colors): string[] =>
  findings.filter((finding) => finding.page === page).map((finding) => line(finding, colors));

function line({ part, level, message }: Finding, colors: Colors): string {
  const paint = { ok: colors.green, note: colors.yellow, failure: colors.red }[level];
  return `${paint(MARKS[level])} ${colors.bold(part.padEnd(13))}  ${message}`;
}

function countLines(requests: IntegrationReport['requests']): string[] {
  const counted = requests.filter((request) => request.counted).length;
  if (counted === 0) return [];
  return [
    `FxA has counted ${counted === 1 ? 'this check as one' : `this check ${counted} times as a`} flow.begin.`,
  ];
}

function verdict(findings: readonly Finding[], colors: Colors): string {
  const failures = findings.filter(({ level }) => level === 'failure').length;
  return failures > 0
    ? colors.red(`${failures} ${failures === 1 ? 'problem' : 'problems'} to fix.`)
    : colors.green('No problem found.');
}
