// Connections that would hold memory or turns without end: readers that do not read, requests that
// do not wait for answers, and whoever leaves before they are answered.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, listen } from '../../platform/listen.ts';
import { guardConnections } from '../http/connections.ts';
import { PASSWORD, testServer, type TestServer } from './support/server.ts';

const portOf = (url: string): number => Number(new URL(url).port);

describe('an answer of 60 MB', () => {
  const LARGE = Buffer.alloc(60_000_000, 'x');
  let server: Server;
  let client: Socket;
  let answering: Socket | undefined;
  beforeEach(async () => {
    answering = undefined;
    server = createServer((request, response) => {
      answering = request.socket;
      response.end(LARGE);
    });
    guardConnections(server, { windowMs: 200, bytesPerWindow: 10_000, openRequests: 8 });
    await listen(server, 0, '127.0.0.1');
    client = connect(portOf(addressOf(server)), '127.0.0.1');
    await once(client, 'connect');
  });
  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  test('is cut when nobody reads it, and its memory is free', async () => {
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => answering?.writableLength).toBeGreaterThan(1_000_000);

    await expect.poll(() => answering?.destroyed, { timeout: 2_000 }).toBe(true);
  });

  test('is cut when a letter is read now and then', async () => {
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const reading = setInterval(() => client.read(1), 20);
    await expect.poll(() => answering?.destroyed, { timeout: 2_000 }).toBe(true);
    clearInterval(reading);
  });

  test('arrives whole at a client that is slow and steady', async () => {
    let heard = 0;
    client.on('data', (part: Buffer) => {
      heard += part.length;
      client.pause();
      setTimeout(() => client.resume(), 1);
    });
    client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(client, 'close');

    expect(heard).toBeGreaterThan(LARGE.length);
  });
});

describe('requests that do not wait for answers', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer();
  });
  afterAll(() => server.close());

  /** What comes back for so many requests in one breath, until the server closes or is done. */
  async function pipelined(many: number): Promise<number> {
    const client = connect(portOf(server.url), '127.0.0.1');
    let heard = '';
    client.on('data', (part) => (heard += String(part)));
    client.on('error', () => undefined);
    client.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(many));
    await Promise.race([once(client, 'close'), pause(1_500)]);
    client.destroy();
    return heard.split('HTTP/1.1 200').length - 1;
  }

  test('are answered when they are few', async () => {
    expect(await pipelined(5)).toBe(5);
  });

  test('end their connection when they are many', async () => {
    expect(await pipelined(200)).toBeLessThan(9);
    expect((await server.visitor().get('/readyz')).status).toBe(200);
  });

  test('leave no place taken when their connection ends before they are answered', async () => {
    const body = JSON.stringify({ email: 'sales@sodaily.test', password: 'not the password' });
    const request = [
      'POST /auth/login HTTP/1.1',
      'Host: x',
      'X-Sodaily-CSRF: 1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    for (let nth = 0; nth < 2; nth += 1) {
      const client = connect(portOf(server.url), '127.0.0.1');
      client.on('error', () => undefined);
      await once(client, 'connect');
      client.write(request.repeat(7));
      await pause(15);
      client.destroy();
      await pause(300);
    }
    await server.db.query('delete from auth.login_attempt');

    const signedIn = server.visitor().signIn('manager@sodaily.test', PASSWORD);
    const { status } = await Promise.race([
      signedIn,
      pause(5_000, { status: 'still waiting for a place' }),
    ]);
    expect(status).toBe(200);
  });
});
