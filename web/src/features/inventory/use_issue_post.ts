import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { CreateIssueDocument } from '../../gql/graphql.ts';
import type { CreateIssueMutation } from '../../gql/graphql.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { inputOf } from './issue_values.ts';
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
export function useIssuePost(onPosted: (issue: PostedIssue) => void) {
  const [create, { loading }] = useMutation(CreateIssueDocument);
  const [refusal, setRefusal] = useState<IssueRefusalState | null>(null);

  async function post(values: IssueValues, clientKey: string): Promise<Problem | null> {
    try {
      const { data } = await create({
        variables: { input: inputOf(values, clientKey) },
        // Lists and stock are asked for again wherever they are shown next.
        update: (cache) => {
          for (const fieldName of ['issues', 'searchIssues', 'items', 'searchItems', 'searchAgencies']) {
            cache.evict({ id: 'ROOT_QUERY', fieldName });
          }
        },
      });
      setRefusal(null);
      const issue = data?.createIssue?.issue;
      if (issue) onPosted(issue);
      return null;
    } catch (error) {
      const problem = problemOf(error);
      setRefusal({ at: Date.now(), problem, values: structuredClone(values) });
      return problem;
    }
  }

  return { post, isPosting: loading, refusal, forgive: () => setRefusal(null) };
}
