import type pg from 'pg';
import { asSignIn, asSignInFor, type Caller } from '../database/transactions.ts';
import { invalid } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { passwordMatches } from '../../platform/passwords.ts';
import { findCode, type SecondFactor } from './second_factor.ts';
import { endAttempt, type Visitor } from './sessions.ts';

/** What a signed-in person proves themselves by; `sealed_secret` is null without an app. */
export type Proof = Readonly<{
  attempt_id: string;
  password_hash: string;
  is_confirmed: boolean | null;
}>
  & (SecondFactor | Readonly<{ sealed_secret: null }>);

/**
 * Counts an attempt and says what it is checked against. Errors: INVALID_TOKEN, TOO_MANY_ATTEMPTS.
 */
export async function beginProof(pool: pg.Pool, caller: Caller, visitor: Visitor): Promise<Proof> {
  const {
    rows: [proof],
  } = await asSignInFor(pool, caller, (client) =>
    client.query<Proof>(
      `select p.attempt_id::text, p.password_hash, p.sealed_secret, p.last_step, p.is_confirmed,
       p.recovery_codes
     from auth.begin_proof($1) as p`,
      [visitor.ip],
    ),
  );
  if (!proof) throw new Error('a person without a password');
  return proof;
}

/** Ends the attempt of a wrong proof, and says which field it was. */
export async function failProof(
  pool: pg.Pool,
  proof: Proof,
  path: 'code' | 'password',
): Promise<never> {
  await asSignIn(pool, (client) => endAttempt(client, proof.attempt_id, false));
  throw invalid([{ path, reason: 'wrong' }]);
}

/**
 * A fresh proof of identity in the caller's session, for the commands that ask for one: a code of
 * those who have an app, the password of those who have none. Errors: INVALID_TOKEN,
 * TOO_MANY_ATTEMPTS, VALIDATION_ERROR on `code` or `password` (wrong).
 */
export async function stepUp(
  { pool, seals }: Pick<Services, 'pool' | 'seals'>,
  caller: Caller,
  visitor: Visitor,
  given: Readonly<{ code: string } | { password: string }>,
): Promise<void> {
  const proof = await beginProof(pool, caller, visitor);
  const path = 'code' in given ? 'code' : 'password';
  const isProven =
    'code' in given
      ? await proveByCode(pool, caller, proof, await codeOf(seals, caller, proof, given.code))
      : (await passwordMatches(proof.password_hash, given.password))
        && (await proveByPassword(pool, caller, proof));
  if (!isProven) await failProof(pool, proof, path);
}

const codeOf = (seals: Services['seals'], caller: Caller, proof: Proof, code: string) =>
  proof.sealed_secret !== null && proof.is_confirmed
    ? findCode(seals, caller.userId, proof, code)
    : undefined;

async function proveByCode(
  pool: pg.Pool,
  caller: Caller,
  proof: Proof,
  right: Awaited<ReturnType<typeof findCode>>,
): Promise<boolean> {
  if (!right) return false;
  const { rows } = await asSignInFor(pool, caller, (client) =>
    client.query<{ is_spent: boolean }>('select auth.prove_by_code($1, $2, $3) as is_spent', [
      proof.attempt_id,
      right.step,
      right.recoveryCodeId,
    ]),
  );
  return rows[0]?.is_spent === true;
}

async function proveByPassword(pool: pg.Pool, caller: Caller, proof: Proof): Promise<boolean> {
  const { rows } = await asSignInFor(pool, caller, (client) =>
    client.query<{ is_enough: boolean }>('select auth.prove_by_password($1) as is_enough', [
      proof.attempt_id,
    ]),
  );
  return rows[0]?.is_enough === true;
}
