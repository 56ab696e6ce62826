import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import {
  CreateIssueDocument,
  RequestIssueDocument,
  ReviseRequestDocument,
} from '../../../gql/graphql.ts';
import type { CreateIssueMutation } from '../../../gql/graphql.ts';
import { mergedAnswers } from '../../../components/questions/answers.ts';
import type { Answers } from '../../../components/questions/answers.ts';
import { problemOf } from '../../../lib/problem.ts';
import type { Problem } from '../../../lib/problem.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { inputOf, requestOf, revisionOf } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';

export type PostedIssue = NonNullable<NonNullable<CreateIssueMutation['createIssue']>['issue']>;

/** A refusal and the values it was about. */
export interface IssueRefusalState {
  /** Tells one refusal from the next. */
  at: number;
  problem: Problem;
  values: IssueValues;
  /** What was answered to questions of before. */
  answers: Answers;
}

/** Sends the slip; a refusal is kept with what it refused. */
export function useIssuePost(isRequest: boolean, onPosted: (issue: PostedIssue) => void) {
  const [create, { loading: isCreating }] = useMutation(CreateIssueDocument);
  const [request, { loading: isRequesting }] = useMutation(RequestIssueDocument);
  const [revise, { loading: isRevising }] = useMutation(ReviseRequestDocument);
  const [refusal, setRefusal] = useState<IssueRefusalState | null>(null);

  async function send(values: IssueValues, clientKey: string, answers: Answers) {
    // Lists and stock are asked for again wherever they are shown next.
    if (isRequest && values.revises) {
      const { data } = await revise({
        variables: { input: revisionOf(values, clientKey) },
        update: forgetLists,
      });
      return data?.reviseRequest?.issue;
    }
    if (isRequest) {
      const { data } = await request({
        variables: { input: requestOf(values, clientKey) },
        update: forgetLists,
      });
      return data?.requestIssue?.issue;
    }
    const { data } = await create({
      variables: { input: { ...inputOf(values, clientKey), ...answers } },
      update: forgetLists,
    });
    return data?.createIssue?.issue;
  }

  async function post(
    values: IssueValues,
    clientKey: string,
    answers: Answers = {},
  ): Promise<Problem | null> {
    try {
      const issue = await send(values, clientKey, answers);
      setRefusal(null);
      if (issue) onPosted(issue);
      return null;
    } catch (error) {
      const problem = problemOf(error);
      setRefusal({ at: Date.now(), problem, values: structuredClone(values), answers });
      return problem;
    }
  }

  /** Sends what was refused again, with the answers that it asked for. */
  const answer = (more: Answers, clientKey: string) =>
    refusal
      ? post(refusal.values, clientKey, mergedAnswers(refusal.answers, more))
      : Promise.resolve(null);

  return {
    post,
    answer,
    isPosting: isCreating || isRequesting || isRevising,
    refusal,
    forgive: () => setRefusal(null),
  };
}
