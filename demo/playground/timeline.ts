/** What has happened, in order: the happenings of the stage, and what FxA has seen, as entries that read by themselves. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LogEntry } from '../../src/mock-server/log.js';
import type { Happening, SentField } from './happenings.js';

/** One line of the time line. */
export interface Entry {
  /** Who does it. */
  readonly who: 'visitor' | 'page' | 'FxA';
  readonly title: string;
  /** How it went. */
  readonly tone?: 'good' | 'bad';
  readonly details: readonly SentField[];
  /** Milliseconds since the page of the playground was opened. */
  readonly at: number;
}

type Draft = Omit<Entry, 'at'>;

const queryOf = (url: string): SentField[] => [...new URL(url, location.href).searchParams];

const fieldsOf = (detail: object): SentField[] =>
  Object.entries(detail).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);

const EVENT_TITLES: Readonly<Record<string, Pick<Draft, 'title' | 'tone'>>> = {
  'fxa-flow-ready': { title: 'fxa-flow-ready: there is a flow', tone: 'good' },
  'fxa-flow-error': { title: 'fxa-flow-error: there is none, and the form works without it', tone: 'bad' },
  'fxa-parameter-rejected': { title: 'fxa-parameter-rejected: a value is left out', tone: 'bad' },
  'fxa-submit': { title: 'fxa-submit: the form is about to go' },
};

/** The entry for what happened on the stage; none for what is shown elsewhere. */
export function entryOf(happening: Happening): Draft | undefined {
  switch (happening.what) {
    case 'page': {
      const details = queryOf(happening.url);
      const title = details.length ? 'opens the page from a campaign' : 'opens the page';
      return { who: 'visitor', title, details };
    }
    case 'no request':
      return { who: 'page', title: 'requests no flow: no consent, or not yet in sight', details: [] };
    case 'request':
      return { who: 'page', title: 'requests a flow: GET metrics-flow', details: queryOf(happening.url) };
    case 'response': {
      const { status, ms } = happening;
      return {
        who: 'FxA',
        title: `responds ${status}, after ${ms} ms`,
        tone: status === 200 ? 'good' : 'bad',
        details: [],
      };
    }
    case 'no response':
      return {
        who: 'FxA',
        title: `gives no response, after ${happening.ms} ms`,
        tone: 'bad',
        details: [['reason', happening.reason]],
      };
    case 'event':
      return {
        who: 'page',
        title: happening.type,
        ...EVENT_TITLES[happening.type],
        details: fieldsOf(happening.detail),
      };
    case 'kept': {
      const { origin, pathname } = new URL(happening.url);
      return {
        who: 'page',
        title: 'would have gone to FxA, and is kept here',
        details: [['to', origin + pathname], ...queryOf(happening.url)],
      };
    }
    case 'fields':
      return undefined;
  }
}

/** The entry for what FxA has seen; none for what the stage tells itself. */
export function entryOfLog(entry: LogEntry): Draft | undefined {
  switch (entry.type) {
    case 'event':
      return { who: 'FxA', title: `counts ${entry.event}`, tone: 'good', details: entry.query };
    case 'arrival': {
      const { verdict, outcome, fields } = entry;
      const problems = verdict.problems.map(({ name, problem }): SentField => [name, problem]);
      const judged: SentField[] = [['outcome', outcome], ['flow', verdict.flow], ...problems];
      const title = verdict.good
        ? 'gets the sign-up, and nothing is wrong with it'
        : 'gets the sign-up, and finds fault with it';
      return { who: 'FxA', title, tone: verdict.good ? 'good' : 'bad', details: [...judged, ...fields] };
    }
    case 'preflight':
      return {
        who: 'FxA',
        title: 'gets a preflight, which a page should not cost',
        tone: 'bad',
        details: [['path', entry.path]],
      };
    case 'oauth':
      return { who: 'FxA', title: `OAuth: ${entry.step}`, tone: 'good', details: [] };
    case 'request':
      return undefined;
  }
}

const seconds = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Names and values, as a list. */
export const fieldList = (fields: readonly SentField[]): TemplateResult => html`
  <dl class="fields">
    ${fields.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>
`;

/** The first of them, in so few words that they stand on a line. */
const preview = (fields: readonly SentField[]) => fields.map((field) => field.join('=')).join('  ');

const line = ({ who, title, tone, details, at }: Entry) => html`
  <li class="entry" data-who=${who} data-tone=${tone ?? nothing}>
    <span class="time">${seconds.format(at / 1000)} s</span>
    ${
      details.length
        ? html`<details>
            <summary><b>${who}</b> ${title} <small>${preview(details)}</small></summary>
            ${fieldList(details)}
          </details>`
        : html`<p><b>${who}</b> ${title}</p>`
    }
  </li>
`;

export const timeline = (entries: readonly Entry[]): TemplateResult => html`
  <div role="log" aria-label="What happened, in order">
    <ol class="timeline">
      ${entries.map(line)}
    </ol>
  </div>
`;
