import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { CreateIssueDocument, RequestIssueDocument } from '../../gql/graphql.ts';
import type { CreateIssueMutation } from '../../gql/graphql.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { forgetLists } from '../../lib/stale.ts';
import { inputOf, requestOf } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';

export type PostedIssue = NonNullable<NonNullable<CreateIssueMutation['createIssue']>['issue']>;

/** A refusal and the values it was about. */
export interface IssueRefusalState {
  /** Tells one refusal from the next. */
  at: number;
  problem: Problem;
  values: IssueValues;
}

/** Sends the slip; a refusal is kept with what it refused. */
export function useIssuePost(isRequest: boolean, onPosted: (issue: PostedIssue) => void) {
  const [create, { loading: isCreating }] = useMutation(CreateIssueDocument);
  const [request, { loading: isRequesting }] = useMutation(RequestIssueDocument);
  const [refusal, setRefusal] = useState<IssueRefusalState | null>(null);

  async function send(values: IssueValues, clientKey: string) {
    // Lists and stock are asked for again wherever they are shown next.
    if (isRequest) {
      const { data } = await request({ variables: { input: requestOf(values, clientKey) }, update: forgetLists });
      return data?.requestIssue?.issue;
    }
    const { data } = await create({ variables: { input: inputOf(values, clientKey) }, update: forgetLists });
    return data?.createIssue?.issue;
  }

  async function post(values: IssueValues, clientKey: string): Promise<Problem | null> {
    try {
      const issue = await send(values, clientKey);
      setRefusal(null);
      if (issue) onPosted(issue);
      return null;
    } catch (error) {
      const problem = problemOf(error);
      setRefusal({ at: Date.now(), problem, values: structuredClone(values) });
      return problem;
    }
  }

  return { post, isPosting: isCreating || isRequesting, refusal, forgive: () => setRefusal(null) };
}
