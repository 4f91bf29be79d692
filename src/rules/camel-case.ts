/** The name as scripts spell it: `utm-source` and `utm_source` => `utmSource`. */
export const camelCase = (name: string): string =>
  name.replace(/[-_](.)/g, (_, letter: string) => letter.toUpperCase());
