import { isServer } from 'lit';

/** Whether a server is rendering: Lit's own word for it, the type of which denies it. */
export const onServer: boolean = isServer;
