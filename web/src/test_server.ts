import { vi } from 'vitest';

export const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

export const nothing = (status = 204) => new Response(null, { status });

export const refused = (status: number, code: string, details: object = {}) =>
  json(status, { code, message: code, details, trace_id: 'trace-1' });

export const invalidField = (path: string, reason: string) =>
  refused(400, 'VALIDATION_ERROR', { fields: [{ path, reason }] });

interface Call {
  /** "POST /auth/login" */
  route: string;
  body: unknown;
  headers: Record<string, string>;
}

/**
 * A server that answers what the test says, by "METHOD /path"; the number of the call lets the
 * second differ.
 */
export function serve(
  answers: Record<string, (call: number, body: unknown) => Response | Promise<Response>>,
) {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    await Promise.resolve();
    const route = `${init.method ?? 'GET'} ${path}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const earlier = calls.filter((call) => call.route === route).length;
    calls.push({ route, body, headers: init.headers as Record<string, string> });
    return answers[route]?.(earlier, body) ?? json(404, {});
  });
  return calls;
}

export const bodiesOf = (calls: readonly Call[], route: string) =>
  calls.filter((call) => call.route === route).map(({ body }) => body);
