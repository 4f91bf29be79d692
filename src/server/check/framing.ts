/** Who may show the page in a frame, and what its form does there: FxA's own pages refuse to be framed. */
import { excerpt } from '../printable.js';
import { failure, note, ok, type Finding } from './findings.js';
import type { PageElement } from './page-elements.js';
import type { FetchedPage } from './page.js';

/** Who may frame the page: nobody or the site itself, sites that it names, or everybody since it says nothing. */
type Framing = { readonly by: 'itself' | 'named' | 'anybody'; readonly says: string };

function framingOf({ policies, headers }: FetchedPage): Framing {
  // Browsers ignore it in <meta>, and ignore X-Frame-Options where it is there.
  const directives = policies
    .filter(({ from, enforced }) => from === 'header' && enforced)
    .flatMap(({ directives }) => directives.get('frame-ancestors') ?? []);
  const isListed = policies.some(
    ({ from, enforced, directives: each }) => from === 'header' && enforced && each.has('frame-ancestors'),
  );
  if (isListed) {
    const says = `frame-ancestors is ${excerpt(directives.join(' ')) || 'empty'}`;
    if (directives.every((source) => /^'(self|none)'$/i.test(source))) return { by: 'itself', says };
    return { by: directives.includes('*') ? 'anybody' : 'named', says };
  }
  const option = headers.get('X-Frame-Options');
  const says = `X-Frame-Options is ${excerpt(option ?? 'missing')}`;
  return { by: /^\s*(deny|sameorigin)\s*$/i.test(option ?? '') ? 'itself' : 'anybody', says };
}

/** The windows that a form leaves its frame for. */
const LEAVES_FRAME = /^_(top|blank)$/i;

/** Whether others can put the page into a frame, and whether its forms are made for that. */
export function frameFindings(elements: readonly PageElement[], page: FetchedPage): Finding[] {
  const { by, says } = framingOf(page);
  const inMeta = page.policies.some(
    ({ from, directives }) => from === 'meta' && directives.has('frame-ancestors'),
  );
  const ignored = inMeta
    ? [note('frame', 'Browsers ignore frame-ancestors in a <meta>. Send it as a header.')]
    : [];
  if (by === 'itself')
    return [...ignored, ok('frame', `No other site can put the page into a frame: ${says}.`)];
  // A form that the element draws leaves the frame by itself.
  const stuck = elements.filter(
    ({ authored, destination }) => authored && destination && !LEAVES_FRAME.test(destination.target ?? ''),
  );
  if (by === 'named') {
    return [
      ...ignored,
      ok('frame', `The page is made for frames of other sites: ${says}.`),
      ...stuck.map(({ name, tag }) =>
        failure(
          'frame',
          `FxA's pages refuse to be shown in a frame, and the ${tag === 'fxa-link' ? 'link' : 'form'} in ${name} stays in its frame. Add target="_top" to it.`,
        ),
      ),
    ];
  }
  return [
    ...ignored,
    note(
      'frame',
      `Any site can put the page into a frame and lay its own fields over the form: there is no Content-Security-Policy with frame-ancestors that forbids it, and ${says.startsWith('X-') ? says : `its ${says}`}. Send frame-ancestors 'self', or the sites whose frames the page is made for.`,
    ),
  ];
}
