import { asSignInFor, type Caller } from '../database/transactions.ts';
import type { Services } from '../services.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { beginProof, failProof } from './proof.ts';
import { asEnrolment, lettersOf, newRecoveryCodes, newSecret, stepOf } from './second_factor.ts';
import { profile, type Visitor } from './sessions.ts';

type Parts = Pick<Services, 'pool' | 'seals'>;

/** Errors: INVALID_TOKEN, STEP_UP_REQUIRED, VALIDATION_ERROR (already_enrolled). */
export async function enrol(
  { pool, seals }: Parts,
  caller: Caller,
): Promise<{ secret: string; uri: string }> {
  const { email } = await profile(pool, caller.sessionId);
  const secret = newSecret();
  await asSignInFor(pool, caller, (client) =>
    client.query('select auth.enrol_totp($1)', [seals.seal(secret, caller.userId)]),
  );
  return asEnrolment(secret, String(email));
}

/**
 * Finishes an enrolment by its first code; returns the recovery codes, which are shown this once.
 * Errors: INVALID_TOKEN, TOO_MANY_ATTEMPTS, VALIDATION_ERROR on `code` (wrong).
 */
export async function confirmEnrolment(
  { pool, seals }: Parts,
  caller: Caller,
  visitor: Visitor,
  code: string,
): Promise<string[]> {
  const proof = await beginProof(pool, caller, visitor);
  const step =
    proof.sealed_secret === null || proof.is_confirmed
      ? undefined
      : stepOf(seals.open(proof.sealed_secret, caller.userId), code.replaceAll(/\s/g, ''));
  if (step === undefined) return failProof(pool, proof, 'code');
  const { codes, hashes } = await makeRecoveryCodes();
  const {
    rows: [done],
  } = await asSignInFor(pool, caller, (client) =>
    client.query<{ is_done: boolean }>('select auth.confirm_totp($1, $2, $3, $4) as is_done', [
      proof.attempt_id,
      proof.sealed_secret,
      step,
      hashes,
    ]),
  );
  // replaced or finished in another tab meanwhile
  return done?.is_done ? codes : failProof(pool, proof, 'code');
}

/** Errors: INVALID_TOKEN, STEP_UP_REQUIRED, VALIDATION_ERROR (not_enrolled). */
export async function renewRecoveryCodes({ pool }: Parts, caller: Caller): Promise<string[]> {
  const { codes, hashes } = await makeRecoveryCodes();
  await asSignInFor(pool, caller, (client) =>
    client.query('select auth.renew_recovery_codes($1)', [hashes]),
  );
  return codes;
}

/** Errors: INVALID_TOKEN, STEP_UP_REQUIRED, SECOND_FACTOR_REQUIRED. */
export async function switchOff({ pool }: Parts, caller: Caller): Promise<void> {
  await asSignInFor(pool, caller, (client) =>
    client.query('select auth.switch_off_second_factor()'),
  );
}

async function makeRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const codes = newRecoveryCodes();
  return { codes, hashes: await Promise.all(codes.map((code) => hashPassword(lettersOf(code)))) };
}
