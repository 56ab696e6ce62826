import type { NotificationRowFragment } from '../../gql/graphql.ts';

/** What a notification is about, as the worker wrote it. Missing money means that the reader sees none. */
export interface IssuePayload {
  issue_id?: string;
  issue_code?: string;
  agency_name?: string;
  total_amount?: string;
  told?: string;
}

export function payloadOf({ payload }: Pick<NotificationRowFragment, 'payload'>): IssuePayload {
  if (typeof payload === 'string') {
    try {
      return JSON.parse(payload) as IssuePayload;
    } catch {
      return {};
    }
  }
  return (payload ?? {}) as IssuePayload;
}
