// People at work while releases come and go: requests one after the other on connections that are
// kept open, so that nothing is hidden by opening a new one, and a page that listens.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';

export type Load = Readonly<{
  /** Requests so far. */
  sent(): number;
  /** What went wrong, as sentences: no answer, or one that is our fault. */
  failures(): readonly string[];
  /** How long the listening page was without a connection, each time, milliseconds. */
  gaps(): readonly number[];
  stop(): Promise<void>;
}>;

const CLIENTS = 4;
const PAUSE_MS = 40;

export async function startLoad(port: number, cookie: string): Promise<Load> {
  const failures: string[] = [];
  const gaps: number[] = [];
  let sent = 0;
  const over = new AbortController();

  async function work(nth: number): Promise<void> {
    // an address each, as people have: nginx counts requests by address
    const agent = new Agent({
      keepAlive: true,
      maxSockets: 1,
      localAddress: `127.0.20.${nth + 1}`,
    });
    while (!over.signal.aborted) {
      sent += 1;
      const wrong = await ask(agent, port, cookie).catch((error: unknown) => String(error));
      if (wrong !== undefined) failures.push(wrong);
      await pause(PAUSE_MS);
    }
    agent.destroy();
  }

  async function listen(): Promise<void> {
    let lostAt: number | undefined;
    while (!over.signal.aborted) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
        headers: { cookie },
      });
      socket.on('error', () => undefined);
      const closed = once(socket, 'close');
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.once('message', () => {
        if (lostAt !== undefined) gaps.push(performance.now() - lostAt);
        lostAt = undefined;
      });
      const close = (): void => socket.close();
      over.signal.addEventListener('abort', close, { once: true });
      await closed;
      over.signal.removeEventListener('abort', close);
      lostAt ??= performance.now();
      // as the page does it: at once, and then a little later each time
      await pause(20);
    }
  }

  const working = [...Array.from({ length: CLIENTS }, (_, nth) => work(nth)), listen()];
  return {
    sent: () => sent,
    failures: () => failures,
    gaps: () => gaps,
    async stop() {
      over.abort();
      await Promise.all(working);
    },
  };
}

/** What is wrong with one answer; undefined when nothing is. */
function ask(agent: Agent, port: number, cookie: string): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const asked = request(
    {
      host: '127.0.0.1',
      port,
      agent,
      path: '/graphql',
      method: 'POST',
      timeout: 10_000,
      headers: { 'Content-Type': 'application/json', 'X-Sodaily-CSRF': '1', Cookie: cookie },
    },
    (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve(
          response.statusCode === 200 && body.includes('businessDate')
            ? undefined
            : `${response.statusCode} ${body.slice(0, 200)}`,
        ),
      );
    },
  );
  asked.on('timeout', () => asked.destroy(new Error('no answer in ten seconds')));
  asked.on('error', reject);
  asked.end('{"query":"{ businessDate }"}');
  return promise;
}
