import type pg from 'pg';
import { asSignIn, asSignInFor, type Caller } from '../database/transactions.ts';
import { invalid } from '../http/errors.ts';
import { passwordProblem } from './password_rules.ts';
import { hashPassword, passwordMatches } from '../../platform/passwords.ts';
import { beginAttempt, endAttempt, profile, type Visitor } from './sessions.ts';

/**
 * The caller's own new password; their other sessions end. The current one is asked for again and
 * guessing it is throttled like signing in. Errors: INVALID_TOKEN, TOO_MANY_ATTEMPTS, and
 * VALIDATION_ERROR on `new` (too_short, too_long, too_common, is_own_name, unchanged) or on
 * `current` (wrong).
 */
export async function changePassword(
  pool: pg.Pool,
  caller: Caller,
  visitor: Visitor,
  { current, wanted }: Readonly<{ current: string; wanted: string }>,
): Promise<void> {
  const user = await profile(pool, caller.sessionId);
  const email = String(user['email']);
  const problem =
    passwordProblem(wanted, { email, fullName: String(user['full_name']) })
    ?? (wanted === current ? 'unchanged' : undefined);
  if (problem) throw invalid([{ path: 'new', reason: problem }]);

  const { attempt, candidate } = await beginAttempt(pool, email, visitor);
  if (!(await passwordMatches(candidate?.password_hash, current))) {
    await asSignIn(pool, (client) => endAttempt(client, attempt, false));
    throw invalid([{ path: 'current', reason: 'wrong' }]);
  }
  const passwordHash = await hashPassword(wanted);
  await asSignInFor(pool, caller, async (client) => {
    await client.query('select auth.change_password($1)', [passwordHash]);
    await endAttempt(client, attempt, true);
  });
}
