// Nonsense in every argument of every command: the answer is a code of the catalogue, never a raw
// error of PostgreSQL. It comes from a fixed seed; a command of tomorrow is tried as well.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { seededRandom } from '../../support/race.ts';

interface Parameter {
  name: string;
  type: string;
  base: string;
  isArray: boolean;
  isComposite: boolean;
}
interface Command {
  name: string;
  parameters: Parameter[];
}

const tries = 100;
const seed = 20_261_123;
let db: TestDatabase;
let commands: Command[];
let composites: Map<string, { name: string; type: string }[]>;
let real: Record<string, string[]>;

const noKey = inject('keyType') === 'uuid' ? '00000000-0000-4000-8000-000000000000' : '2147483647';
const nonsense: Record<string, (string | null)[]> = {
  text: [
    null,
    '',
    '   ',
    'x'.repeat(100_000),
    "'; drop table inventory.item; --",
    'ẩn\u0001danh',
    '\u202E',
    '%_%',
    '0',
    'null',
  ],
  numeric: [
    null,
    '0',
    '-1',
    'NaN',
    'Infinity',
    '-Infinity',
    '0.0001',
    '1e30',
    '-1e30',
    '1e131000',
    '-1e-16000',
    '999999999999999999.5',
    '1',
  ],
  date: [
    null,
    'infinity',
    '-infinity',
    '0001-01-01',
    '9999-12-31',
    '4713-01-01 BC',
    '2024-02-29',
    'today',
  ],
  boolean: [null, 'true', 'false'],
  bigint: [null, '0', '-1', '9223372036854775807', '1', '2'],
};

beforeAll(async () => {
  db = await testDatabase();
  commands = await db.query<{ name: string; parameters: Parameter[] }>(`
    select n.nspname || '.' || p.proname as name, json_agg(json_build_object(
        'name', a.name, 'type', a.type::regtype::text, 'base', base.oid::regtype::text,
        'isArray', t.typelem <> 0 and t.typlen = -1, 'isComposite', base.typtype = 'c')
        order by a.place) as parameters
    from pg_proc as p
    join pg_namespace as n on n.oid = p.pronamespace
    cross join lateral unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[])
      with ordinality as a (name, type, place)
    join pg_type as t on t.oid = a.type
    join pg_type as base on base.oid = case when t.typelem <> 0
      and t.typlen = -1 then t.typelem else t.oid end
    where p.proargnames[1] = 'client_key' and p.prosecdef
    group by 1 order by 1`);
  const columns = await db.query<{ of: string; name: string; type: string }>(`
    select c.reltype::regtype::text as of, a.attname::text as name,
      a.atttypid::regtype::text as type
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind = 'c' order by 1, a.attnum`);
  composites = Map.groupBy(columns, ({ of }) => of);
  // some keys are real, so that nonsense gets past the first question
  real = Object.fromEntries(
    await Promise.all(
      Object.entries({
        agency_id: 'agency.agency',
        agency_type_id: 'agency.agency_type',
        district_id: 'agency.district',
        item_id: 'inventory.item',
        unit_id: 'inventory.unit',
        user_id: 'auth."user"',
        role_id: 'auth.role',
      }).map(async ([column, table]) => [
        column,
        (
          await db.query<{ id: string }>(
            `select id::text from ${table} order by created_at limit 3`,
          )
        ).map(({ id }) => id),
      ]),
    ),
  );
});
afterAll(() => db.close());

/** A piece of nonsense for a value of a type, as text that PostgreSQL reads. */
function worst(random: () => number, name: string, type: string): string | null {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const singular = name.replace(/s$/, '');
  if (type === 'integer' || type === 'uuid') return pick([null, noKey, ...(real[singular] ?? [])]);
  return pick(nonsense[type] ?? [null]);
}

function argument(random: () => number, { name, base, isArray, isComposite }: Parameter): unknown {
  if (name === 'client_key')
    return random() < 0.05 ? worst(random, name, 'text') : `bad-${Math.floor(random() * 1e9)}`;
  if (!isArray)
    return worst(random, name, base === 'dong' || base === 'quantity' ? 'numeric' : base);
  if (random() < 0.15) return null;
  const many = random() < 0.1 ? 150 : Math.floor(random() * 4);
  const elements = Array.from({ length: many }, () =>
    isComposite
      ? `(${(composites.get(base) ?? []).map((column) => quoted(worst(random, column.name, column.type))).join(',')})`
      : worst(random, name, base),
  );
  return `{${elements.map((element) => (element === null ? 'null' : JSON.stringify(element))).join(',')}}`;
  function quoted(value: string | null): string {
    return value === null ? '' : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  }
}

describe('nonsense', () => {
  test('is tried on every command', () => {
    expect(commands.length).toBeGreaterThanOrEqual(50);
  });

  test('is answered with a code of the catalogue, whatever the command', async () => {
    const random = seededRandom(seed);
    const raw: string[] = [];
    let longest = 0;
    const answers = new Map<string, number>();
    for (const { name, parameters } of commands) {
      await db.as('admin', async (me) => {
        for (let attempt = 0; attempt < tries; attempt += 1) {
          const values = parameters.map((parameter) => argument(random, parameter));
          const call = `select ${name}(
            ${parameters.map(({ type }, nth) => `$${nth + 1}::text::${type}`).join(', ')})`;
          await me.query('savepoint attempt');
          const code = await me.query(call, values).then(
            () => 'accepted',
            (error: { code: string; message: string; detail?: string }) => {
              longest = Math.max(longest, error.detail?.length ?? 0);
              if (!/^SD[A-Z]{3}$/.test(error.code))
                raw.push(
                  `${name} ${error.code} ${error.message.slice(0, 120)} `
                    + `${JSON.stringify(values).slice(0, 300)}`,
                );
              return error.code;
            },
          );
          answers.set(code, (answers.get(code) ?? 0) + 1);
          await me.query('rollback to savepoint attempt');
        }
      });
    }
    console.log(
      `${commands.length * tries} calls: `
        + `${[...answers].map(([code, many]) => `${many} ${code}`).join(', ')}`,
    );

    expect(raw).toEqual([]);
    // whatever was sent, what is told back is short
    expect(longest).toBeLessThan(60_000);
  }, 300_000);
});
