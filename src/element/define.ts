/**
 * Registers an element, under a name of its own or in a registry of its own where wanted. A name that is taken is left
 * alone, so that two copies of the script on one page do no harm.
 */
export function define(
  element: CustomElementConstructor,
  tag: string,
  registry: CustomElementRegistry,
): void {
  if (registry.get(tag)) return;
  try {
    registry.define(tag, element);
  } catch {
    // A registry takes each class only once.
    registry.define(tag, class extends element {});
  }
}
