import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import type { Details } from './catalogue.ts';
import { RefusalError } from './http.ts';

/** What went wrong, told apart by what the person can do about it. */
export interface Problem {
  code: string;
  details: Details;
  traceId: string | null;
  /** What the server says of it, for a code that is newer than this page. */
  message?: string | undefined;
}

/** No answer came: the request may or may not have been carried out. */
export const NO_CONNECTION = 'NO_CONNECTION';
const UNKNOWN = 'UNKNOWN';

function fromGraphQL(error: CombinedGraphQLErrors): Problem {
  const extensions = error.errors[0]?.extensions ?? {};
  return {
    code: typeof extensions['code'] === 'string' ? extensions['code'] : UNKNOWN,
    details: (extensions['details'] ?? {}) as Details,
    traceId: (extensions['traceId'] as string | undefined) ?? null,
    message: error.errors[0]?.message,
  };
}

/** A refusal of the whole request has a status of its own, and says why in its body. */
function refusalIn(body: string): Problem | undefined {
  try {
    const { errors } = JSON.parse(body) as {
      errors?: { message?: string; extensions?: Record<string, unknown> }[];
    };
    const { code, details = {}, traceId = null } = errors?.[0]?.extensions ?? {};
    const message = errors?.[0]?.message;
    return typeof code === 'string'
      ? { code, details: details as Details, traceId: traceId as string | null, message }
      : undefined;
  } catch {
    return undefined;
  }
}

function fromServer(error: ServerError): Problem {
  const refusal = refusalIn(error.bodyText);
  if (refusal) return refusal;
  const traceId = error.response.headers.get('X-Trace-Id');
  // 502 to 504 come from the proxy: the server may have done the work.
  const code = error.statusCode >= 502 && error.statusCode <= 504 ? NO_CONNECTION : UNKNOWN;
  return { code, details: {}, traceId };
}

export function problemOf(error: unknown): Problem {
  if (CombinedGraphQLErrors.is(error)) return fromGraphQL(error);
  if (ServerError.is(error)) return fromServer(error);
  if (error instanceof RefusalError) return error.refusal;
  if (error instanceof TypeError) return { code: NO_CONNECTION, details: {}, traceId: null };
  return { code: UNKNOWN, details: {}, traceId: null };
}
