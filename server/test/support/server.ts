import { checkAnswer } from './contract.ts';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { readEnv } from '../../env.ts';
import { start, type Running } from '../../start.ts';

export const PASSWORD = 'daily-2026';

export type Answer = Readonly<{
  status: number;
  headers: Headers;
  /** The parsed JSON body; undefined when there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}>;

export type Person = ReturnType<typeof personAt>;

export type TestServer = Readonly<{
  db: TestDatabase;
  running: Running;
  url: string;
  /** Somebody with cookies of their own, not signed in yet. */
  visitor(): Person;
  signedIn(role: string): Promise<Person>;
  close(): Promise<void>;
}>;

/**
 * The real server on free ports, over a database of its own: in demo mode, for it speaks plain
 * http.
 */
export async function testServer(
  seed: 'classic' | 'demo' = 'classic',
  settings: Record<string, string> = {},
): Promise<TestServer> {
  const db = await testDatabase({ seed });
  const running = await start(
    readEnv({
      AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
      SIGN_IN_DATABASE_URL: db.signin,
      JWT_SECRET: 'a secret of the tests, longer than 32 characters',
      SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
      PORT: '0',
      METRICS_PORT: '0',
      COOKIE_SECURE: 'false',
      DEMO: 'true',
      LOG_LEVEL: 'silent',
      DATABASE_POOL_SIZE: '4',
      DRAIN_MS: '2000',
      TRUSTED_DOCUMENTS: 'false',
      ...settings,
    }),
  );
  const visitor = () => personAt(running.url);
  return {
    db,
    running,
    url: running.url,
    visitor,
    async signedIn(role) {
      const person = visitor();
      const { status } = await person.signIn(`${role}@sodaily.test`);
      if (status !== 200) throw new Error(`${role} could not sign in: ${status}`);
      return person;
    },
    async close() {
      await running.stop();
      await db.close();
    },
  };
}

export function personAt(url: string) {
  const cookies = new Map<string, string>();

  async function send(
    method: string,
    path: string,
    options: {
      body?: unknown;
      text?: string;
      headers?: Record<string, string | undefined>;
    } = {},
  ): Promise<Answer> {
    const { body, text = body === undefined ? undefined : JSON.stringify(body) } = options;
    const headers = new Headers({ 'X-Sodaily-CSRF': '1' });
    if (text !== undefined) headers.set('Content-Type', 'application/json');
    if (cookies.size > 0) headers.set('Cookie', cookieHeader());
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === undefined) headers.delete(name);
      else headers.set(name, value);
    }
    const response = await fetch(url + path, {
      method,
      headers,
      redirect: 'manual',
      ...(text === undefined ? {} : { body: text }),
    });
    for (const cookie of response.headers.getSetCookie()) keep(cookie);
    const answer = await response.text();
    const content = answer === '' ? undefined : parsed(answer);
    checkAnswer(method, path, response, content);
    return { status: response.status, headers: response.headers, body: content };
  }

  function keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0/i.test(cookie)) cookies.delete(pair.slice(0, at));
    else cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  return {
    cookies,
    cookieHeader,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers }),
    post: (path: string, body?: unknown) => send('POST', path, { body }),
    signIn: (email: string, password = PASSWORD) =>
      send('POST', '/auth/login', { body: { email, password } }),
    graphql: (query: string, variables?: Record<string, unknown>) =>
      send('POST', '/graphql', { body: { query, variables } }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
