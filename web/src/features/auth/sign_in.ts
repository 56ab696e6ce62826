import { sentenceOf } from '../../lib/catalogue.ts';
import type { Language } from '../../lib/format.ts';
import { RefusalError, postJson, requestJson } from '../../lib/http.ts';
import type { SessionAnswer } from '../../lib/session.ts';

export function signIn(email: string, password: string) {
  return postJson<SessionAnswer>('/auth/login', { email: email.trim(), password });
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
  sentence: string | null;
  traceId: string | null;
  isOffline: boolean;
}

/** One sentence for every reason: whether the e-mail exists is not told. */
export function failureOf(error: unknown, language: Language): SignInFailure {
  if (!(error instanceof RefusalError)) {
    return { sentence: null, traceId: null, isOffline: error instanceof TypeError };
  }
  const { code, details, traceId } = error.refusal;
  const sentence = sentenceOf(code, { trace_id: traceId, ...details }, language);
  return {
    sentence: sentence && `${sentence.what} ${sentence.action}`,
    traceId: sentence ? null : traceId,
    isOffline: false,
  };
}
