import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { withClient } from '../../db/tools/prepare.ts';
import type { Books } from './books.ts';

/** What is measured without a page; texts, because units differ. */
export interface Figure {
  name: string;
  small: string | null;
  large: string;
  budget: string;
  isKept: boolean;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const seconds = (milliseconds: number): string =>
  `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;

/** Every invariant, as the nightly job checks them. */
export async function measureInvariants(small: Books, large: Books): Promise<Figure[]> {
  const took: number[] = [];
  const slowest: string[] = [];
  for (const { dba } of [small, large]) {
    const { rows } = await dba.query<{ name: string; ms: number; breaches: string }>(
      `select r.name, r.milliseconds::int as ms, r.breaches::text
        from audit.invariant_results() as r`,
    );
    const broken = rows.filter(({ breaches }) => breaches !== '0');
    if (broken.length > 0)
      throw new Error(`invariants are broken: ${broken.map(({ name }) => name).join(', ')}`);
    took.push(rows.reduce((sum, { ms }) => sum + ms, 0));
    slowest.push(
      rows
        .toSorted((a, b) => b.ms - a.ms)
        .slice(0, 3)
        .map(({ name, ms }) => `${name} ${seconds(ms)}`)
        .join(', '),
    );
  }
  const [few = 0, many = 0] = took;
  console.log(`invariants ${seconds(few)} and ${seconds(many)}; slowest: ${slowest[1]}`);
  return [
    {
      name: 'All invariants checked',
      small: seconds(few),
      large: seconds(many),
      budget: '60 s',
      isKept: many <= 60_000,
    },
  ];
}

/**
 * Refreshing a report after a thousand slips more, folding them included: the middle of five times.
 */
export async function measureRefresh(small: Books, large: Books): Promise<Figure[]> {
  const slips = 1_000;
  const reports = ['monthly_sales', 'agency_ranking'];
  const took = new Map(reports.map((report) => [report, [[], []] as [number[], number[]]]));
  for (let turn = 0; turn < 5; turn += 1) {
    for (const report of reports) {
      for (const [place, books] of [small, large].entries()) {
        // a transaction a hundred, because slips of one have one moment, and lists go by it
        for (let posted = 0; posted < slips; posted += 100)
          await asManager(books, (client) => postSlips(client, 100));
        await withClient(books.urls.worker, async (client) => {
          took
            .get(report)
            ?.[place as 0].push(
              await timed(() => client.query('select report.refresh($1)', [report])),
            );
        });
      }
    }
  }
  return [...took].map(([report, times]): Figure => {
    const [few = 0, many = 0] = times.map((all) => all.toSorted((a, b) => a - b)[2] ?? 0);
    console.log(`refresh of ${report} ${few.toFixed(0)} and ${many.toFixed(0)} ms`);
    return {
      name: `Refresh of ${report} after 1,000 slips`,
      small: `${few.toFixed(0)} ms`,
      large: `${many.toFixed(0)} ms, ${(many / few).toFixed(2)} ×`,
      budget: '1 s, 1.5 ×',
      isKept: many <= 1_000 && many <= 1.5 * few,
    };
  });
}

/** What the deltas beside the ledgers cost a posting: with and without them, turn by turn. */
export async function measureDeltas({ dba, ...books }: Books): Promise<Figure[]> {
  const switched = async (verb: 'enable' | 'disable') => {
    for (const table of ['finance.debt_transaction', 'inventory.stock_movement']) {
      await dba.query(`alter table ${table} ${verb} trigger report_delta_is_kept`);
    }
  };
  const took = { enable: 0, disable: 0 };
  const slips = 100;
  // all of it is rolled back but for the switch, which is left as it was
  try {
    for (let turn = 0; turn < 6; turn += 1) {
      for (const verb of ['enable', 'disable'] as const) {
        await switched(verb);
        took[verb] += await asManager(
          { dba, ...books },
          (client) => timed(() => postSlips(client, slips)),
          'rollback',
        );
      }
    }
  } finally {
    await switched('enable');
  }
  const ratio = took.enable / took.disable;
  console.log(
    `a slip of three lines with deltas ${(took.enable / 6 / slips).toFixed(2)} ms, `
      + `without ${(took.disable / 6 / slips).toFixed(2)} ms`,
  );
  return [
    {
      name: 'A slip of three lines: with deltas over without',
      small: null,
      large: `${ratio.toFixed(2)} ×`,
      budget: '1.5 ×',
      isKept: ratio <= 1.5,
    },
  ];
}

/** A file of a hundred thousand rows, made by a worker of its own. */
export async function measureExport(large: Books): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const format of ['xlsx', 'csv']) {
    const {
      rows: [span],
    } = await large.dba.query<{ from: string }>(
      `select min(i.issue_date)::text as from
        from (select issue_date from inventory.issue order by issue_date desc limit 100000) as i`,
    );
    const asked = await asManager(
      large,
      async (client) =>
        (
          await client.query<{ id: string; long_job_id: string }>(
            'select e.id::text, e.long_job_id::text from file.start_export($1, $2, $3, $4) as e',
            [randomUUID(), 'issues', format, { from: span?.from }],
          )
        ).rows[0],
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--max-semi-space-size=4', join(import.meta.dirname, 'export_child.ts')],
      { env: { ...process.env, WORKER_DATABASE_URL: large.urls.worker } },
    );
    const { milliseconds, megabytes } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
      milliseconds: number;
      megabytes: number;
    };
    const {
      rows: [made],
    } = await large.dba.query<{ status: string; rows: string; bytes: string; expected: string }>(
      `select j.status, e.row_count::text as rows, e.byte_count::text as bytes,
         (select count(*)::text from inventory.issue where issue_date >= $2::date) as expected
       from file.export as e join file.long_job as j on j.id = e.long_job_id where e.id::text = $1`,
      [asked?.id, span?.from],
    );
    if (made?.status !== 'done' || made.rows !== made.expected)
      throw new Error(`the file of ${format} is not right: ${JSON.stringify(made)}`);
    console.log(
      `${made.rows} slips as ${format}: ${seconds(milliseconds)}, ${Math.round(megabytes)} MB`,
    );
    figures.push({
      name:
        `A file of ${Number(made.rows).toLocaleString('en')} slips, ${format} `
        + `(${(Number(made.bytes) / 1e6).toFixed(1)} MB)`,
      small: null,
      large: `${seconds(milliseconds)}, ${Math.round(megabytes)} MB of memory`,
      budget: '30 s, 200 MB',
      isKept: milliseconds <= 30_000 && megabytes <= 200,
    });
  }
  return figures;
}

/** Slips of three lines, by the function that people call. */
export async function postSlips(client: pg.ClientBase, slips: number): Promise<void> {
  await client.query(
    `with wish as (
       select n, (select array_agg(a.id order by a.code) from agency.agency as a
         where a.status = 'active') as agencies,
         (select array_agg(i.id order by i.stock_quantity desc) from (
           select i.id, i.stock_quantity from inventory.item as i where i.is_active
           order by i.stock_quantity desc limit 300) as i) as items
       from generate_series(1, $2::int) as n)
     select (inventory.create_issue($1 || w.n, w.agencies[1 + w.n * 7 % cardinality(w.agencies)],
       array[row(w.items[1 + w.n % 300], 1, false)::inventory.issue_line,
         row(w.items[1 + (w.n + 100) % 300], 1, false)::inventory.issue_line,
         row(w.items[1 + (w.n + 200) % 300], 1, false)::inventory.issue_line])).id
     from wish as w`,
    [randomUUID(), slips],
  );
}

/** As the manager, past the server; limits are lifted, because these slips are about time only. */
export async function asManager<T>(
  { dba, urls }: Pick<Books, 'dba' | 'urls'>,
  work: (client: pg.ClientBase) => Promise<T>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<T> {
  await dba.query('update agency.agency_type set debt_limit = 900000000000000');
  const {
    rows: [session],
  } = await dba.query<{ id: string; user_id: string }>(
    `insert into auth.session (user_id, refresh_token_hash, expires_at)
     select u.id, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), now() + interval '1 hour'
     from auth."user" as u where u.email = 'manager@sodaily.test'
     returning id::text, user_id::text`,
  );
  return withClient(urls.authenticator, async (client) => {
    await client.query(
      `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; begin;
        set local role sodaily_staff`,
    );
    await client.query(
      `select set_config('app.session_id', $1, true), set_config('app.current_user_id', $2, true)`,
      [session?.id, session?.user_id],
    );
    const result = await work(client);
    await client.query(end);
    return result;
  });
}
