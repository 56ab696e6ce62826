import { useApolloClient } from '@apollo/client/react';
import type { Sent } from '../../../components/form/use_command_form.ts';
import {
  CreateIssueDocument,
  RequestIssueDocument,
  ReviseRequestDocument,
} from '../../../gql/graphql.ts';
import type { CreateIssueMutation } from '../../../gql/graphql.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { inputOf, requestOf, revisionOf } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';

export type PostedIssue = NonNullable<NonNullable<CreateIssueMutation['createIssue']>['issue']>;

/** Sends a slip, a request, or a request that is asked anew. */
export function useSendIssue(isRequest: boolean) {
  const client = useApolloClient();
  // Lists and stock are asked for again wherever they are shown next.
  const update = forgetLists;
  return async (values: IssueValues, { clientKey, answers }: Sent) => {
    if (isRequest && values.revises) {
      const { data } = await client.mutate({
        mutation: ReviseRequestDocument,
        variables: { input: revisionOf(values, clientKey) },
        update,
      });
      return data?.reviseRequest?.issue;
    }
    if (isRequest) {
      const { data } = await client.mutate({
        mutation: RequestIssueDocument,
        variables: { input: requestOf(values, clientKey) },
        update,
      });
      return data?.requestIssue?.issue;
    }
    const { data } = await client.mutate({
      mutation: CreateIssueDocument,
      variables: { input: { ...inputOf(values, clientKey), ...answers } },
      update,
    });
    return data?.createIssue?.issue;
  };
}
