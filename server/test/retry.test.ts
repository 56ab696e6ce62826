import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';
import { asSuperuser } from './support/superuser.ts';

let server: TestServer;
let known: Catalogue;
let sales: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());
afterEach(() =>
  asSuperuser(
    server.db,
    `
  drop trigger if exists loses on audit.command; drop function if exists public.loses();
  drop sequence if exists public.attempt`,
  ),
);

/** Lets the first commands lose against somebody. A sequence counts what a rollback undoes. */
const loseTimes = (times: number, sqlstate: string, message = 'lost') =>
  asSuperuser(
    server.db,
    `
  create sequence public.attempt;
  create function public.loses() returns trigger language plpgsql security definer as $$
  begin
    if nextval('public.attempt') <= ${times} then
      raise exception '${message}' using errcode = '${sqlstate}';
    end if;
    return new;
  end $$;
  create trigger loses before insert on audit.command for each row execute function public.loses()`,
  );
const attempts = async () =>
  Number(
    (await asSuperuser(server.db, 'select last_value from public.attempt'))[0]?.['last_value'],
  );

const rest = () =>
  sales.post('/api/v1/inventory/issues', {
    client_key: randomUUID(),
    agency_id: known.agency('DL0001'),
    items: [{ item_id: known.item('MI'), quantity: 1 }],
  });
const graphql = () =>
  sales.graphql(
    'mutation C($input: CreateIssueInput!) { createIssue(input: $input) { issue { code } } }',
    {
      input: {
        clientKey: randomUUID(),
        agencyId: known.agency('DL0001'),
        items: [{ itemId: known.item('MI'), quantity: 1 }],
      },
    },
  );

describe('a command that loses against another', () => {
  test.each(['40001', '40P01'])('is sent again until it wins (%s)', async (sqlstate) => {
    await loseTimes(2, sqlstate);
    expect((await rest()).status).toBe(201);
    expect(await attempts()).toBe(3);
    await asSuperuser(server.db, 'alter sequence public.attempt restart');
    const answer = await graphql();
    expect(answer.body.data.createIssue.issue.code).toMatch(/^PX-/);
    expect(await attempts()).toBe(3);
  });

  test('meets a transaction that is just being undone, which PostgreSQL tells as an internal error', async () => {
    await loseTimes(
      2,
      'XX000',
      'new multixact has more than one updating member: 0 2[7 (nokeyupd), 8 (nokeyupd)]',
    );
    expect((await rest()).status).toBe(201);
    expect(await attempts()).toBe(3);
  });

  test('three times is told that the system is busy, and nothing was written', async () => {
    await loseTimes(99, '40001');
    const answer = await rest();
    expect(answer.status).toBe(503);
    expect(answer.body.code).toBe('BUSY');
    expect(await attempts()).toBe(3);
    expect((await graphql()).body.errors[0].extensions.code).toBe('BUSY');
    expect(await attempts()).toBe(6);
  });
});

test('a command that waits too long for a lock is told so, once', async () => {
  const blocker = new pg.Client(server.db.admin);
  await blocker.connect();
  await blocker.query('begin; lock table audit.command in exclusive mode');
  const answer = await rest();
  await blocker.query('rollback');
  await blocker.end();
  expect(answer.status).toBe(503);
  expect(answer.body.code).toBe('BUSY');
});
