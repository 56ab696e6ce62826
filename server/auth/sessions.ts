import type pg from 'pg';
import { asSignIn } from '../database/transactions.ts';
import { Refusal } from '../http/errors.ts';
import { hashPassword, isOutdated, passwordMatches } from '../../platform/passwords.ts';
import { hashOf, newRefreshToken, type Identity } from './tokens.ts';

/**
 * {id, email, full_name, locale, roles, scopes, agencies, second_factor} as
 * auth.session_user_profile gives it.
 */
export type Profile = Readonly<Record<string, unknown>>;
export type Opened = Readonly<{
  userId: string;
  sessionId: string;
  refreshToken: string;
  user: Profile;
}>;

export type Visitor = Readonly<{
  ip: string | undefined;
  userAgent: string | undefined;
  /** The browser's own cookie: by it a new browser is told from a known one. */
  deviceToken: string;
}>;

/** A right password of somebody with a second factor: the token of the half-done sign-in. */
export type Challenged = Readonly<{ challengeToken: string }>;

/**
 * Errors: INVALID_CREDENTIALS, the same for an unknown, an inactive and a mistaken person;
 * TOO_MANY_ATTEMPTS, before the password is looked at.
 */
export async function signIn(
  pool: pg.Pool,
  email: string,
  password: string,
  visitor: Visitor,
): Promise<Opened | Challenged> {
  const { attempt, candidate } = await beginAttempt(pool, email, visitor);
  const matches = await passwordMatches(candidate?.password_hash, password);
  if (!candidate || !matches) {
    await asSignIn(pool, (client) => endAttempt(client, attempt, false));
    throw new Refusal('INVALID_CREDENTIALS');
  }
  const rehashed = isOutdated(candidate.password_hash) ? await hashPassword(password) : undefined;

  const [refreshToken, challengeToken] = [newRefreshToken(), newRefreshToken()];
  return asSignIn(pool, async (client) => {
    if (rehashed !== undefined) {
      await client.query('select auth.rehash_password($1, $2, $3)', [
        candidate.user_id,
        candidate.password_hash,
        rehashed,
      ]);
    }
    const {
      rows: [challenge],
    } = await client.query<{ is_open: boolean }>(
      'select auth.open_challenge($1, $2, $3) as is_open',
      [candidate.user_id, hashOf(challengeToken), attempt],
    );
    if (challenge?.is_open) return { challengeToken };
    const { rows } = await client.query<{ session_id: string }>(
      'select session_id from auth.open_session($1, $2, $3, $4)',
      [candidate.user_id, hashOf(refreshToken), visitor.ip, visitor.userAgent],
    );
    const sessionId = rows[0]?.session_id;
    const user = sessionId === undefined ? undefined : await profileOf(client, sessionId);
    if (sessionId === undefined || !user) throw new Refusal('INVALID_CREDENTIALS');
    await endAttempt(client, attempt, true);
    await rememberDevice(client, sessionId, visitor);
    return { userId: candidate.user_id, sessionId, refreshToken, user };
  });
}

/** Remembers the browser of a new session; its owner hears of one they never used. */
export const rememberDevice = (client: pg.ClientBase, sessionId: string, visitor: Visitor) =>
  client.query('select auth.remember_device($1, $2)', [sessionId, hashOf(visitor.deviceToken)]);

type Attempt = Readonly<{ attempt: string; candidate: Candidate | undefined }>;
type Candidate = Readonly<{ user_id: string; password_hash: string }>;

/** Committed before the password is checked, so that attempts at the same moment know of it. */
export const beginAttempt = (pool: pg.Pool, email: string, visitor: Visitor): Promise<Attempt> =>
  asSignIn(pool, async (client) => {
    const {
      rows: [begun],
    } = await client.query<{ attempt: string }>(
      'select auth.begin_attempt($1, $2, $3)::text as attempt',
      [email, visitor.ip, hashOf(visitor.deviceToken)],
    );
    const {
      rows: [candidate],
    } = await client.query<Candidate>(
      'select user_id::text, password_hash from auth.sign_in_candidate($1) where is_active',
      [email],
    );
    return { attempt: begun?.attempt ?? '', candidate };
  });

export const endAttempt = (client: pg.ClientBase, attempt: string, isSuccess: boolean) =>
  client.query('select auth.record_attempt($1, $2)', [attempt, isSuccess]);

/**
 * Exchanges a refresh token. `refreshToken` is undefined when the browser already holds the
 * successor: a second tab asked within the grace period. Error: INVALID_TOKEN.
 */
export async function refresh(
  pool: pg.Pool,
  presented: string,
): Promise<Omit<Opened, 'refreshToken'> & { refreshToken: string | undefined }> {
  const successor = newRefreshToken();
  const answer = await asSignIn(pool, async (client) => {
    const { rows } = await client.query<{ session_id: string; user_id: string; outcome: string }>(
      'select session_id, user_id::text, outcome from auth.rotate_session($1, $2)',
      [hashOf(presented), hashOf(successor)],
    );
    const family = rows[0];
    // no row may mean that a stolen family was ended just now, so the transaction must commit
    if (!family) return undefined;
    return { family, user: await profileOf(client, family.session_id) };
  });
  if (!answer?.user) throw new Refusal('INVALID_TOKEN');
  const { family, user } = answer;
  const refreshToken = family.outcome === 'rotated' ? successor : undefined;
  return { userId: family.user_id, sessionId: family.session_id, refreshToken, user };
}

export const endSession = (pool: pg.Pool, sessionId: string): Promise<void> =>
  asSignIn(pool, async (client) => {
    await client.query('select auth.end_session($1)', [sessionId]);
  });

/** Error: INVALID_TOKEN when the session is dead. */
export async function profile(pool: pg.Pool, sessionId: string): Promise<Profile> {
  const user = await asSignIn(pool, (client) => profileOf(client, sessionId));
  if (!user) throw new Refusal('INVALID_TOKEN');
  return user;
}

/** Whether the session of a token still lives; for what outlasts a request, such as a socket. */
export const sessionLives = (
  pool: pg.Pool,
  identity: Pick<Identity, 'sessionId' | 'userId'>,
): Promise<boolean> =>
  asSignIn(pool, async (client) => {
    const { rowCount } = await client.query('select from auth.resume_session($1, $2)', [
      identity.sessionId,
      identity.userId,
    ]);
    return rowCount === 1;
  });

export async function profileOf(
  client: pg.ClientBase,
  sessionId: string,
): Promise<Profile | undefined> {
  const { rows } = await client.query<{ user: Profile | null }>(
    'select auth.session_user_profile($1) as user',
    [sessionId],
  );
  return rows[0]?.user ?? undefined;
}
