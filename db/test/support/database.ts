// Databases for tests: each file gets a clone of a template, made in a fraction of a second.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { watch } from 'graphile-migrate';
import pg from 'pg';
import { inject, type ProvidedContext } from 'vitest';
import {
  databaseUrls,
  bootstrapLock,
  makeRoles,
  prepareDatabase,
  withClient,
  type DatabaseUrls,
} from '../../tools/prepare.ts';
import { migrateSettings } from '../../tools/migrate_settings.ts';
import { seedDemo, type Preset } from '../../tools/seed.ts';
import {
  assume,
  handOn,
  identify,
  withSettings,
  type Actor,
  type Hand,
  type Identity,
  type Person,
} from './actor.ts';

export const demoPassword = 'daily-2026';

export interface TestDatabase extends DatabaseUrls {
  name: string;
  /** The migrator's URL. */
  ownerUrl: string;
  authenticatorUrl: string;
  workerUrl: string;
  /** Runs SQL that sees every row and may write what rules allow. */
  query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Runs a task as a signed-in person, in a transaction that is rolled back. */
  as: <T>(person: Person, task: (me: Actor) => Promise<T>) => Promise<T>;
  /** Runs a task as a signed-in person and commits, for tests with several people at once. */
  commitAs: <T>(person: Person, task: (me: Actor) => Promise<T>) => Promise<T>;
  /** Runs a task as the login of the sign-in routes works for somebody; it is rolled back. */
  atSignIn: <T>(person: Person, task: (me: Actor) => Promise<T>) => Promise<T>;
  /** Signs in once, for many transactions on one connection, and leaves at the end. */
  withRegular: (person: Person, task: (regular: Regular) => Promise<void>) => Promise<void>;
  /**
   * Runs a task with the owner's rights and every row in sight, in a transaction that is rolled
   * back.
   */
  asOwner: <T>(task: (owner: Hand) => Promise<T>) => Promise<T>;
  /** The same, but committed. */
  commitOwner: <T>(task: (owner: Hand) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** A signed-in person who keeps working. */
export interface Regular {
  commit: <T>(task: (me: Actor) => Promise<T>) => Promise<T>;
}

/** Where databases of tests live: the run's cluster, unless a test brings its own to kill it. */
export type Where = ProvidedContext['cluster'];

/** A fresh database with the classic preset (db/seed/classic) unless another is asked for. */
export async function testDatabase(
  options: { seed?: Preset; where?: Where } = {},
): Promise<TestDatabase> {
  const where = options.where ?? inject('cluster');
  const { adminUrl, secrets } = where;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const urls = databaseUrls(adminUrl, name, secrets);
  await withClient(adminUrl, async (client) => {
    // making roles and cloning a template each allow one at a time
    await client.query('select pg_advisory_lock(7360022)');
    const template = await ensureTemplate(client, where, options.seed ?? 'classic');
    await client.query(`create database ${name} template ${template}`);
    // tools that tests run make the same roles, under a lock of their own
    await client.query('select pg_advisory_lock($1)', [bootstrapLock]);
    await withClient(urls.admin, (inside) => makeRoles(inside, secrets));
  });
  return openDatabase(name, urls, where);
}

async function ensureTemplate(
  client: pg.Client,
  { adminUrl, secrets }: Where,
  preset: Preset,
): Promise<string> {
  const keyType = inject('keyType');
  const name = `template_${keyType}_${preset}`;
  const found = await client.query('select from pg_database where datname = $1', [name]);
  if (found.rowCount === 0) {
    const unfinished = `${name}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    const urls = await prepareDatabase(adminUrl, unfinished, secrets, keyType);
    // a DBA runs a rule's test before committing its migration, so the open one counts too
    await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl, keyType }), true);
    await seedDemo(urls.migrator, demoPassword, preset);
    await untilNobodyIsIn(client, unfinished);
    await client.query(`alter database ${unfinished} rename to ${name}`);
  }
  return name;
}

/** graphile-migrate lets go of its connection a moment after its work. */
async function untilNobodyIsIn(client: pg.Client, name: string): Promise<void> {
  if (!(await isEmptySoon(client, name))) throw new Error(`Somebody stays connected to ${name}`);
}

/** Whether everybody leaves a database within five seconds. */
async function isEmptySoon(client: pg.Client, name: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    );
    if (rowCount === 0) return true;
    await pause(50);
  }
  return false;
}

function openDatabase(name: string, urls: DatabaseUrls, where: Where): TestDatabase {
  // every row, as a DBA sees them (npm run db:url); tests also damage the books to see what follows
  const dba = new pg.Pool({
    connectionString: urls.migrator,
    options: '-c role=none -c app.books_by_hand=on',
    max: 4,
  });
  const people = new pg.Pool({ connectionString: urls.authenticator, max: 40 });
  const routes = new pg.Pool({ connectionString: urls.signin, max: 4 });
  for (const pool of [dba, people, routes]) pool.on('error', () => undefined);
  const runAs = async <T>(
    person: Person,
    task: (me: Actor) => Promise<T>,
    end: 'commit' | 'rollback',
  ): Promise<T> => {
    const identity = await identify(routes, person);
    const client = await people.connect();
    try {
      return await transaction(client, end, async () => task(await assume(client, identity)));
    } finally {
      client.release();
    }
  };
  return {
    ...urls,
    name,
    ownerUrl: urls.migrator,
    authenticatorUrl: urls.authenticator,
    workerUrl: urls.worker,
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await dba.query<Row>(text, values)).rows,
    as: (person, task) => runAs(person, task, 'rollback'),
    commitAs: (person, task) => runAs(person, task, 'commit'),
    atSignIn: async (person, task) => {
      const identity = await identify(routes, person);
      return inTransaction(routes, async (client) => task(await withSettings(client, identity)));
    },
    withRegular: async (person, task) => withRegular(people, await identify(routes, person), task),
    asOwner: (task) => inTransaction(dba, (client) => task(handOn(client))),
    commitOwner: (task) => inTransaction(dba, (client) => task(handOn(client)), 'commit'),
    close: async () => {
      await Promise.all([dba.end(), people.end(), routes.end()]);
      await withClient(where.adminUrl, async (client) => {
        // a pool has ended before the server has seen its connections off; cutting them off then
        // would be an error in a test that has long passed
        await isEmptySoon(client, name);
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

async function withRegular(
  pool: pg.Pool,
  identity: Identity,
  task: (regular: Regular) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await task({
      commit: (work) =>
        transaction(client, 'commit', async () => work(await assume(client, identity))),
    });
  } finally {
    client.release();
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  task: (client: pg.PoolClient) => Promise<T>,
  end: 'commit' | 'rollback' = 'rollback',
): Promise<T> {
  const client = await pool.connect();
  try {
    return await transaction(client, end, () => task(client));
  } finally {
    client.release();
  }
}

async function transaction<T>(
  client: pg.PoolClient,
  end: 'commit' | 'rollback',
  task: () => Promise<T>,
): Promise<T> {
  try {
    await client.query('begin');
    const result = await task();
    await client.query(end);
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
