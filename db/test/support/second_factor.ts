// Second factors in tests of the database, which sees sealed secrets and hashes only.
import type { TestDatabase } from './database.ts';

export const SEALED = Buffer.from('sealed by the server');
export const RECOVERY_HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$recovery';

/** Gives somebody an app whose codes up to `lastStep` are spent, and two recovery codes. */
export async function giveApp(db: TestDatabase, email: string, lastStep = 100): Promise<void> {
  await db.query(
    `with person as (
       update auth."user" as u set second_factor_at = now() where u.email = $1 returning u.id),
     app as (
       insert into auth.totp (user_id, sealed_secret, last_step, confirmed_at)
       select p.id, $2, $3, now() from person as p)
     insert into auth.recovery_code (user_id, code_hash)
     select p.id, $4 || n from person as p cross join generate_series(1, 2) as n`,
    [email, SEALED, lastStep, RECOVERY_HASH],
  );
}

/** Nobody has an app, nobody needs one, and everybody has proved who they are just now. */
export async function forgetApps(db: TestDatabase): Promise<void> {
  await db.query('delete from auth.totp');
  await db.query('delete from auth.recovery_code');
  await db.query('delete from auth.sign_in_challenge');
  await db.query(
    'update auth."user" set second_factor_at = null where second_factor_at is not null',
  );
  await db.query(
    'update auth.role set is_second_factor_required = false where is_second_factor_required',
  );
}
