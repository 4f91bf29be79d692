/** What the page around the form notices of it, on a slow phone. */
import { BENCH, bundleFile } from './bundle.js';
import { builtForm, handWrittenForm, type Implementation } from './implementations.js';
import { slowDown, type Laboratory } from './laboratory.js';
import { elementTag, pageAround, plainForm } from './pages.js';
import { inTurns, spreadsOf, type Spread } from './statistics.js';
import type { Vitals } from './vitals.js';

type Figures = Vitals & {
  /** All that the page's main thread did, in milliseconds. */
  readonly work: number;
};

/** What the visits to one kind of page come to. */
export interface PageAround {
  readonly name: string;
  readonly figures: { readonly [name in keyof Figures]: Spread };
}

interface Kind {
  readonly name: string;
  readonly form: (fxaUrl: string) => string;
  /** The element whose script the page loads. */
  readonly element?: Implementation;
}

/** As the package's documentation tells a page to keep the form's place free. */
const reserve = (tag: string) => `<style>
      ${tag}:not(:defined) { display: block; padding-block-end: 7.0625em; }
    </style>`;

/** Visits a page of each kind in turns. */
export async function measurePageAround(laboratory: Laboratory, rounds: number): Promise<PageAround[]> {
  const [form, handWritten] = await Promise.all([builtForm(), handWrittenForm()]);
  const kinds: Kind[] = [
    { name: 'no form', form: () => '' },
    { name: 'a form in plain HTML', form: plainForm },
    {
      name: '`<fxa-email-form>` alone',
      form: (fxaUrl) => reserve(form.tag) + elementTag(form.tag, fxaUrl),
      element: form,
    },
    {
      name: '`<fxa-email-form>` around that plain form',
      form: (fxaUrl) => elementTag(form.tag, fxaUrl, plainForm(fxaUrl)),
      element: form,
    },
    {
      name: 'hand-written element',
      form: (fxaUrl) => reserve(handWritten.tag) + elementTag(handWritten.tag, fxaUrl),
      element: handWritten,
    },
  ];
  const vitals = await bundleFile('vitals.ts', BENCH);
  const visits = kinds.map((kind) => ({ kind, figures: [] as Figures[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { kind, figures } of inTurns(visits, round)) {
      figures.push(await look(laboratory, kind, vitals));
    }
  }
  return visits.map(({ kind, figures }) => ({ name: kind.name, figures: spreadsOf(figures) }));
}

function look(laboratory: Laboratory, { form, element }: Kind, vitals: string): Promise<Figures> {
  const scriptTag = element ? '<script type="module" src="form.js"></script>' : '';
  const content = {
    html: (fxaUrl: string) => pageAround(`<script>{${vitals}}</script>\n${scriptTag}`, form(fxaUrl)),
    scripts: element ? { 'form.js': element.script } : {},
  };
  return laboratory.visit(content, async (visit) => {
    const { page, session, url, fxa } = visit;
    await slowDown(visit);
    await session.send('Performance.enable');
    await page.goto(url);
    if (element) {
      await fxa.waitFor((entry) => entry.type === 'request' && entry.status === 200);
      await page.waitForFunction((tag) => {
        const host = document.querySelector(tag);
        const form = host?.querySelector('form') ?? host?.shadowRoot?.querySelector('form');
        return form && new FormData(form).has('flow_id');
      }, element.tag);
    }
    // A frame later, all that has changed is on the screen, and once the page idles, it has been reported.
    await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestIdleCallback(resolve));
    });
    const { metrics } = await session.send('Performance.getMetrics');
    const seen = await page.evaluate(() => (globalThis as unknown as { vitals: Vitals }).vitals);
    return { ...seen, work: 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) };
  });
}
