import type { ApolloClient } from '@apollo/client';
import type { Answers } from '../../../components/questions/answers.ts';
import {
  CancelIssueDocument,
  ConfirmIssueDocument,
  DeliverIssueDocument,
  PostponeIssueDocument,
  RejectIssueDocument,
  ResumeIssueDocument,
  WithdrawRequestDocument,
} from '../../../gql/graphql.ts';
import type { ChangedIssueFragment, ConfirmIssueInput } from '../../../gql/graphql.ts';
import { forgetLists } from '../../../lib/stale.ts';

type ActName = 'confirm' | 'postpone' | 'resume' | 'reject' | 'deliver' | 'cancel' | 'withdraw';
type Changed = ChangedIssueFragment | null | undefined;

export interface IssueAct {
  name: ActName;
  /** States in which the button is shown. Which roads there are, the server decides. */
  from: readonly string[];
  scope: string;
  /** Of the dealer who asked; staff reject. */
  isOwn?: boolean;
  hasReason: boolean;
  /** The usual next step of a slip in this state. */
  isUsual: boolean;
  isGrave: boolean;
}

/** What can become of a slip, in the order of the buttons. */
export const issueActs: readonly IssueAct[] = [
  {
    name: 'cancel',
    from: ['confirmed', 'delivered'],
    scope: 'slip:cancel',
    hasReason: true,
    isUsual: false,
    isGrave: true,
  },
  {
    name: 'withdraw',
    from: ['requested', 'postponed'],
    scope: 'inventory:read',
    isOwn: true,
    hasReason: false,
    isUsual: false,
    isGrave: true,
  },
  {
    name: 'reject',
    from: ['requested', 'postponed'],
    scope: 'inventory:write',
    hasReason: true,
    isUsual: false,
    isGrave: true,
  },
  {
    name: 'postpone',
    from: ['requested'],
    scope: 'inventory:write',
    hasReason: true,
    isUsual: false,
    isGrave: false,
  },
  {
    name: 'resume',
    from: ['postponed'],
    scope: 'inventory:write',
    hasReason: false,
    isUsual: true,
    isGrave: false,
  },
  {
    name: 'confirm',
    from: ['requested'],
    scope: 'inventory:write',
    hasReason: false,
    isUsual: true,
    isGrave: false,
  },
  {
    name: 'deliver',
    from: ['confirmed'],
    scope: 'inventory:confirm',
    hasReason: false,
    isUsual: true,
    isGrave: false,
  },
];

/** The version that was looked at and, of confirming, what goes out of lines that were cut. */
type Less = Pick<ConfirmIssueInput, 'items' | 'version'>;
type Send = (
  client: ApolloClient,
  clientKey: string,
  issueId: string,
  reason: string,
  answers: Answers,
  less?: Less,
) => Promise<Changed>;

export const sendIssueAct: Record<ActName, Send> = {
  confirm: async (client, clientKey, issueId, _reason, answers, less) => {
    const { data } = await client.mutate({
      mutation: ConfirmIssueDocument,
      variables: { input: { clientKey, issueId, ...less, ...answers } },
      update: forgetLists,
    });
    return data?.confirmIssue?.issue;
  },
  withdraw: async (client, clientKey, issueId) => {
    const { data } = await client.mutate({
      mutation: WithdrawRequestDocument,
      variables: { input: { clientKey, issueId } },
      update: forgetLists,
    });
    return data?.withdrawRequest?.issue;
  },
  postpone: async (client, clientKey, issueId, reason, _answers, less) => {
    const { data } = await client.mutate({
      mutation: PostponeIssueDocument,
      variables: { input: { clientKey, issueId, reason, version: less?.version } },
      update: forgetLists,
    });
    return data?.postponeIssue?.issue;
  },
  resume: async (client, clientKey, issueId) => {
    const { data } = await client.mutate({
      mutation: ResumeIssueDocument,
      variables: { input: { clientKey, issueId } },
      update: forgetLists,
    });
    return data?.resumeIssue?.issue;
  },
  reject: async (client, clientKey, issueId, reason, _answers, less) => {
    const { data } = await client.mutate({
      mutation: RejectIssueDocument,
      variables: { input: { clientKey, issueId, reason, version: less?.version } },
      update: forgetLists,
    });
    return data?.rejectIssue?.issue;
  },
  deliver: async (client, clientKey, issueId) => {
    const { data } = await client.mutate({
      mutation: DeliverIssueDocument,
      variables: { input: { clientKey, issueId } },
      update: forgetLists,
    });
    return data?.deliverIssue?.issue;
  },
  cancel: async (client, clientKey, issueId, reason, answers) => {
    const { data } = await client.mutate({
      mutation: CancelIssueDocument,
      variables: { input: { clientKey, issueId, reason, ...answers } },
      update: forgetLists,
    });
    return data?.cancelIssue?.issue;
  },
};
