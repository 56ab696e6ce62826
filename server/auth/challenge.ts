import { asSignIn } from '../database/transactions.ts';
import { invalid, Refusal } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { findCode, type SecondFactor } from './second_factor.ts';
import { endAttempt, rememberDevice, profileOf, type Opened, type Visitor } from './sessions.ts';
import { hashOf, newRefreshToken } from './tokens.ts';

type Try = SecondFactor & Readonly<{ user_id: string; attempt_id: string }>;

const wrongCode = () => invalid([{ path: 'code', reason: 'wrong' }]);

/**
 * The second step of signing in, by the token that the first one gave. Errors: INVALID_TOKEN when
 * it
 * is over (five minutes, five codes), VALIDATION_ERROR on `code` (wrong, also for one used before),
 * TOO_MANY_ATTEMPTS.
 */
export async function answerChallenge(
  { pool, seals }: Pick<Services, 'pool' | 'seals'>,
  token: string,
  code: string,
  visitor: Visitor,
): Promise<Opened> {
  const tokenHash = hashOf(token);
  const begun = await asSignIn(pool, async (client) => {
    const { rows } = await client.query<Try>(
      `select t.user_id::text, t.attempt_id::text, t.sealed_secret, t.last_step, t.recovery_codes
       from auth.begin_challenge_try($1, $2, $3) as t`,
      [tokenHash, visitor.ip, hashOf(visitor.deviceToken)],
    );
    return rows[0];
  });
  if (!begun) throw new Refusal('INVALID_TOKEN');
  const right = await findCode(seals, begun.user_id, begun, code);
  if (!right) {
    await asSignIn(pool, (client) => endAttempt(client, begun.attempt_id, false));
    throw wrongCode();
  }
  const refreshToken = newRefreshToken();
  const opened = await asSignIn(pool, async (client) => {
    const { rows } = await client.query<{ session_id: string }>(
      'select session_id from auth.pass_challenge($1, $2, $3, $4, $5, $6, $7)',
      [
        tokenHash,
        begun.attempt_id,
        right.step,
        right.recoveryCodeId,
        hashOf(refreshToken),
        visitor.ip,
        visitor.userAgent,
      ],
    );
    const sessionId = rows[0]?.session_id;
    if (sessionId === undefined) return undefined;
    await rememberDevice(client, sessionId, visitor);
    return { sessionId, user: await profileOf(client, sessionId) };
  });
  // somebody else used the same code at the same moment
  if (!opened?.user) throw wrongCode();
  return { userId: begun.user_id, sessionId: opened.sessionId, refreshToken, user: opened.user };
}
