/** Bound: one entry for each thing that the authors of one page can mend. */
const warned = new Set<string>();

/** Tells the page's author something on the console, once a page however many elements have it to say. */
export function warnOnce(tag: string, message: string): void {
  const text = `<${tag}> ${message}`;
  if (warned.has(text)) return;
  warned.add(text);
  console.warn(text);
}
