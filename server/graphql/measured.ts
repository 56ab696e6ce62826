import type { FormattedExecutionResult } from 'grafast/graphql';
import { catalogue, isOwnClass } from '../../platform/catalogue.ts';
import { toRefusal } from '../http/errors.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Operation } from './documents.ts';

type Ending = 'ok' | 'refused' | 'failed';

/**
 * Name of an operation for metrics. Only documents of our own page have one: names that callers
 * choose would be labels without end.
 */
export const labelOf = (operation: Operation, isTrusted: boolean): string =>
  isTrusted ? (operation.node.name?.value ?? 'unnamed') : 'other';

/** Runs an operation and observes how long it took and how it ended. */
export async function measured(
  { operationSeconds }: Pick<Metrics, 'operationSeconds'>,
  operation: string,
  work: () => Promise<FormattedExecutionResult>,
): Promise<FormattedExecutionResult> {
  const began = process.hrtime.bigint();
  let result: Ending = 'failed';
  try {
    const answer = await work();
    result = endingOf(answer);
    return answer;
  } catch (error) {
    if (toRefusal(error).status < 500) result = 'refused';
    throw error;
  } finally {
    operationSeconds.observe({ operation, result }, Number(process.hrtime.bigint() - began) / 1e9);
  }
}

/** Failed is what is our fault: a code of the catalogue with a status of 500 or more. */
function endingOf({ errors }: FormattedExecutionResult): Ending {
  if (!errors || errors.length === 0) return 'ok';
  const isOurs = errors.some(({ extensions }) => statusOf(String(extensions?.['code'])) >= 500);
  return isOurs ? 'failed' : 'refused';
}

/** A rule that is newer than this release has a code that its catalogue does not know. */
const statusOf = (code: string): number =>
  catalogue.entry(code)?.status ?? (isOwnClass(code) ? 409 : 500);
