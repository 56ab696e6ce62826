import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { asSignIn } from '../database/transactions.ts';
import { invalid, Refusal } from '../http/errors.ts';
import { passwordProblem } from './password_rules.ts';
import { hashPassword } from '../../platform/passwords.ts';
import type { Visitor } from './sessions.ts';
import { hashOf } from './tokens.ts';

/** Longer than finding a person and queuing a mail takes, so that time does not tell who exists. */
const ALWAYS_TAKES_MS = 400;

/**
 * Mails a link to whoever has the e-mail; takes as long when nobody has. Error: TOO_MANY_LINKS,
 * by address only, so that it tells nothing about a mailbox.
 */
export async function requestReset(pool: pg.Pool, email: string, visitor: Visitor): Promise<void> {
  await Promise.all([
    wait(ALWAYS_TAKES_MS),
    asSignIn(pool, (client) =>
      client.query('select auth.request_password_reset($1, $2)', [email, visitor.ip]),
    ),
  ]);
}

/**
 * Sets a password by the link of a mail, once, and ends every session of the person. Errors:
 * LINK_EXPIRED, VALIDATION_ERROR on `new` (too_short, too_long, too_common, is_own_name).
 */
export async function resetPassword(
  pool: pg.Pool,
  token: string,
  wanted: string,
  visitor: Visitor,
): Promise<void> {
  const tokenHash = hashOf(token);
  const person = await asSignIn(pool, async (client) => {
    const { rows } = await client.query<{ email: string; full_name: string }>(
      'select c.email, c.full_name from auth.reset_candidate($1) as c',
      [tokenHash],
    );
    return rows[0];
  });
  if (!person) throw new Refusal('LINK_EXPIRED');
  const problem = passwordProblem(wanted, { email: person.email, fullName: person.full_name });
  if (problem) throw invalid([{ path: 'new', reason: problem }]);
  const passwordHash = await hashPassword(wanted);
  await asSignIn(pool, (client) =>
    client.query('select auth.reset_password($1, $2, $3)', [tokenHash, passwordHash, visitor.ip]),
  );
}
