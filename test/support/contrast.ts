/** How well two colours can be told apart, by WCAG. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
import { luminanceOf } from '../../demo/playground/contrast.js';

/** A colour in front of others, the last of which is the nearest. */
export interface Contrast {
  readonly colour: string;
  readonly opacity?: number;
  readonly behind: readonly string[];
}

/** Channels from 0 to 255, alpha from 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Any colour that CSS can write, as the browser paints it. */
function paint(colour: string): Rgba {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  if (!canvas) throw new Error('There is no canvas');
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over([red, green, blue, alpha]: Rgba, behind: Rgba): Rgba {
  const mix = (front: number, back: number) => front * alpha + back * (1 - alpha);
  return [mix(red, behind[0]), mix(green, behind[1]), mix(blue, behind[2]), 1];
}

/** From 1, the same colour, to 21, black on white. */
export function contrastRatio(colour: Rgba, behind: readonly Rgba[]): number {
  const back = behind.reduce((below, colour) => over(colour, below));
  const [high = 0, low = 0] = [over(colour, back), back].map(luminanceOf).sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** The same for colours as CSS writes them; it needs a browser. */
export const contrast = {
  ratio({ colour, opacity = 1, behind }: Contrast): number {
    const [red, green, blue, alpha] = paint(colour);
    return contrastRatio([red, green, blue, alpha * opacity], behind.map(paint));
  },

  isTransparent: (colour: string): boolean => paint(colour)[3] === 0,

  /** A system colour as it is now. */
  system(name: string): string {
    const element = document.createElement('div');
    element.style.color = name;
    document.body.append(element);
    const { color } = getComputedStyle(element);
    element.remove();
    return color;
  },
};
