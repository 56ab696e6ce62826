import { postJson, requestJson } from '../../../lib/http.ts';
import { sessionFetch } from '../../../lib/session_fetch.ts';

/** A key to be kept by an app: for the QR code, and in letters for whoever types it. */
export interface EnrolmentKey {
  secret: string;
  uri: string;
}

export interface OwnSession {
  id: string;
  created_at: string;
  last_used_at: string;
  address: string | null;
  /** As the browser names itself. */
  browser: string | null;
  is_current: boolean;
}

interface RecoveryCodes {
  recovery_codes: string[];
}

// Each may first ask for a proof: sessionFetch then sends it again.
export const beginEnrolment = () =>
  postJson<EnrolmentKey>('/auth/second-factor/enrol', undefined, sessionFetch);

export const confirmEnrolment = async (code: string) =>
  (await postJson<RecoveryCodes>('/auth/second-factor/confirm', { code }, sessionFetch))
    .recovery_codes;

export const renewRecoveryCodes = async () =>
  (await postJson<RecoveryCodes>('/auth/second-factor/recovery-codes', undefined, sessionFetch))
    .recovery_codes;

export const switchOffSecondFactor = () =>
  requestJson<void>('/auth/second-factor', { method: 'DELETE' }, sessionFetch);

export const changePassword = (current: string, wanted: string) =>
  postJson<void>('/auth/password/change', { current, new: wanted }, sessionFetch);

export const listSessions = async () =>
  (await requestJson<{ sessions: OwnSession[] }>('/auth/sessions', {}, sessionFetch)).sessions;

export const endSession = (id: string) =>
  requestJson<void>(`/auth/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }, sessionFetch);

export const endOtherSessions = () =>
  requestJson<void>('/auth/sessions', { method: 'DELETE' }, sessionFetch);
