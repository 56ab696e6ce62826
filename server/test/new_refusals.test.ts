// A rule that refuses with a code that this server has not heard of: no fault of the server.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { catalogue, catalogueFile } from '../../platform/catalogue.ts';
import { catalogue as keysOf, type Catalogue as Keys } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';
import { asSuperuser } from './support/superuser.ts';

let server: TestServer;
let known: Keys;
let sales: Person;
const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
const copy = join(folder, 'errors.json');
const original = readFileSync(catalogueFile, 'utf8');
beforeAll(async () => {
  server = await testServer();
  known = await keysOf(server.db);
  sales = await server.signedIn('sales');
  await refuseWith('SDNEW');
});
afterAll(async () => {
  catalogue.follow(catalogueFile);
  rmSync(folder, { recursive: true });
  await server.close();
});
beforeEach(() => {
  writeFileSync(copy, original);
  catalogue.follow(copy);
});

/** A rule as a DBA writes it while the server runs. */
const refuseWith = (sqlstate: string) =>
  asSuperuser(
    server.db,
    `
  create or replace function public.new_rule() returns trigger language plpgsql security definer as
    $$
  begin
    raise exception 'the agency is on holiday until %', date '2026-12-05'
      using errcode = '${sqlstate}', detail = '{"until": "2026-12-05", "days": "1234"}',
      hint = 'Wait.';
  end $$;
  create or replace trigger new_rule before insert
    on audit.command for each row execute function public.new_rule()`,
  );
const write = (text: string) => writeFileSync(copy, text);
const withEntry = (entry: object) => JSON.stringify({ ...JSON.parse(original), ON_HOLIDAY: entry });
const entry = {
  sqlstate: 'SDNEW',
  status: 403,
  vi: 'Nghỉ {days} ngày.',
  en: 'On holiday for {days} days.',
  action_vi: 'Chờ.',
  action_en: 'Wait.',
};

async function refused() {
  const [rest, graphql] = [
    await sales.post('/api/v1/inventory/issues', {
      client_key: randomUUID(),
      agency_id: known.agency('DL0001'),
      items: [{ item_id: known.item('MI'), quantity: 1 }],
    }),
    await sales.graphql(
      'mutation C($input: CreateIssueInput!) { createIssue(input: $input) { issue { code } } }',
      {
        input: {
          clientKey: randomUUID(),
          agencyId: known.agency('DL0001'),
          items: [{ itemId: known.item('MI'), quantity: 1 }],
        },
      },
    ),
  ];
  const [error] = graphql.body.errors ?? [];
  return [
    {
      status: rest.status,
      code: rest.body.code,
      message: rest.body.message,
      details: rest.body.details,
    },
    {
      status: graphql.status,
      code: error?.extensions?.code,
      message: error?.message,
      details: error?.extensions?.details,
    },
  ];
}

test('is told with its own text and figures, and kept with them', async () => {
  const told = {
    code: 'SDNEW',
    message: 'the agency is on holiday until 2026-12-05',
    details: { until: '2026-12-05', days: '1234' },
  };

  expect(await refused()).toEqual([
    { status: 409, ...told },
    { status: 200, ...told },
  ]);
  expect(
    await server.db.query(
      `select count(*)::int as n, details from audit.refusal where code = 'SDNEW' group by details`,
    ),
  ).toEqual([{ n: 2, details: { until: '2026-12-05', days: '1234' } }]);
});

test('is told in the words of the catalogue as soon as they stand in it', async () => {
  await refused();
  write(withEntry(entry));
  const told = {
    code: 'ON_HOLIDAY',
    message: 'On holiday for 1,234 days.',
    details: { until: '2026-12-05', days: '1234' },
  };
  expect(await refused()).toEqual([
    { status: 403, ...told },
    { status: 200, ...told },
  ]);

  write(withEntry({ ...entry, en: 'Away {days} days.' }));
  expect((await refused()).map(({ message }) => message)).toEqual([
    'Away 1,234 days.',
    'Away 1,234 days.',
  ]);
});

test('is told in the last words that made sense while somebody writes the catalogue', async () => {
  write(withEntry(entry));
  await refused();
  for (const broken of [
    '',
    withEntry(entry).slice(0, 5000),
    '[]',
    JSON.stringify({ ON_HOLIDAY: { sqlstate: 'SDNEW' } }),
  ]) {
    write(broken);
    expect((await refused()).map(({ code }) => code)).toEqual(['ON_HOLIDAY', 'ON_HOLIDAY']);
  }
  rmSync(copy);
  expect((await refused()).map(({ code }) => code)).toEqual(['ON_HOLIDAY', 'ON_HOLIDAY']);
});

test.each(['P0001', 'SE001', 'XX000'])(
  'of another class is still a fault: %s',
  async (sqlstate) => {
    await refuseWith(sqlstate);

    expect(await refused()).toMatchObject([
      { status: 500, code: 'INTERNAL', details: {} },
      { code: 'INTERNAL' },
    ]);
    await refuseWith('SDNEW');
  },
);
