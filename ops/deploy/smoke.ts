// Smoke tests: what must be right of any server before people are sent to it. They need no login
// and change nothing but the count of failed attempts.
import type { Answer, Ask } from './ask.ts';

type Check = (ask: Ask) => Promise<string | undefined>;

const expected = (what: string, { status }: Answer, ...right: number[]): string | undefined =>
  right.includes(status) ? undefined : `${what} answers ${status}, not ${right.join(' or ')}`;

const codeOf = ({ body }: Answer): unknown => {
  try {
    return (JSON.parse(body) as { code?: unknown }).code;
  } catch {
    return undefined;
  }
};

const CHECKS: Readonly<Record<string, Check>> = {
  async 'the page has a nonce of its own'(ask) {
    const page = await ask('/', { headers: { Accept: 'text/html' } });
    const wrong = expected('the page', page, 200);
    if (wrong !== undefined) return wrong;
    const policy = String(page.headers['content-security-policy'] ?? '');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    if (nonce === undefined || !page.body.includes(nonce)) return 'the page has no nonce';
    return undefined;
  },
  async 'its scripts are there, compressed, and kept by browsers'(ask) {
    const page = await ask('/', { headers: { Accept: 'text/html' } });
    const scripts = [...page.body.matchAll(/src="(\/assets\/[^"]+\.js)"/g)];
    if (scripts.length === 0) return 'the page loads no script';
    for (const [, path = ''] of scripts) {
      const script = await ask(path, { headers: { 'Accept-Encoding': 'gzip' } });
      const wrong = expected(path, script, 200);
      if (wrong !== undefined) return wrong;
      if (!String(script.headers['cache-control']).includes('immutable'))
        return `${path} is asked for again each time`;
    }
    return undefined;
  },
  async 'nobody is signed in without signing in'(ask) {
    const me = await ask('/auth/me');
    return (
      expected('/auth/me', me, 401)
      ?? (codeOf(me) === 'INVALID_TOKEN' ? undefined : '/auth/me says another code')
    );
  },
  async 'a wrong password is refused, by the database'(ask) {
    const body = { email: 'smoke@so-dai-ly.invalid', password: 'not a password' };
    return expected('/auth/login', await ask('/auth/login', { body }), 401, 429);
  },
  async 'another site gets nothing'(ask) {
    const answer = await ask('/graphql', { body: {}, headers: { 'Sec-Fetch-Site': 'cross-site' } });
    return expected('a request of another site', answer, 403);
  },
  async 'GraphQL and REST ask for a session'(ask) {
    return (
      expected('/graphql', await ask('/graphql', { body: { query: '{ businessDate }' } }), 401)
      ?? expected('REST', await ask('/api/v1/inventory/items'), 401)
    );
  },
  async 'a socket without a session is refused'(ask) {
    const answer = await ask('/graphql', {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'c21va2UgdGVzdCBzbW9rZQ==',
        'Sec-WebSocket-Protocol': 'graphql-transport-ws',
      },
    });
    return expected('a socket', answer, 401);
  },
};

/** What is wrong with a server, as sentences; none is right. */
export async function smoke(ask: Ask): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    const problem = await check(ask).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (problem !== undefined) problems.push(`${name}: ${problem}`);
  }
  return problems;
}

export const SMOKE_CHECKS = Object.keys(CHECKS).length;
