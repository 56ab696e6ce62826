import { browserStore } from './browser_store.ts';
import { csrfHeader } from './http.ts';

/**
 * fetch that outlives a session: an ended one is refreshed once, then the person is asked to sign
 * in again while the request waits, so that nothing typed is lost. A command that wants a recent
 * proof of who sits here waits for that proof in the same way.
 */
const REFRESHED_AT = 'sodaily-refreshed-at';

export type ProofMethod = 'totp' | 'password';

let askToSignIn: () => Promise<boolean> = () => Promise.resolve(false);
let askForProof: (method: ProofMethod) => Promise<boolean> = () => Promise.resolve(false);
let tellSecondFactorMissing: () => void = () => undefined;
let signingIn: Promise<boolean> | null = null;
let proving: Promise<boolean> | null = null;
let refreshing: Promise<boolean> | null = null;

/** The shell says how to ask; the promise tells whether somebody is signed in again. */
export function onSessionLost(ask: () => Promise<boolean>) {
  askToSignIn = ask;
}

/** The shell says how to ask for a code or the password; the promise tells whether it was given. */
export function onProofWanted(ask: (method: ProofMethod) => Promise<boolean>) {
  askForProof = ask;
}

/** The shell hears that everything is refused until a second factor is enrolled. */
export function onSecondFactorMissing(tell: () => void) {
  tellSecondFactorMissing = tell;
}

async function postRefresh() {
  const response = await fetch('/auth/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: csrfHeader,
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

function refreshSession() {
  refreshing ??= refreshAcrossTabs().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** One dialog, however many requests wait for it. */
function askOnce() {
  signingIn ??= askToSignIn().finally(() => {
    signingIn = null;
  });
  return signingIn;
}

function proveOnce(method: ProofMethod) {
  proving ??= askForProof(method).finally(() => {
    proving = null;
  });
  return proving;
}

interface Answered {
  code: string;
  details: { method?: string };
}

const answeredHere = /"(INVALID_TOKEN|STEP_UP_REQUIRED|SECOND_FACTOR_REQUIRED)"/;

/**
 * A refusal that is answered here. GraphQL tells it in the body with status 200, REST with the
 * status.
 */
async function refusalIn(response: Response): Promise<Answered | null> {
  const ended = response.status === 401 ? { code: 'INVALID_TOKEN', details: {} } : null;
  if (ended || !response.headers.get('Content-Type')?.includes('json')) return ended;
  const text = await response.clone().text();
  // Most answers are data: only one that speaks of such a code is read twice.
  if (!answeredHere.test(text)) return null;
  const body = JSON.parse(text) as Partial<Answered> & {
    errors?: { extensions?: Partial<Answered> }[];
  };
  const found = [body, ...(body.errors ?? []).map(({ extensions }) => extensions)].find((one) =>
    answeredHere.test(`"${one?.code}"`),
  );
  return found?.code ? { code: found.code, details: found.details ?? {} } : null;
}

type Sending = () => Promise<Response>;

async function sendAlive(send: Sending) {
  const first = await send();
  if ((await refusalIn(first))?.code !== 'INVALID_TOKEN') return first;
  if (await refreshSession()) {
    const second = await send();
    if ((await refusalIn(second))?.code !== 'INVALID_TOKEN') return second;
  }
  return (await askOnce()) ? send() : first;
}

export async function sessionFetch(input: RequestInfo | URL, init: RequestInit = {}) {
  const send = () =>
    fetch(input, {
      credentials: 'same-origin',
      ...init,
      headers: { ...csrfHeader, ...init.headers },
    });
  const answer = await sendAlive(send);
  const refusal = await refusalIn(answer);
  if (refusal?.code === 'SECOND_FACTOR_REQUIRED') tellSecondFactorMissing();
  if (refusal?.code !== 'STEP_UP_REQUIRED') return answer;
  // The same request with its same client key: what was carried out once is not carried out twice.
  return (await proveOnce(refusal.details.method === 'totp' ? 'totp' : 'password'))
    ? sendAlive(send)
    : answer;
}
