// Demo data and demo logins. Data is made once, in one transaction; passwords are set at each call,
// so DEMO_PASSWORD can change between starts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { hashPassword } from '../../platform/passwords.ts';
import { repositoryRoot } from './env.ts';
import { prepareDatabase, withClient } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

export type Preset = 'demo' | 'classic';

/** Fills an empty database; returns how many seconds that took, nothing when there was data. */
export async function seedDemo(
  migratorUrl: string,
  password: string,
  preset: Preset = 'demo',
): Promise<number | undefined> {
  return withClient(migratorUrl, async (client) => {
    const began = performance.now();
    const isNew = await isEmpty(client);
    if (isNew) await inDefinerTransaction(client, () => runFiles(client, preset));
    await setDemoPasswords(client, password);
    return isNew ? (performance.now() - began) / 1000 : undefined;
  });
}

/** The sentence for people that `seedDemo` has been at work. */
export function saySeeded(seconds: number): string {
  return `Demo data loaded: a year of business in ${seconds.toFixed(1)} s.`;
}

/** The files of db/seed/<preset> in their order. */
async function runFiles(client: pg.Client, preset: Preset): Promise<void> {
  const folder = join(repositoryRoot, 'db', 'seed', preset);
  for (const file of readdirSync(folder).toSorted()) {
    await client.query(readFileSync(join(folder, file), 'utf8'));
  }
}

async function isEmpty(client: pg.Client): Promise<boolean> {
  return inDefinerTransaction(client, async () => {
    const found = await client.query('select from auth."user" limit 1');
    return found.rowCount === 0;
  });
}

/** Sets the password of the demo logins. */
export async function setDemoPasswords(client: pg.Client, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inDefinerTransaction(client, async () => {
    await client.query(
      `select auth.set_password(u.email, $1) from auth."user" as u
       where u.email like '%@sodaily.test'`,
      [passwordHash],
    );
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
    const seconds = await seedDemo(urls.migrator, env.DEMO_PASSWORD);
    console.log(
      seconds === undefined
        ? 'There is data already; only the demo passwords were set.'
        : saySeeded(seconds),
    );
  } finally {
    await workplace.leave();
  }
}
