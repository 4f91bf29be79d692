/** The style sheet that the settings make: custom properties and parts, as far as the browser understands them. */
import type { CssCustomProperty } from 'custom-elements-manifest/schema.js';
import { form } from './manifest.js';
import { kindOf, PART, valueOf, type Settings } from './settings.js';

/** CSS properties that stand for the kinds of values of custom properties. */
const KINDS = ['color', 'inline-size', 'font-family'];

/** The CSS property that takes the same values as the custom property, told by its default. */
const kindOfProperty = ({ default: byDefault = '' }: CssCustomProperty): string =>
  KINDS.find((property) => CSS.supports(property, byDefault)) ?? 'color';

export const isColour = (property: CssCustomProperty): boolean => kindOfProperty(property) === 'color';

/** The declarations in a text that the browser understands. */
function declarationsIn(text: string): string {
  const probe = document.createElement('i');
  probe.style.cssText = text;
  return probe.style.cssText;
}

/** What is wrong with the value of a custom property or a part; empty where nothing is. */
export function problemWithStyle(name: string, value: string): string {
  if (!value) return '';
  const property = form.cssProperties?.find((one) => one.name === name);
  if (property) {
    const kind = kindOfProperty(property);
    const what = kind === 'color' ? 'colour' : kind === 'inline-size' ? 'length' : 'font';
    return CSS.supports(kind, value) ? '' : `Left out: browsers understand no such ${what}.`;
  }
  return declarationsIn(value) ? '' : 'Left out: write declarations, such as “font-weight: 800”.';
}

/**
 * The rules that the page needs, without what the browser does not understand.
 *
 * @param selector - the element's
 */
export function styleSheetOf(settings: Settings, selector = 'fxa-email-form'): string {
  if (kindOf(settings) !== 'drawn') return '';
  const rule = (of: string, declarations: readonly string[]) =>
    declarations.length ? [`${of} {\n${declarations.map((line) => `  ${line}\n`).join('')}}`] : [];
  const properties = (form.cssProperties ?? []).flatMap(({ name }) => {
    const value = valueOf(settings, name);
    return value && !problemWithStyle(name, value) ? [`${name}: ${value};`] : [];
  });
  const parts = (form.cssParts ?? []).flatMap(({ name }) => {
    const declarations = declarationsIn(valueOf(settings, PART + name));
    return rule(`${selector}::part(${name})`, declarations.split(/(?<=;) /).filter(Boolean));
  });
  return [...rule(selector, properties), ...parts].join('\n\n');
}

/** A colour as a colour field takes it, as it is in the light or the dark. */
export function hexOf(colour: string, scheme: string): string {
  const probe = document.createElement('i');
  probe.style.cssText = `color: ${colour}; color-scheme: ${scheme === 'auto' ? 'inherit' : scheme}`;
  document.body.append(probe);
  const channels = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const hex = channels
    .slice(0, 3)
    .map((channel) => Math.round(Number(channel)).toString(16).padStart(2, '0'));
  return `#${hex.join('')}`;
}
