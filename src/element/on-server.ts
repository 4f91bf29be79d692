import { isServer } from 'lit';

/**
 * Whether a server is rendering the element. Lit's own word for it, which means that Lit's modules for Node are in use, is
 * not enough: tests in Node use them too, with a document of jsdom's.
 */
export const onServer: boolean = (isServer as boolean) && !('document' in globalThis);
