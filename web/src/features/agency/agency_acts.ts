import type { ApolloClient } from '@apollo/client';
import {
  ApproveAgencyDocument,
  BlockAgencyDocument,
  ReactivateAgencyDocument,
  RejectAgencyDocument,
  TerminateAgencyDocument,
} from '../../gql/graphql.ts';
import { forgetLists } from '../../lib/stale.ts';

type ActName = 'approve' | 'reject' | 'block' | 'reactivate' | 'terminate';

export interface AgencyAct {
  name: ActName;
  /** States in which the button is shown. Which roads there are, the server decides. */
  from: readonly string[];
  hasReason: boolean;
  isUsual: boolean;
  isGrave: boolean;
}

/** What can become of an agency, in the order of the buttons. */
export const agencyActs: readonly AgencyAct[] = [
  {
    name: 'terminate',
    from: ['active', 'blocked'],
    hasReason: true,
    isUsual: false,
    isGrave: true,
  },
  { name: 'reject', from: ['pending'], hasReason: true, isUsual: false, isGrave: true },
  { name: 'block', from: ['active'], hasReason: true, isUsual: false, isGrave: false },
  { name: 'reactivate', from: ['blocked'], hasReason: false, isUsual: false, isGrave: false },
  { name: 'approve', from: ['pending'], hasReason: false, isUsual: true, isGrave: false },
];

type Send = (
  client: ApolloClient,
  clientKey: string,
  agencyId: string,
  reason: string,
  /** The version that was looked at, of what is approved or rejected. */
  version: string | null | undefined,
) => Promise<unknown>;

export const sendAgencyAct: Record<ActName, Send> = {
  approve: (client, clientKey, agencyId, _reason, version) =>
    client.mutate({
      mutation: ApproveAgencyDocument,
      variables: { input: { clientKey, agencyId, version } },
      update: forgetLists,
    }),
  reject: (client, clientKey, agencyId, reason, version) =>
    client.mutate({
      mutation: RejectAgencyDocument,
      variables: { input: { clientKey, agencyId, reason, version } },
      update: forgetLists,
    }),
  block: (client, clientKey, agencyId, reason) =>
    client.mutate({
      mutation: BlockAgencyDocument,
      variables: { input: { clientKey, agencyId, reason } },
      update: forgetLists,
    }),
  reactivate: (client, clientKey, agencyId) =>
    client.mutate({
      mutation: ReactivateAgencyDocument,
      variables: { input: { clientKey, agencyId } },
      update: forgetLists,
    }),
  terminate: (client, clientKey, agencyId, reason) =>
    client.mutate({
      mutation: TerminateAgencyDocument,
      variables: { input: { clientKey, agencyId, reason } },
      update: forgetLists,
    }),
};
