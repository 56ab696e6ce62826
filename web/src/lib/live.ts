import { createClient } from 'graphql-ws';
import { sessionFetch } from './session_fetch.ts';

type Listener = (isLive: boolean) => void;
const listeners = new Set<Listener>();
let connectedBefore = false;

/** Hears when the live connection comes (again) and goes. Returns how to stop hearing. */
export function onLiveChange(listener: Listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const tell = (isLive: boolean) => {
  for (const listener of listeners) listener(isLive);
};

/** The server ends a connection with the token it came with, every ten minutes. */
const TOKEN_OVER = 4001;
let isTokenOver = false;

async function waitBeforeRetry(retries: number) {
  // not the server's trouble: only so long that not all tabs come at once
  const longest = isTokenOver && retries === 0 ? 300 : Math.min(1000 * 2 ** retries, 30_000);
  const delay = longest * (0.75 + Math.random() / 2);
  await new Promise((resolve) => {
    setTimeout(resolve, delay);
  });
  // The upgrade carries the access cookie; asking who I am renews one that ran out.
  await sessionFetch('/auth/me').catch(() => undefined);
}

export const liveClient = createClient({
  url: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
  lazy: true,
  keepAlive: 20_000,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: waitBeforeRetry,
  on: {
    connected: () => {
      // The first connection brings nothing new; every later one may have missed something.
      if (connectedBefore) tell(true);
      connectedBefore = true;
    },
    closed: (event) => {
      isTokenOver = (event as { code?: unknown }).code === TOKEN_OVER;
      if (!isTokenOver) tell(false);
    },
  },
});
