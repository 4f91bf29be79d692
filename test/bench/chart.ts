/** Draws bars as an SVG that can be read on light and on dark pages. */
import * as echarts from 'echarts';
import type { Spread } from './statistics.js';
import { figure } from './text.js';

/** One bar, with its quartiles where it has some. */
export interface Bar {
  readonly name: string;
  readonly value: number | Spread;
  /** Whether it is what the chart is about. */
  readonly ours?: boolean;
}

/** What a chart shows. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const OURS = '#00868f';
const OTHERS = '#8f8f9e';

const WIDTH = 800;
const NAMES = 300;
const TOP = 60;
const BOTTOM = 50;
const BAR = 34;

/** Texts and lines take the colour that is right for the visitor's page, which a picture cannot inherit. */
const STYLE = `<style>
svg { color: #15141a; }
@media (prefers-color-scheme: dark) { svg { color: #fbfbfe; } }
</style>`;

const spread = (value: number | Spread): Omit<Spread, 'max'> =>
  typeof value === 'number' ? { median: value, low: value, high: value } : value;

/** The chart as the text of an SVG file. */
export function drawChart({ title, unit, bars }: Chart): string {
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: TOP + BOTTOM + BAR * bars.length,
  });
  const text = { color: 'currentColor', fontFamily: 'system-ui, sans-serif' };
  const names = bars.map(({ name }) => name.replaceAll('`', ''));
  // The quartiles as a line along the bar, and the figure behind both.
  const quartiles: echarts.CustomSeriesOption = {
    type: 'custom',
    encode: { x: [1, 2], y: 0 },
    // In front of the bars.
    z: 3,
    data: bars.map(({ value }, index) => {
      const { low, median, high } = spread(value);
      return [index, low, high, median];
    }),
    renderItem: (_, api) => {
      const at = (dimension: number) => api.coord([api.value(dimension), api.value(0)]);
      const [x1 = 0, y = 0] = at(1);
      const [x2 = 0] = at(2);
      const label = { ...text, text: figure(Number(api.value(3))), x: x2 + 6, y };
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1, y1: y, x2, y2: y },
            style: { stroke: 'currentColor', lineWidth: 2 },
          },
          { type: 'text', style: { ...label, fill: 'currentColor', verticalAlign: 'middle' } },
        ],
      };
    },
  };
  chart.setOption({
    animation: false,
    title: { text: title, textStyle: { ...text, fontSize: 16 } },
    grid: { top: TOP, bottom: BOTTOM, left: NAMES, right: 72 },
    xAxis: {
      type: 'value',
      name: unit,
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: text,
      axisLabel: text,
      splitLine: { lineStyle: { color: 'currentColor', opacity: 0.15 } },
    },
    yAxis: {
      type: 'category',
      data: names,
      inverse: true,
      axisLabel: { ...text, fontSize: 13 },
      axisLine: { lineStyle: { color: 'currentColor' } },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        barWidth: '60%',
        data: bars.map(({ value, ours }) => ({
          value: spread(value).median,
          itemStyle: { color: ours ? OURS : OTHERS },
        })),
      },
      quartiles,
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg.replace(/<svg[^>]*>/, (tag) => `${tag}\n${STYLE}`)}\n`;
}
