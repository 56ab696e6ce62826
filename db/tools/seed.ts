// Demo data and demo logins. Data is made once, in one transaction; passwords are set at each call,
// so DEMO_PASSWORD can change between starts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import type pg from 'pg';
import { ARGON2 } from '../../server/auth/passwords.ts';
import { repositoryRoot } from './env.ts';
import { prepareDatabase, withClient } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

export type Preset = 'demo' | 'classic';

/** Fills an empty database; returns whether there was anything to fill. */
export async function seedDemo(
  migratorUrl: string, password: string, preset: Preset = 'demo',
): Promise<boolean> {
  return withClient(migratorUrl, async (client) => {
    const isNew = await isEmpty(client);
    if (isNew) {
      await client.query(
        readFileSync(join(repositoryRoot, 'db', 'seed', `${preset}.sql`), 'utf8'));
    }
    await setDemoPasswords(client, password);
    return isNew;
  });
}

async function isEmpty(client: pg.Client): Promise<boolean> {
  return inDefinerTransaction(client, async () => {
    const found = await client.query('select from auth."user" limit 1');
    return found.rowCount === 0;
  });
}

async function setDemoPasswords(client: pg.Client, password: string): Promise<void> {
  const passwordHash = await hash(password, ARGON2);
  await inDefinerTransaction(client, async () => {
    await client.query(
      `select auth.set_password(u.email, $1) from auth."user" as u
       where u.email like '%@sodaily.test'`, [passwordHash]);
  });
}

/** Row-level security binds the owner too: data is written as the definer. */
async function inDefinerTransaction<T>(client: pg.Client, task: () => Promise<T>): Promise<T> {
  await client.query('begin');
  await client.query('set local role sodaily_definer');
  const result = await task();
  await client.query('commit');
  return result;
}

if (import.meta.main) {
  const workplace = await openWorkplace();
  try {
    const { adminUrl, env, secrets } = workplace;
    const urls = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
    const isNew = await seedDemo(urls.migrator, env.DEMO_PASSWORD);
    console.log(isNew ? 'Demo data loaded.' : 'There is data already; only the demo passwords were set.');
  } finally {
    await workplace.leave();
  }
}
