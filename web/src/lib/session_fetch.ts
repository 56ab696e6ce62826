import { browserStore } from './browser_store.ts';
import { csrfHeader } from './http.ts';

/**
 * fetch that outlives a session: an ended one is refreshed once, then the person is asked to sign
 * in again while the request waits, so that nothing typed is lost.
 */
const REFRESHED_AT = 'sodaily-refreshed-at';

let askToSignIn: () => Promise<boolean> = () => Promise.resolve(false);
let asking: Promise<boolean> | null = null;
let refreshing: Promise<boolean> | null = null;

/** The shell says how to ask; the promise tells whether somebody is signed in again. */
export function onSessionLost(ask: () => Promise<boolean>) {
  askToSignIn = ask;
}

async function postRefresh() {
  const response = await fetch('/auth/refresh', {
    method: 'POST', credentials: 'same-origin', headers: csrfHeader,
  });
  if (response.ok) browserStore.set(REFRESHED_AT, String(Date.now()));
  return response.ok;
}

async function refreshAcrossTabs() {
  if (!('locks' in navigator)) return postRefresh();
  const wantedAt = Date.now();
  return navigator.locks.request('sodaily-refresh', () => {
    // A refresh token works once: a tab that waited uses what the other tab was given.
    const lastAt = Number(browserStore.get(REFRESHED_AT) ?? 0);
    return lastAt >= wantedAt ? true : postRefresh();
  });
}

export function refreshSession() {
  refreshing ??= refreshAcrossTabs().finally(() => { refreshing = null; });
  return refreshing;
}

function askOnce() {
  asking ??= askToSignIn().finally(() => { asking = null; });
  return asking;
}

/** GraphQL says it in the body with status 200, REST with the status. */
async function hasEnded(response: Response) {
  if (response.status === 401) return true;
  if (!response.headers.get('Content-Type')?.includes('json')) return false;
  const text = await response.clone().text();
  return text.includes('"INVALID_TOKEN"') && /"code"\s*:\s*"INVALID_TOKEN"/.test(text);
}

export async function sessionFetch(input: RequestInfo | URL, init: RequestInit = {}) {
  const send = () => fetch(input, {
    credentials: 'same-origin', ...init, headers: { ...csrfHeader, ...init.headers },
  });
  const first = await send();
  if (!await hasEnded(first)) return first;
  if (await refreshSession()) {
    const second = await send();
    if (!await hasEnded(second)) return second;
  }
  return await askOnce() ? send() : first;
}
