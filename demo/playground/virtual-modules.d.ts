/** What `demo/playground-plugin.ts` gives the playground. */
/// <reference types="vite/client" />

declare module 'virtual:manifest' {
  const manifest: import('custom-elements-manifest/schema.js').Package;
  export default manifest;
}

declare module 'virtual:scenarios' {
  /** The scenarios of the mock server. */
  const scenarios: readonly { readonly name: string; readonly description: string }[];
  export default scenarios;
}

declare module 'virtual:one-file' {
  /** Where the one file is, and its integrity: that of the release, or before the first one that of the sources. */
  const oneFile: { readonly address: string; readonly integrity: string };
  export default oneFile;
}

declare module '@custom-elements-manifest/analyzer' {
  /** The compiler of its own, which reads the sources. */
  export const ts: typeof import('typescript');
  export function create(options: {
    modules: readonly import('typescript').SourceFile[];
    plugins: readonly object[];
    context: { dev: boolean; thirdPartyCEMs: readonly object[] };
  }): import('custom-elements-manifest/schema.js').Package;
}
