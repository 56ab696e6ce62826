// How large an answer may be, and how long a request may take from its head to its answer.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, listen } from '../../platform/listen.ts';
import { limitAnswers } from '../http/answer_limits.ts';
import { Refusal } from '../http/errors.ts';
import { timeBudget } from '../http/time_budget.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let sales: Person;
beforeAll(async () => {
  server = await testServer('classic', { MAX_ANSWER_BYTES: '20000', EXECUTION_TIMEOUT_MS: '600' });
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());

const LARGE = '{ __schema { types { name description fields { name description } } } }';

test('an answer beyond the limit is refused, and the next one is given', async () => {
  const answer = await sales.graphql(LARGE);

  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].extensions).toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { fields: [{ path: 'query', reason: 'answer_too_large' }] },
  });
  expect((await sales.graphql('{ businessDate }')).status).toBe(200);
});

describe('the time of a request begins with its head', () => {
  /** A body that arrives a while after its head. */
  async function late(path: string, body: unknown, afterMs: number): Promise<string> {
    const text = JSON.stringify(body);
    const client = connect(Number(new URL(server.url).port), '127.0.0.1');
    let heard = '';
    client.on('data', (part) => (heard += String(part)));
    client.write(
      [
        `POST ${path} HTTP/1.1`,
        'Host: x',
        'X-Sodaily-CSRF: 1',
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(text)}`,
        `Cookie: ${sales.cookieHeader()}`,
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    );
    await pause(afterMs);
    client.write(text);
    await new Promise((resolve) => client.once('close', resolve));
    return heard;
  }
  const question = { query: '{ items { totalCount } }' };

  test('so a body that takes a moment is read', async () => {
    expect(await late('/graphql', question, 50)).toContain('"totalCount"');
  });

  test('so a question whose body takes too long is not asked any more', async () => {
    const answer = await late('/graphql', question, 800);

    expect(answer).toContain('"BUSY"');
    expect(answer).not.toContain('"totalCount"');
  });

  test('so a slip whose body takes too long is not made', async () => {
    const slip = {
      client_key: 'late',
      agency_id: '1',
      items: [{ item_id: '1', quantity: '1' }],
    };
    expect(await late('/api/v1/inventory/issues', slip, 800)).toMatch(/^HTTP\/1.1 503 /);
    expect(await server.db.query('select from inventory.issue')).toEqual([]);
  });
});

describe('the time of a request ends with its answer', () => {
  /** An answer that takes so long to write. */
  async function write(method: 'get' | 'post', ms: number): Promise<number> {
    const app = express();
    const services = { env: { EXECUTION_TIMEOUT_MS: 40, MAX_ANSWER_BYTES: 1_000 } } as never;
    app.use(timeBudget(services), limitAnswers(services));
    app[method]('/', (_request, response) => {
      response.json({
        toJSON() {
          const began = performance.now();
          while (performance.now() - began < ms);
          return {};
        },
      });
    });
    app.use(((error, _request, response, _next) => {
      response.sendStatus(error instanceof Refusal ? error.status : 500);
    }) satisfies express.ErrorRequestHandler);
    const { createServer } = await import('node:http');
    const small = createServer(app);
    await listen(small, 0, '127.0.0.1');
    const { status } = await fetch(addressOf(small), { method });
    small.closeAllConnections();
    small.close();
    return status;
  }

  test('so what takes too long to write is told to come again', async () => {
    expect(await write('get', 1)).toBe(200);
    expect(await write('get', 80)).toBe(503);
  });

  test('but what a command did is told, late or not', async () => {
    expect(await write('post', 80)).toBe(200);
  });
});
