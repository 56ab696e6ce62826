// A server behind a gateway of the same machine: it listens on a Unix socket, and loses nothing
// while it stops.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { listenOnSocket } from '../../platform/listen.ts';
import { startProcess } from './support/process.ts';

let db: TestDatabase;
let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'sodaily-socket-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startOn(name: string, settings: Record<string, string> = {}) {
  const socketPath = join(folder, name);
  const started = await startProcess(db, { SOCKET_PATH: socketPath, ...settings });
  children.push(started.child);
  return { socketPath, ...started };
}

type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: string }>;

function send(
  socketPath: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; agent?: Agent } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { body, headers, agent } = options;
  const asked = request(
    {
      socketPath,
      path,
      method: body === undefined ? 'GET' : 'POST',
      agent,
      headers: {
        Host: 'so.example',
        'Content-Type': 'application/json',
        'X-Sodaily-CSRF': '1',
        ...headers,
      },
    },
    (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    },
  );
  asked.on('error', reject);
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

describe('a server on a Unix socket', () => {
  test('says where it listens, and believes the gateway about who asks', async () => {
    const { socketPath, url } = await startOn('believing.sock');
    expect(url).toBe(`unix:${socketPath}`);

    const answer = await send(socketPath, '/auth/login', {
      body: { email: 'sales@sodaily.test', password: 'not the password' },
      headers: { 'X-Forwarded-For': '203.0.113.9' },
    });

    expect(answer.status).toBe(401);
    expect(await db.query('select host(address) as address from auth.login_attempt')).toEqual([
      { address: '203.0.113.9' },
    ]);
  });

  test('takes over the socket of one that was killed, and leaves that of a living one', async () => {
    const { socketPath, child } = await startOn('taken.sock');
    child.kill('SIGKILL');
    await once(child, 'exit');

    await startOn('taken.sock');
    expect((await send(socketPath, '/healthz')).status).toBe(200);

    await expect(listenOnSocket(createServer(), socketPath)).rejects.toThrow('already');
    expect((await send(socketPath, '/healthz')).status).toBe(200);
  });
});

describe('a server that is asked to stop and may linger', () => {
  test('answers on connections that are open, says that it goes, and ends', async () => {
    const { socketPath, child } = await startOn('lingering.sock', { LINGER_MS: '1500' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await send(socketPath, '/healthz', { agent })).headers.connection).toBe('keep-alive');

    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await pause(300);

    const late = await send(socketPath, '/healthz', { agent });
    expect(late).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(JSON.parse((await send(socketPath, '/readyz')).body)).toMatchObject({
      status: 'draining',
    });
    expect((await exited)[0]).toBe(0);
    agent.destroy();
  });
});
