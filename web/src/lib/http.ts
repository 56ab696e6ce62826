/** What the REST side answers when it refuses. */
export interface Refusal {
  code: string;
  details: Record<string, unknown>;
  traceId: string | null;
  status: number;
  message?: string | undefined;
}

export class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}

/** Every request carries the header that a foreign page cannot set. */
export const csrfHeader = { 'X-Sodaily-CSRF': '1' } as const;

async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  return {
    code: typeof body['code'] === 'string' ? body['code'] : `HTTP_${response.status}`,
    details: (body['details'] ?? {}) as Record<string, unknown>,
    traceId: (body['trace_id'] as string | undefined) ?? response.headers.get('X-Trace-Id'),
    status: response.status,
    ...(typeof body['message'] === 'string' ? { message: body['message'] } : {}),
  };
}

type Send = (path: string, init: RequestInit) => Promise<Response>;

/**
 * One JSON request to our own origin; throws RefusalError, or TypeError without a connection.
 * `send` is another fetch, such as one that asks to sign in again.
 */
export async function requestJson<T>(
  path: string,
  init: RequestInit = {},
  send: Send = fetch,
): Promise<T> {
  const response = await send(path, {
    credentials: 'same-origin',
    ...init,
    headers: {
      Accept: 'application/json',
      ...(init.body ? { 'Content-Type': 'application/json' } : {}),
      ...csrfHeader,
      ...init.headers,
    },
  });
  if (!response.ok) throw new RefusalError(await refusalOf(response));
  // 202 and 204 say nothing more.
  return (
    response.headers.get('Content-Type')?.includes('json') ? await response.json() : undefined
  ) as T;
}

export function postJson<T>(path: string, body?: unknown, send: Send = fetch) {
  return requestJson<T>(
    path,
    {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    send,
  );
}
