// History that is generated and not lived: it is for measuring, so it must be as right as the
// other.
import { randomBytes } from 'node:crypto';
import { watch } from 'graphile-migrate';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { generate, type Plan } from '../../tools/generate.ts';
import { migrateSettings } from '../../tools/migrate_settings.ts';
import { prepareDatabase, withClient } from '../../tools/prepare.ts';
import { invariantNames } from '../support/invariants.ts';

const plan: Plan = { issues: 2000, agencies: 20, items: 60, seed: 7, until: '2026-10-20' };

interface Books {
  url: string;
  name: string;
  broken: string[];
  checked: string[];
}
const made: Books[] = [];

async function emptyDatabase(): Promise<{ url: string; name: string }> {
  const { adminUrl, secrets } = inject('cluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const urls = await withClient(adminUrl, async (client) => {
    // roles belong to the whole cluster: testDatabase makes them under the same lock
    await client.query('select pg_advisory_lock(7360022)');
    return prepareDatabase(adminUrl, name, secrets, inject('keyType'));
  });
  await watch(
    migrateSettings({ migratorUrl: urls.migrator, adminUrl, keyType: inject('keyType') }),
    true,
  );
  return { url: urls.migrator, name };
}

async function books(wish: Plan): Promise<Books> {
  const { url, name } = await emptyDatabase();
  const { invariants } = await generate(url, wish);
  const all = {
    url,
    name,
    checked: invariants.map((invariant) => invariant.name).toSorted(),
    broken: invariants.filter(({ breaches }) => breaches > 0).map((invariant) => invariant.name),
  };
  made.push(all);
  return all;
}

const ask = <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> =>
  withClient(url, async (client) => {
    await client.query('set role none');
    return (await client.query<Row>(text)).rows;
  });

/** Tables of documents and ledgers, each as one hash of its rows without the moment of loading. */
const contentOf = ({ url }: Books) =>
  ask<{ name: string; hash: string }>(
    url,
    [
      'agency.agency',
      'finance.adjustment',
      'finance.debt_transaction',
      'finance.opening_debt',
      'finance.payment',
      'finance.payment_allocation',
      'finance.refund',
      'inventory.issue',
      'inventory.issue_detail',
      'inventory.issue_return_detail',
      'inventory.item_price',
      'inventory.receipt_detail',
      'inventory.stock_count_detail',
      'inventory.stock_movement',
    ]
      .map(
        (name) => `
  select '${name}' as name,
    count(*) || ' ' || md5(string_agg(r.content, '|' order by r.content)) as hash
  from (select (to_jsonb(t) - array['created_at', 'updated_at'])::text as content
    from ${name} as t) as r`,
      )
      .join(' union all ') + ' order by name',
  );

/** Everything the load takes away and must put back, and everything it switches off. */
const guardsOf = (url: string) =>
  ask(
    url,
    `
  select 'constraint' as kind,
    conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as name,
    obj_description(oid, 'pg_constraint') as comment, convalidated as is_on
  from pg_constraint
  where connamespace::regnamespace::text in ('agency', 'auth', 'audit', 'config', 'finance',
    'inventory')
  union all
  select 'index', pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class'), indisvalid
  from pg_index where indrelid::regclass::text ~ '^(agency|audit|auth|config|finance|inventory)'
  union all
  select 'trigger', tgrelid::regclass || ' ' || tgname, obj_description(oid, 'pg_trigger'),
    tgenabled = 'O'
  from pg_trigger where not tgisinternal
  order by 1, 2`,
  );

let first: Books;
let guardsBefore: unknown[];
beforeAll(async () => {
  guardsBefore = await guardsOf(
    (made[0] = { ...(await emptyDatabase()), broken: [], checked: [] }).url,
  );
  first = await books(plan);
}, 120_000);
afterAll(() =>
  withClient(inject('cluster').adminUrl, async (client) => {
    for (const { name } of made) await client.query(`drop database if exists ${name} with (force)`);
  }),
);

describe('generated history', () => {
  test('breaks no invariant, and all were asked', () => {
    expect(first.broken).toEqual([]);
    expect(first.checked).toEqual(invariantNames);
  });

  test('has as many slips as were asked for, of three lines on average, in two years', async () => {
    const [counts] = await ask<Record<string, number>>(
      first.url,
      `
      select (select count(*)::integer from inventory.issue) as issues,
        (select count(*)::integer from agency.agency) as agencies,
        (select count(*)::integer from inventory.item) as items,
        (select round(count(*) / 2000.0)::integer from inventory.issue_detail) as lines,
        (select count(distinct date_trunc('month', issue_date))::integer
          from inventory.issue) as months`,
    );

    expect(counts).toEqual({ issues: 2000, agencies: 20, items: 60, lines: 3, months: 24 });
  });

  test.each([
    [
      'slips dated back',
      "inventory.issue where issue_date < (created_at at time zone 'Asia/Ho_Chi_Minh')::date",
    ],
    ['cancelled slips', "inventory.issue where status = 'cancelled'"],
    ['requests that wait', "inventory.issue where status = 'requested'"],
    ['returned goods', 'inventory.issue_return'],
    ['payments on the spot', 'finance.payment where issue_id is not null'],
    ['payments cancelled', "finance.payment where issue_id is null and status = 'cancelled'"],
    ['debts of before', 'finance.opening_debt where amount > 0'],
    ['credit of before', 'finance.opening_debt where amount < 0'],
    ['refunds', 'finance.refund'],
    ['slips put right', 'finance.adjustment where issue_id is not null'],
    ['debts put right', "finance.adjustment where direction = 'up' and issue_id is null"],
    ['adjustments cancelled', "finance.adjustment where status = 'cancelled'"],
    ['receipts cancelled', "inventory.receipt where status = 'cancelled'"],
    ['counted shelves', 'inventory.stock_count_detail'],
    ['counts kept for late receipts', "inventory.stock_movement where kind = 'count_kept'"],
    ['free goods on slips', 'inventory.issue_detail where is_free'],
    ['free goods on receipts', 'inventory.receipt_detail where is_free'],
    ['closed months', 'finance.period where is_closed'],
    [
      'slips partly settled',
      `inventory.issue as i where i.total_amount > (
      select sum(l.amount) from finance.payment_allocation as l where l.issue_id = i.id)`,
    ],
  ])('knows %s', async (_what, from) => {
    const [found] = await ask<{ many: number }>(
      first.url,
      `select count(*)::integer as many from ${from}`,
    );

    expect(found?.many).toBeGreaterThan(0);
  });

  test('leaves every trigger, key and index as it found them', async () => {
    expect(await guardsOf(first.url)).toEqual(guardsBefore);
  });

  test('is followed by business as usual: the next slip has the next key and the next number', async () => {
    const [next] = await withClient(first.url, async (client) => {
      await client.query('begin');
      await client.query('set local role sodaily_definer');
      await client.query(`insert into auth.session (user_id, refresh_token_hash, expires_at)
        select id, sha256('generated'), now() + interval '1 minute' from auth."user"
        where email = 'manager@sodaily.test'`);
      await client.query(`select set_config('app.session_id', id::text, true),
        set_config('app.current_user_id', user_id::text, true)
        from auth.session`);
      const { rows } = await client.query<{ code: string; last: string }>(`
        select (inventory.create_issue('after-generation', a.id,
          array[row(i.id, 1, false)::inventory.issue_line])).code,
          (select 'PX-' || c.year || '-' || lpad((c.last_number + 1)::text, 6, '0')
            from config.document_counter as c
           where c.kind = 'PX' and c.year = extract(year from config.business_date())) as last
        from agency.agency as a cross join inventory.item as i
        where a.code = 'DL0003' and i.sku = 'MH00007'`);
      await client.query('rollback');
      return rows;
    });

    expect(next?.code).toBe(next?.last);
  });

  test('is the same for the same seed and another for another', async () => {
    const content = await contentOf(first);

    expect(await contentOf(await books(plan))).toEqual(content);
    const other = new Set(
      (await contentOf(await books({ ...plan, seed: 8 }))).map(({ hash }) => hash),
    );
    expect(content.filter(({ hash }) => other.has(hash))).toEqual([]);
  }, 120_000);

  test('is not written into a database that has some', async () => {
    await expect(generate(first.url, plan)).rejects.toThrow('There is data already');
  });
});
