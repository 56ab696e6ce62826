// npm run generate -- --issues 1000000 [--agencies 1000 --items 2000 --seed 1 --until 2026-11-24]
//
// Fills an empty database with two years of honest history, set-based: for benchmarks and tests,
// where the functions people call would take hours. Rules are bypassed while it loads
// (db/seed/generated/ 1-set-aside.sql says how), so every invariant is checked at the end, and a
// breach fails the command. The same plan gives the same books.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { z } from 'zod';
import { repositoryRoot } from './env.ts';
import { prepareDatabase, withClient } from './prepare.ts';
import { setDemoPasswords } from './seed.ts';
import { openWorkplace } from './workplace.ts';

const folder = join(repositoryRoot, 'db', 'seed', 'generated');

const planShape = z.object({
  /** Stock-out slips, of three lines on average. */
  issues: z.coerce.number().int().min(100).max(20_000_000),
  agencies: z.coerce.number().int().min(1).max(9_000).default(1000),
  // fewer than ten could meet twice on one slip
  items: z.coerce.number().int().min(10).max(100_000).default(2000),
  seed: z.coerce.number().int().min(0).default(1),
  /** Newest business date; yesterday when left out. */
  until: z.iso.date().optional(),
});
export type Plan = z.input<typeof planShape>;

export interface Generated {
  seconds: number;
  invariants: CheckedInvariant[];
}
export interface CheckedInvariant {
  name: string;
  breaches: number;
  milliseconds: number;
}

/** Fills a prepared database that has no people yet. Says each step as it ends. */
export async function generate(
  migratorUrl: string,
  wish: Plan,
  say: (line: string) => void = () => undefined,
): Promise<Generated> {
  const plan = planShape.parse(wish);
  return withClient(migratorUrl, async (client) => {
    const began = performance.now();
    // the owner's rights, and every row in sight
    await client.query('set role none');
    await client.query("set work_mem = '256MB'; set maintenance_work_mem = '512MB'");
    await client.query("set lock_timeout = 0; set timezone = 'Asia/Ho_Chi_Minh'");
    await client.query('begin');
    await refuseHistory(client);
    await makePlan(client, plan);
    for (const file of readdirSync(folder).toSorted()) {
      await client.query(readFileSync(join(folder, file), 'utf8'));
      say(`${secondsSince(began)} s  ${file}`);
    }
    await client.query('commit');
    await client.query('vacuum analyze');
    for (const report of ['monthly_sales', 'agency_ranking'])
      await client.query('select report.refresh($1)', [report]);
    say(`${secondsSince(began)} s  committed, vacuumed, reports refreshed`);
    const seconds = (performance.now() - began) / 1000;
    return { seconds, invariants: await checkInvariants(client) };
  });
}

async function refuseHistory(client: pg.Client): Promise<void> {
  const found = await client.query('select from auth."user" limit 1');
  if (found.rowCount !== 0) {
    throw new Error(
      'There is data already. Name a database that is new: DATABASE_NAME=sodaily_generated',
    );
  }
}

/** What the files read: the plan, keys of either type, chance that depends on the seed only. */
async function makePlan(client: pg.Client, plan: z.output<typeof planShape>): Promise<void> {
  await client.query(
    `create temporary table plan on commit drop as
     select p.issues, p.agencies, p.items, p.last_day, p.first_day,
       (extract(year from p.first_day) * 12 + extract(
         month from p.first_day))::integer as first_month
     from (
       select $1::bigint as issues, $2::bigint as agencies, $3::bigint as items, d.last_day,
         (date_trunc('month', d.last_day) - interval '23 months')::date as first_day
       from (select coalesce($4::date, config.business_date() - 1) as last_day) as d) as p`,
    [plan.issues, plan.agencies, plan.items, plan.until ?? null],
  );
  const {
    rows: [key],
  } = await client.query<{ type: string }>(
    `select format_type(a.atttypid, null) as type from pg_attribute as a
     where a.attrelid = 'inventory.issue'::regclass and a.attname = 'id'`,
  );
  const isNumber = key?.type === 'integer';
  await client.query(
    `create function pg_temp.key(kind text, n bigint) returns ${isNumber ? 'integer' : 'uuid'}
     language sql immutable return ${isNumber ? 'n::integer' : 'md5(kind || n)::uuid'}`,
  );
  // 0 ≤ chance < 1; 53 bits, which is all a float holds
  await client.query(
    `create function pg_temp.chance(salt bigint, n bigint) returns double precision
     language sql immutable
     return (hashint8extended(n * 16 + salt,
       ${plan.seed}) & 9007199254740991)::double precision / 9007199254740992`,
  );
  await client.query(
    `create function pg_temp.import_price(first_price numeric, months integer) returns numeric
     language sql immutable return round(first_price * (1 + 0.004 * months) / 100) * 100`,
  );
  await client.query(
    `create function pg_temp.code(kind text, day date, n bigint) returns text language sql immutable
     return kind || '-' || extract(year from day) || '-'
       || lpad(n::text, greatest(6, length(n::text)), '0')`,
  );
}

async function checkInvariants(client: pg.Client): Promise<CheckedInvariant[]> {
  const { rows } = await client.query<CheckedInvariant>(
    `select r.name, r.breaches::integer, r.milliseconds::integer
      from audit.invariant_results() as r`,
  );
  return rows;
}

const secondsSince = (began: number): string =>
  ((performance.now() - began) / 1000).toFixed(1).padStart(6);

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { issues: text, agencies: text, items: text, seed: text, until: text },
  });
  const plan = planShape.parse(values);
  const workplace = await openWorkplace();
  try {
    const { adminUrl, env, secrets } = workplace;
    const urls = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
    const { seconds, invariants } = await generate(urls.migrator, plan, console.log);
    await withClient(urls.migrator, (client) => setDemoPasswords(client, env.DEMO_PASSWORD));
    for (const { name, breaches, milliseconds } of invariants) {
      console.log(
        `${String(milliseconds).padStart(6)} ms  `
          + `${breaches === 0 ? 'holds' : `BROKEN ${breaches}`}  ${name}`,
      );
    }
    const checked = invariants.reduce((total, { milliseconds }) => total + milliseconds, 0) / 1000;
    console.log(
      `${plan.issues} slips in ${seconds.toFixed(1)} s; ${invariants.length} invariants `
        + `checked in ${checked.toFixed(1)} s.`,
    );
    if (invariants.some(({ breaches }) => breaches > 0)) process.exitCode = 1;
  } finally {
    await workplace.leave();
  }
}

if (import.meta.main) await main();
