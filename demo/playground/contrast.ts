/** Whether what stands on the button and in the field can be read. */

/** What text needs at least: https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const ENOUGH = 4.5;

/** Red, green and blue from 0 to 255; `undefined` for what can be seen through, or is written in another way. */
function channelsOf(colour: string): number[] | undefined {
  const [, channels] = /^rgb\((\d+, \d+, \d+)\)$/.exec(colour) ?? [];
  return channels?.split(', ').map(Number);
}

/** From 0, black, to 1, white: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
export function luminanceOf(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast between the text of an element and its own background; `undefined` where that cannot be told. */
export async function contrastOf(element: Element): Promise<number | undefined> {
  // Colours that still change are none to judge.
  await Promise.allSettled(element.getAnimations().map(({ finished }) => finished));
  const { color, backgroundColor } = getComputedStyle(element);
  const pair = [color, backgroundColor].map(channelsOf);
  const [darker, lighter] = pair
    .flatMap((channels) => (channels ? [luminanceOf(channels)] : []))
    .sort((one, other) => one - other);
  return darker === undefined || lighter === undefined ? undefined : (lighter + 0.05) / (darker + 0.05);
}
