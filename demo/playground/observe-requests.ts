/** Tells of the requests for a flow, and of what comes of them. */
import { tell } from './happenings.js';

/** Looks on while the page fetches. The request and its response stay as they are. */
export function observeRequests(): void {
  const fetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const { href, pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    if (!pathname.endsWith('/metrics-flow')) return fetch(input, init);
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    tell({ what: 'request', url: href });
    try {
      const response = await fetch(input, init);
      tell({ what: 'response', status: response.status, ms: ms() });
      return response;
    } catch (error) {
      tell({ what: 'no response', reason: String(error), ms: ms() });
      throw error;
    }
  };
}
