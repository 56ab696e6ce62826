import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let manager: Person;
beforeAll(async () => {
  server = await testServer();
  manager = await server.signedIn('manager');
  await server.db.query(
    `insert into inventory.issue (agency_id, issue_date, created_by)
     select a.id, config.business_date(), u.id
     from generate_series(1, 1200) cross join agency.agency as a cross join auth."user" as u
     where a.code = 'DL0001' and u.email = 'manager@sodaily.test'`,
  );
});
afterAll(() => server.close());

const count = async (person: Person, args: string) =>
  (
    await person.graphql(
      `{ issues(first: 1${args}) { totalCount countUpTo few: countUpTo(limit: 10) huge: `
        + 'countUpTo(limit: 1000000) none: countUpTo(limit: -5) } }',
    )
  ).body.data.issues;

describe('a list counts up to a limit and one more', () => {
  test('however many there are', async () => {
    expect(await count(manager, '')).toEqual({
      totalCount: 1200,
      countUpTo: 1001,
      few: 11,
      // up to 10,000 at most
      huge: 1200,
      none: 1,
    });
  });

  test('exactly what its filter leaves, when that is less', async () => {
    expect(
      await count(manager, ', filter: { issueDate: { lessThan: "2000-01-01" } }'),
    ).toMatchObject({ totalCount: 0, countUpTo: 0, few: 0 });
  });

  test('not more than one may see', async () => {
    await server.db
      .query(`delete from auth.user_agency as m using auth."user" as u, agency.agency as a
      where u.id = m.user_id and u.email = 'sales@sodaily.test' and a.id = m.agency_id
        and a.code = 'DL0001'`);

    expect(await count(await server.signedIn('sales'), '')).toMatchObject({
      totalCount: 0,
      countUpTo: 0,
    });
  });

  test('wherever on the way through its pages somebody is', async () => {
    const { body } = await manager.graphql(
      '{ issues(first: 5, offset: 1100) { countUpTo(limit: 100) nodes { id } } }',
    );

    expect(body.data.issues.countUpTo).toBe(101);
    expect(body.data.issues.nodes).toHaveLength(5);
  });
});
