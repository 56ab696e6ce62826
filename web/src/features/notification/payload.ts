import type { NotificationRowFragment } from '../../gql/graphql.ts';

/**
 * What a notification is about, as the worker wrote it. Missing money means that the reader sees
 * none.
 */
interface NotificationPayload {
  issue_id?: string;
  request_code?: string;
  /**
   * Of a request: above 1 when it was asked for anew. Of a slip: what was cut from the request,
   * line by line.
   */
  version?: string;
  cut?: string;
  /** What a slip came to at the prices of its request, when those changed. */
  asked_amount?: string;
  issue_code?: string;
  issue_return_id?: string;
  agency_name?: string;
  total_amount?: string;
  told?: string;
  /** Of a nightly check: how many invariants are broken. */
  broken?: string;
  /** Of items that run low: some of their names. */
  names?: string;
  agency_id?: string;
  payment_id?: string;
  payment_code?: string;
  paid_amount?: string;
  refund_id?: string;
  refund_code?: string;
  refunded_amount?: string;
  return_code?: string;
  returned_amount?: string;
  debt_amount?: string;
  limit_amount?: string;
  overdue_amount?: string;
  slips?: string;
  since?: string;
  items?: string;
  status?: string;
  reason?: string;
  /** Of an attack: what is guessed at, and how often within an hour. */
  account?: string;
  address?: string;
  failures?: string;
}

export function payloadOf({
  payload,
}: Pick<NotificationRowFragment, 'payload'>): NotificationPayload {
  if (typeof payload === 'string') {
    try {
      return JSON.parse(payload) as NotificationPayload;
    } catch {
      return {};
    }
  }
  return (payload ?? {}) as NotificationPayload;
}
