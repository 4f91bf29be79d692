/** Sends many engage events from a process of its own, and reports what they cost. Started by load.test.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sendEngageEvent } from '../../src/server/index.js';

const [calls = '0', atOnce = '1', ...fxaUrls] = process.argv.slice(2);

/** Bytes in use once the garbage is gone, and what waited for it to go. */
async function memory(): Promise<number> {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

let left = Number(calls);
let peak = 0;
const codes: Record<string, number> = {};

async function work(): Promise<void> {
  while (left > 0) {
    left -= 1;
    const fxaUrl = fxaUrls[left % fxaUrls.length] ?? '';
    const result = await sendEngageEvent({
      origin: 'http://localhost:8000',
      service: '0123456789abcdef',
      uid: '0123456789abcdef0123456789abcdef',
      fxaUrl,
      timeout: 60_000,
    });
    const code = result.ok ? 'ok' : result.code;
    codes[code] = (codes[code] ?? 0) + 1;
    if (left % 500 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, work));
process.send?.({ codes, memory: await memory(), peak });
process.once('message', () => {
  process.disconnect();
});
