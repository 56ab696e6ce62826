import { sentenceOf } from '../../lib/catalogue.ts';
import type { Language } from '../../lib/format.ts';
import { RefusalError, postJson, requestJson } from '../../lib/http.ts';
import type { SessionAnswer } from '../../lib/session.ts';

/**
 * The first step; whoever has a second factor gives its code in a second one, within five minutes.
 */
export function signIn(email: string, password: string) {
  return postJson<SessionAnswer | { totp_required: true }>('/auth/login', {
    email: email.trim(),
    password,
  });
}

/** The second step: six digits of the app, or a recovery code. */
export function answerCode(code: string) {
  return postJson<SessionAnswer>('/auth/totp', { code });
}

export function signOut() {
  return postJson<void>('/auth/logout');
}

/** Whether this is a demo; the sign-in page then offers its accounts. */
export async function askDemo() {
  const answer = await requestJson<{ demo?: boolean }>('/readyz').catch(() => null);
  return answer?.demo === true;
}

export interface SignInFailure {
  code: string | null;
  sentence: string | null;
  traceId: string | null;
  isOffline: boolean;
  /** Seconds to wait before the next attempt. */
  wait: number;
  /** Reasons by field, of a VALIDATION_ERROR. */
  fields: Record<string, string>;
}

function fieldsOf(details: Record<string, unknown>) {
  const fields = Array.isArray(details['fields'])
    ? (details['fields'] as { path: string; reason: string }[])
    : [];
  return Object.fromEntries(fields.map(({ path, reason }) => [path, reason]));
}

/** One sentence for every reason: whether the e-mail exists is not told. */
export function failureOf(error: unknown, language: Language): SignInFailure {
  if (!(error instanceof RefusalError)) {
    return {
      code: null,
      sentence: null,
      traceId: null,
      isOffline: error instanceof TypeError,
      wait: 0,
      fields: {},
    };
  }
  const { code, details, traceId } = error.refusal;
  const sentence = sentenceOf(code, { trace_id: traceId, ...details }, language);
  return {
    code,
    sentence: sentence && `${sentence.what} ${sentence.action}`,
    traceId: sentence ? null : traceId,
    isOffline: false,
    wait: code === 'TOO_MANY_ATTEMPTS' ? Number(details['retry_after'] ?? 0) : 0,
    fields: code === 'VALIDATION_ERROR' ? fieldsOf(details) : {},
  };
}
