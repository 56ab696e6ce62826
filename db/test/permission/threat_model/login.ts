// A login as somebody has it who stole its password: a bare connection, no server.
import pg from 'pg';
import { expect } from 'vitest';
import type { TestDatabase } from '../../support/database.ts';
import { contexts } from '../../support/rights.ts';

export class Login {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async with<T>(url: string, task: (login: Login) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await task(new Login(client));
    } finally {
      await client.end();
    }
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#client.query<Row>(text, values)).rows;
  }

  /** The code of what was refused; undefined when it was done. */
  async codeOf(text: string, values: unknown[] = []): Promise<string | undefined> {
    try {
      await this.#client.query(text, values);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  }

  /** Which of these statements are not refused for want of rights. */
  async allowed(statements: string[]): Promise<string[]> {
    const done: string[] = [];
    for (const statement of statements) {
      if ((await this.codeOf(statement)) !== '42501') done.push(statement);
    }
    return done;
  }

  /** Takes a role or none, as whoever has the password would. */
  become(role: string): Promise<unknown> {
    return this.query(`set role ${role}`);
  }
}

/** Every table, view and materialized view of the business. */
export async function relations(db: TestDatabase): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class as c
     where c.relkind in ('r', 'v', 'm') and c.relnamespace = any ($1::regnamespace[]) order by 1`,
    [contexts],
  );
  expect(rows.length).toBeGreaterThan(80);
  return rows.map(({ name }) => name);
}

/** What would leave something of one's own in the database. */
export const OBJECTS_OF_ITS_OWN = [
  "select lo_from_bytea(0, 'x')",
  'select lo_create(0)',
  'select lo_creat(-1)',
  "select lo_put(1, 0, 'x')",
  'create temporary table mine (x int)',
  'create table public.mine (x int)',
  'create table inventory.mine (x int)',
  "create function public.mine() returns int language sql as 'select 1'",
  'create schema mine',
  "copy (select 1) to program 'true'",
  "select pg_read_file('PG_VERSION')",
];
