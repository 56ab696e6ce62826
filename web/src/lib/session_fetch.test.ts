import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { json, refused, serve } from '../test_server.ts';
import {
  onProofWanted,
  onSecondFactorMissing,
  onSessionLost,
  sessionFetch,
} from './session_fetch.ts';

const ended = () =>
  new Response(JSON.stringify({ errors: [{ extensions: { code: 'INVALID_TOKEN' } }] }), {
    headers: { 'Content-Type': 'application/json' },
  });
const fine = () => new Response('{"data":{}}', { headers: { 'Content-Type': 'application/json' } });

let isAlive = false;
let canRefresh = true;
let refreshes = 0;

beforeEach(() => {
  [isAlive, canRefresh, refreshes] = [false, true, 0];
  vi.stubGlobal('fetch', async (path: string) => {
    await Promise.resolve();
    if (path !== '/auth/refresh') return isAlive ? fine() : ended();
    refreshes += 1;
    isAlive = canRefresh;
    return new Response(null, { status: canRefresh ? 204 : 401 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  onSessionLost(() => Promise.resolve(false));
});

describe('a session that ended', () => {
  it('is refreshed once for requests at the same time, and they go on', async () => {
    const answers = await Promise.all([
      sessionFetch('/graphql'),
      sessionFetch('/graphql'),
      sessionFetch('/graphql'),
    ]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(
      Array(3).fill('{"data":{}}'),
    );
    expect(refreshes).toBe(1);
  });

  it('asks to sign in again when it cannot be refreshed, and the request goes on', async () => {
    canRefresh = false;
    onSessionLost(async () => {
      await Promise.resolve();
      isAlive = true;
      return true;
    });
    const answer = await sessionFetch('/graphql');
    expect(await answer.text()).toBe('{"data":{}}');
  });

  it('hands on the refusal when nobody signs in again', async () => {
    canRefresh = false;
    const answer = await sessionFetch('/graphql');
    expect(await answer.text()).toContain('INVALID_TOKEN');
  });
});

describe('a fresh proof', () => {
  const wanted = () =>
    json(200, {
      data: null,
      errors: [
        { extensions: { code: 'STEP_UP_REQUIRED', details: { method: 'totp', max_age: 600 } } },
      ],
    });
  afterEach(() => onProofWanted(() => Promise.resolve(false)));

  it('is asked for once by commands at the same time, which are then sent again unchanged', async () => {
    let isProven = false;
    let asked: string[] = [];
    const calls = serve({ 'POST /graphql': () => (isProven ? json(200, { data: {} }) : wanted()) });
    onProofWanted(async (method) => {
      asked = [...asked, method];
      await Promise.resolve();
      isProven = true;
      return true;
    });
    const answers = await Promise.all(
      ['1', '2'].map((key) =>
        sessionFetch('/graphql', { method: 'POST', body: JSON.stringify({ key }) }),
      ),
    );
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { data: {} },
      { data: {} },
    ]);
    expect(asked).toEqual(['totp']);
    expect(calls.map(({ body }) => body)).toEqual([
      { key: '1' },
      { key: '2' },
      { key: '1' },
      { key: '2' },
    ]);
  });

  it('hands on the refusal when it is not given', async () => {
    serve({ 'POST /api/v1/x': () => refused(403, 'STEP_UP_REQUIRED', { method: 'password' }) });
    const answer = await sessionFetch('/api/v1/x', { method: 'POST' });
    expect(answer.status).toBe(403);
  });

  it('is not asked for because data speak of such a code', async () => {
    let isAsked = false;
    serve({
      'POST /graphql': () =>
        json(200, {
          data: { refusals: [{ code: 'STEP_UP_REQUIRED' }, { code: 'INVALID_TOKEN' }] },
        }),
    });
    onProofWanted(() => {
      isAsked = true;
      return Promise.resolve(true);
    });
    await sessionFetch('/graphql', { method: 'POST' });
    expect(isAsked).toBe(false);
  });
});

describe('a second factor that is missing', () => {
  it('is told to the shell, and the refusal goes on', async () => {
    let told = 0;
    onSecondFactorMissing(() => {
      told += 1;
    });
    serve({ 'GET /api/v1/x': () => refused(403, 'SECOND_FACTOR_REQUIRED') });
    expect((await sessionFetch('/api/v1/x')).status).toBe(403);
    expect(told).toBe(1);
    onSecondFactorMissing(() => undefined);
  });
});
