/** A report in words, for a terminal. */
import type { Colors } from 'picocolors/types.js';
import type { Finding, IntegrationReport } from './check.js';

const MARKS = { ok: '✓', note: '•', failure: '✗' } as const;

/** The report as lines of text, the last one without a line break. */
export function reportText(report: IntegrationReport, colors: Colors): string {
  const { findings, url, counted } = report;
  const failures = findings.filter(({ level }) => level === 'failure').length;
  const asked = url === undefined ? [] : [`Asked ${url}`, ''];
  const count = counted ? ['FxA has counted this check as one flow.begin.'] : [];
  const verdict = failures
    ? colors.red(`${failures} ${failures === 1 ? 'thing is' : 'things are'} to be mended.`)
    : colors.green('FxA listens to this integration.');
  return [...asked, ...findings.map((finding) => line(finding, colors)), '', ...count, verdict].join('\n');
}

function line({ part, level, message }: Finding, colors: Colors): string {
  const paint = { ok: colors.green, note: colors.yellow, failure: colors.red }[level];
  return `${paint(MARKS[level])} ${colors.bold(part.padEnd(11))}  ${message}`;
}
