import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import {
  closeCodeIn,
  flooderAt,
  frameOf,
  PING,
  PONG,
} from '../../../server/test/support/flooder.ts';
import { raw } from '../attacker.ts';
import type { Attack, Scan } from '../scan.ts';
import { upgrade } from './tokens.ts';

const MESSAGES = [
  'hello',
  '{}',
  '[]',
  'null',
  '{"type":"subscribe"}',
  '{"type":"connection_init","payload":"x"}',
  '{"type":"__proto__"}',
  '{"type":"ping","payload":1}',
  '{"type":"subscribe","id":"1","payload":{"query":"{ businessDate }"}}',
  `{"type":"connection_init","payload":{"a":"${'x'.repeat(110_000)}"}}`,
  '\u0000',
  '{"type":"connection_init"}{"type":"connection_init"}',
];
const ASKED = [
  { query: 'subscription { notificationReceived { id } }' },
  { query: '{ businessDate }' },
  { query: 'mutation { markAllNotificationsRead(input: {}) { result } }' },
  { query: '{ __schema { types { name } } }' },
  { query: '', extensions: { documentId: 'sha256:0' } },
  { query: 'subscription {' },
  { query: 'x'.repeat(90_000) },
];

/** Sockets of other sites, without a session, and with words that are none. */
export const socketsAttack: Attack = {
  name: 'WebSocket',
  async run(scan) {
    const { report, target, people } = scan;
    const cookie = people.sales.at.cookieHeader();
    for (const [what, text, status] of [
      ['no cookie', upgrade(''), 401],
      ['another site', upgrade(cookie, 'Origin: https://evil.example'), 403],
      ['a sandboxed page', upgrade(cookie, 'Origin: null'), 403],
      ['a neighbour', upgrade(cookie, 'Sec-Fetch-Site: same-site'), 403],
      ['another address', upgrade(cookie).replace('/graphql', '/auth/me'), 404],
      ['an address with more', upgrade(cookie).replace('/graphql', '/graphql/../x'), 404],
      ['plain http of our own name', upgrade(cookie, 'Origin: http://x'), 403],
      [
        'h2c',
        upgrade(cookie).replace('websocket', 'h2c').replace('GET /graphql', 'GET /healthz'),
        200,
      ],
    ] as const)
      report.answer(
        what,
        await raw(
          target.url,
          text.replace(
            'Connection: Upgrade',
            status === 200 ? 'Connection: close' : 'Connection: Upgrade',
          ),
        ),
        { status: [status] },
      );
    for (const message of MESSAGES) {
      const code = await said(scan, [message]);
      report.expect(
        `the message ${message.slice(0, 40)}`,
        /^(44\d\d|1009|1008|1007)/.test(code),
        `ended as ${code}`,
      );
    }
    for (const payload of ASKED) {
      const heard = await said(scan, [
        '{"type":"connection_init"}',
        JSON.stringify({ type: 'subscribe', id: '1', payload }),
      ]);
      report.check(
        `asked for ${payload.query.slice(0, 40)}`,
        heard.includes('VALIDATION_ERROR') && !/at \w+ \(|did you mean/i.test(heard)
          ? []
          : [heard.slice(0, 200)],
      );
    }
    await flood(scan);
    report.answer('the server lives', await scan.stranger().get('/readyz'), { status: [200] });
  },
};

const FLOODS: [what: string, frame: Buffer, codes: RegExp][] = [
  ['pings', frameOf('{"type":"ping"}'), /^4429$/],
  ['pongs', frameOf('', PONG), /^4429$/],
  ['pings of WebSocket', frameOf('', PING), /^(4429|none)$/],
  ['frames of 20 kB', frameOf(`{"type":"ping","payload":{"a":"${'x'.repeat(20_000)}"}}`), /^4429$/],
  [
    'subscribing without end',
    frameOf('{"type":"subscribe","id":"1","payload":{"query":""}}'),
    /^(4429|44\d\d)$/,
  ],
];

/** Whoever sends without end is closed, and nobody waits for it. */
async function flood({ target, people, report, stranger }: Scan): Promise<void> {
  const colleague = stranger();
  for (const [what, frame, codes] of FLOODS) {
    const at = await flooderAt(target.url, people.sales.at.cookieHeader(), true);
    const isFlooding = at.flood(frame, 50_000);
    const began = performance.now();
    report.answer(`answers while ${what} come`, await colleague.get('/readyz'), { status: [200] });
    report.expect(
      `nobody waits for ${what}`,
      performance.now() - began < 1_000,
      `${Math.round(performance.now() - began)} ms`,
    );
    await Promise.race([isFlooding, pause(5_000)]);
    for (let waited = 0; !at.isGone() && waited < 5_000; waited += 100) await pause(100);
    report.expect(
      `${what} without end are ended`,
      at.isGone() && codes.test(String(closeCodeIn(at.heard()) ?? 'none')),
      `closed with ${closeCodeIn(at.heard())}`,
    );
    at.socket.destroy();
  }
}

/** What came back: the close code, or the error of a subscription. */
function said({ target, people }: Scan, messages: readonly string[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = new WebSocket(
    `${target.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    { headers: { cookie: people.sales.at.cookieHeader() } },
  );
  const timer = setTimeout(() => socket.terminate(), 4_000);
  socket.on('open', () => socket.send(messages[0] ?? ''));
  socket.on('message', (data) => {
    const text = String(data);
    if (text.includes('connection_ack') && messages[1] !== undefined) socket.send(messages[1]);
    else if (text.includes('"error"')) socket.close(1000, text.slice(0, 120));
    if (text.includes('"error"') || text.includes('"next"')) resolve(text);
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    clearTimeout(timer);
    resolve(String(code));
  });
  return promise;
}
