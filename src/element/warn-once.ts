const warned = new Set<string>();

/** Tells the page's author something on the console, once a page however many elements have it to say. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(`<fxa-email-form> ${message}`);
}
