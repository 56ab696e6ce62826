import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Answer } from './inspect.ts';

export type Sending = Readonly<{
  /** Sent as JSON, unless `text` says what to send. */
  body?: unknown;
  text?: string | Buffer;
  headers?: Readonly<Record<string, string | undefined>>;
}>;

export type Attacker = ReturnType<typeof makeAttacker>;

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * A client with cookies and an address of its own, which does whatever it is told. The address is
 * what a proxy would say of it; one of this machine (127.…) is where its connections come from, for
 * a real proxy to see.
 */
export function makeAttacker(url: string, address: string, cookies = new Map<string, string>()) {
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  function keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  async function send(
    method: string,
    path: string,
    { body, text, headers: more = {} }: Sending = {},
  ): Promise<Answer> {
    const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const wanted: Record<string, string | undefined> = {
      'X-Sodaily-CSRF': '1',
      ...(isOfThisMachine(address) ? {} : { 'X-Forwarded-For': address }),
      Accept: 'application/json',
      'User-Agent': 'scan',
      ...(payload === undefined
        ? {}
        : {
            'Content-Type': 'application/json',
            'Content-Length': String(Buffer.byteLength(payload)),
          }),
      ...(cookies.size > 0 ? { Cookie: cookieHeader() } : {}),
      ...more,
    };
    const headers = Object.fromEntries(
      Object.entries(wanted).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    const answer = await ask({ url, address, method, path, headers }, payload);
    keep([answer.headers['set-cookie'] ?? []].flat());
    return answer;
  }

  return {
    url,
    address,
    cookies,
    cookieHeader,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers }),
    post: (path: string, body?: unknown) => send('POST', path, { body }),
    graphql: (query: string, variables?: unknown) =>
      send('POST', '/graphql', { body: { query, variables } }),
    /** The same person before another process. */
    at: (other: string) => makeAttacker(other, address, cookies),
    signIn: (email: string, password: string) =>
      send('POST', '/auth/login', { body: { email, password } }),
  };
}

const isOfThisMachine = (address: string): boolean => address.startsWith('127.');

type Question = Readonly<{
  url: string;
  address: string;
  method: string;
  path: string;
  headers: Record<string, string>;
}>;

function ask(
  { url, address, method, path, headers }: Question,
  payload: string | Buffer | undefined,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const from = isOfThisMachine(address) ? { localAddress: address } : {};
  const wanted = { hostname, port, method, path, headers, agent, ...from };
  const question = httpRequest(wanted, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(parts).toString(),
      }),
    );
    response.on('error', reject);
  });
  question.on('error', reject);
  question.end(payload);
  return promise;
}

const PATIENCE_MS = 5_000;

/** Bytes as they are, for what no client would send; the answer until the server closes. */
export function raw(url: string, text: string, patienceMs = PATIENCE_MS): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const socket = connect(Number(port), hostname);
  let heard = '';
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    heard += part;
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(timer);
    resolve(parsed(heard));
  });
  socket.write(text);
  return promise;
}

function parsed(text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') };
}
