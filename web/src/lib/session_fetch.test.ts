import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onSessionLost, sessionFetch } from './session_fetch.ts';

const ended = () => new Response(JSON.stringify({ errors: [{ extensions: { code: 'INVALID_TOKEN' } }] }), { headers: { 'Content-Type': 'application/json' } });
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
    const answers = await Promise.all([sessionFetch('/graphql'), sessionFetch('/graphql'), sessionFetch('/graphql')]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(3).fill('{"data":{}}'));
    expect(refreshes).toBe(1);
  });

  it('asks to sign in again when it cannot be refreshed, and the request goes on', async () => {
    canRefresh = false;
    onSessionLost(async () => { await Promise.resolve(); isAlive = true; return true; });
    const answer = await sessionFetch('/graphql');
    expect(await answer.text()).toBe('{"data":{}}');
  });

  it('hands on the refusal when nobody signs in again', async () => {
    canRefresh = false;
    const answer = await sessionFetch('/graphql');
    expect(await answer.text()).toContain('INVALID_TOKEN');
  });
});
