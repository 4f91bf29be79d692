import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { listen, stop } from './support.js';

const CLIENT = fileURLToPath(new URL('load-client.ts', import.meta.url));

const FLOW = JSON.stringify({
  flowId: 'a'.repeat(64),
  flowBeginTime: 1573052386673,
  deviceId: 'b'.repeat(32),
});

/** 64 MiB in 64 KiB; members that follow each other are one file. */
const ZEROS = gzipSync(Buffer.alloc(64 * 1024 * 1024));
const BOMB_MEMBERS = 64;

/** What the server does, one path each. */
const RESPONSES: Record<string, RequestListener> = {
  flow: (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(FLOW);
  },
  redirect: (_, response) => {
    response.writeHead(302, { Location: '/flow/' }).write('x'.repeat(16_384));
  },
  endless: (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const more = () => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
  refusal: (_, response) => {
    response.writeHead(400).write('x'.repeat(131_072));
  },
  bomb: (_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' });
    for (let member = 0; member < BOMB_MEMBERS; member += 1) response.write(ZEROS);
    response.end();
  },
};

let base = '';
let sockets = 0;
let mostSockets = 0;
const server = createServer((request, response) => {
  RESPONSES[request.url?.split('/')[1] ?? '']?.(request, response);
});
server.on('connection', (socket) => {
  sockets += 1;
  mostSockets = Math.max(mostSockets, sockets);
  socket.on('close', () => (sockets -= 1));
});
before(async () => {
  base = `http://127.0.0.1:${await listen(server)}/`;
});
after(() => stop(server));

interface Cost {
  readonly codes: Readonly<Record<string, number>>;
  /** Bytes that stay in use. */
  readonly memory: number;
  /** The most bytes of the process. */
  readonly peak: number;
  readonly openSockets: number;
  readonly mostSockets: number;
}

async function run(paths: readonly string[], calls: number, atOnce: number): Promise<Cost> {
  mostSockets = sockets;
  const addresses = paths.map((path) => `${base}${path}/`);
  const client = fork(CLIENT, [String(calls), String(atOnce), ...addresses], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  const [report] = (await once(client, 'message')) as [Omit<Cost, 'openSockets' | 'mostSockets'>];
  const cost = { ...report, openSockets: sockets, mostSockets };
  const ended = once(client, 'exit');
  client.send('end');
  await ended;
  return cost;
}

describe('many calls, compared with a quiet run', () => {
  const AT_ONCE = 20;
  let quiet: Cost;
  before(async () => {
    quiet = await run(['flow'], 1_000, AT_ONCE);
  });

  const rows: [about: string, paths: string[], calls: number, codes: Record<string, number>][] = [
    [
      '10,000 calls, three of four with a body that never ends',
      ['flow', 'redirect', 'endless', 'refusal'],
      10_000,
      { ok: 2_500, unreachable: 2_500, malformed: 2_500, rejected: 2_500 },
    ],
    ['4 GiB of gzip, 100 times', ['bomb'], 100, { malformed: 100 }],
  ];
  for (const [about, paths, calls, codes] of rows) {
    it(`${about} => neither memory nor sockets grow`, async (t) => {
      const cost = await run(paths, calls, AT_ONCE);
      const ratio = (of: 'memory' | 'peak' | 'mostSockets' | 'openSockets') => cost[of] / quiet[of];
      t.diagnostic(
        `memory ${ratio('memory').toFixed(2)}, peak ${ratio('peak').toFixed(2)}, sockets ${ratio('mostSockets').toFixed(2)}, left open ${ratio('openSockets').toFixed(2)}`,
      );
      assert.deepEqual(cost.codes, codes);
      assert.ok(ratio('memory') < 2, `${cost.memory} bytes stay, ${quiet.memory} in the quiet run`);
      assert.ok(ratio('peak') < 4, `${cost.peak} bytes at most, ${quiet.peak} in the quiet run`);
      assert.ok(cost.mostSockets <= quiet.mostSockets * 4, `${cost.mostSockets} sockets at once`);
      assert.ok(cost.openSockets <= quiet.mostSockets * 4, `${cost.openSockets} sockets stay open`);
    });
  }
});
