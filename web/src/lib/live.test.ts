import type { ClientOptions } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const made = vi.hoisted(() => ({ options: [] as ClientOptions[] }));
vi.mock('graphql-ws', () => ({
  createClient: (options: ClientOptions) => {
    made.options.push(options);
    return {};
  },
}));

const heard: boolean[] = [];
const asked: string[] = [];
let options: ClientOptions;

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers();
  [made.options.length, heard.length, asked.length] = [0, 0, 0];
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve(new Response('{}'));
  });
  const { onLiveChange } = await import('./live.ts');
  onLiveChange((isLive) => heard.push(isLive));
  options = made.options[0] as ClientOptions;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const close = (code: number) => options.on?.closed?.({ code, reason: '', wasClean: true });
async function hasRetriedWithin(ms: number, retries = 0) {
  let isDone = false;
  void options.retryWait?.(retries).then(() => {
    isDone = true;
  });
  await vi.advanceTimersByTimeAsync(ms);
  return isDone;
}

describe('a live connection', () => {
  it('that ends with its token comes again at once, with a new token, and nobody is alarmed', async () => {
    close(4001);
    expect(heard).toEqual([]);
    expect(await hasRetriedWithin(500)).toBe(true);
    expect(asked).toEqual(['/auth/me']);
  });

  it('that is lost is told, and comes again more and more slowly', async () => {
    close(1006);
    expect(heard).toEqual([false]);
    expect(await hasRetriedWithin(500)).toBe(false);
    expect(await hasRetriedWithin(1_300)).toBe(true);
    expect(await hasRetriedWithin(1_300, 3)).toBe(false);
  });

  it('slows down too when the new token is refused again and again', async () => {
    close(4001);
    expect(await hasRetriedWithin(500, 2)).toBe(false);
  });
});
