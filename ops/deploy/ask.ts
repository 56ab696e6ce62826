// Requests to one server, past the gateway: on its Unix socket.
import { request, type IncomingHttpHeaders } from 'node:http';

export type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: string }>;

export type Question = Readonly<{
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  patienceMs?: number;
}>;

/** Asks, as the gateway would. An upgrade that is taken is an answer of 101. */
export type Ask = (path: string, question?: Question) => Promise<Answer>;

/** Asks where an option object of node:http leads: `{ socketPath }`, or `{ host, port }`. */
export const askAt =
  (where: Readonly<{ socketPath: string } | { host: string; port: number }>): Ask =>
  (path, { method, headers, body, patienceMs = 5_000 } = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const asked = request({
      ...where,
      path,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      agent: false,
      timeout: patienceMs,
      headers: {
        Host: 'so-dai-ly',
        'X-Sodaily-CSRF': '1',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
    });
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer to ${path} in time`)));
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  };

/** What a process of this machine tells Prometheus. */
export async function figuresAt(port: number): Promise<string> {
  const { status, body } = await askAt({ host: '127.0.0.1', port })('/metrics');
  if (status !== 200) throw new Error(`/metrics on port ${port} answers ${status}`);
  return body;
}
