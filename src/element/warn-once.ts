/** Bound: one entry for each thing that the authors of one page can mend. */
const warned = new Set<string>();

/** Tells the page's author something on the console, once a page however many elements have it to say. */
export function warnOnce(tag: string, message: string): void {
  // What pages write may be as long as a picture in a data: URL. What to do about it stands at the end.
  const text = `<${tag}> ${message}`.replace(/^(.{500}).+(.{500})$/s, '$1…$2');
  if (warned.has(text)) return;
  warned.add(text);
  console.warn(text);
}
