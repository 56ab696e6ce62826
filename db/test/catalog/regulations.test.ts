// A figure of the house stands in one place, the first version of its regulation. Rules read it
// there.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtures } from '../support/contexts.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const root = join(import.meta.dirname, '..', '..', '..');

const defaults = {
  BACKDATE_DAYS: '15',
  BACKDATE_FAR_DAYS: '31',
  PRICE_JUMP_PERCENT: '20',
  REQUEST_PRICE_DAYS: '7',
  BLOCK_OVERDUE_DAYS: '',
  FREE_GOODS_PERCENT: '',
  MAX_OPEN_SLIPS: '',
  PAID_NOW_LIMIT: '',
  DEBT_ALERT_PERCENT: '80',
  EXPORT_PRICE_RATIO: '1.02',
  FOUR_EYES: 'false',
  LOW_STOCK_THRESHOLD: '10',
  MAX_AGENCIES_PER_DISTRICT: '4',
  PAYMENT_NOT_OVER_DEBT: 'true',
  PAYMENT_TERM_DAYS: '30',
};

describe('every regulation', () => {
  test('is there from the first day with the value of the law of the house', async () => {
    const rows = await db.query<{ key: string; value: string }>(
      `select r.key, v.value from config.regulation as r
       join config.regulation_version as v on v.regulation_id = r.id
         and v.valid_from = date '2000-01-01'
       order by r.key`,
    );

    expect(Object.fromEntries(rows.map(({ key, value }) => [key, value]))).toEqual(defaults);
  });

  test('says what it does in both languages, and a number has its bounds', async () => {
    const lacking = await db.query(
      `select r.key from config.regulation as r
       where length(r.description_vi) < 10 or length(r.description_en) < 10
         or (r.value_type = 'boolean') <> (r.min_value is null)
           or (r.min_value is null) <> (r.max_value is null)`,
    );

    expect(lacking).toEqual([]);
  });

  test('has versions that fit its own type and bounds', async () => {
    expect(
      await db.query(
        `select r.key, v.value, p.reason from config.regulation as r
       join config.regulation_version as v on v.regulation_id = r.id
       cross join lateral config.regulation_value_problem(r, v.value) as p (reason)
       where p.reason is not null`,
      ),
    ).toEqual([]);
  });

  test('is read by a function, and functions read no other', async () => {
    const rows = await db.query<{ key: string }>(
      `select distinct m[1] as key from pg_proc as p
       cross join lateral regexp_matches(p.prosrc,
         '(?:config\\.regulation_(?:on|is_on|at)\\(|r\\.key = )''(\\w+)''', 'g') as m
       where p.pronamespace = any ($1::regnamespace[]) order by 1`,
      [contexts],
    );

    expect(rows.map(({ key }) => key)).toEqual(Object.keys(defaults).toSorted());
  });
});

interface Literal {
  file: string;
  number: string;
}

/** The numbers a piece of SQL decides by: none of its comments, texts, names and placeholders. */
function numbersIn(sql: string): string[] {
  const code = sql.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
  return [...code.matchAll(/(?<![\w.$])\d+(?:\.\d+)?(?![\w])/g)].map(([number]) => number);
}

const sqlFiles = (folder: RegExp) =>
  readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql') && folder.test(file))
    .map((file) => ({ file, sql: readFileSync(join(fixtures, file), 'utf8') }));

const literals = (folder: RegExp): Literal[] =>
  sqlFiles(folder).flatMap(({ file, sql }) =>
    [...new Set(numbersIn(sql))].map((number) => ({ file: basename(file, '.sql'), number })),
  );

describe('no figure of the house stands in the code', () => {
  test('a rule holds no number but 0 and 1, apart from bounds of what can be typed', () => {
    const meaning: Record<string, string> = {
      'free_goods_within_percent 100': 'what a percentage is of',
      'price_override 500': 'longest reason',
      'price_override 1000000000': 'highest price',
      'last_admin_stays 2': 'the two scopes of an admin',
      'attacks_are_notified 10': 'failures on an account',
      'attacks_are_notified 20': 'failures from an address',
    };
    const found = literals(/\/rules\//).filter(({ number }) => number !== '0' && number !== '1');

    expect(found.map(({ file, number }) => `${file} ${number}`).toSorted()).toEqual(
      Object.keys(meaning).toSorted(),
    );
  });

  test('a function holds the number of a regulation only where it means something else', () => {
    const meaning: Record<string, string> = {
      'numbered_code 4': 'digits of a code',
      'amount_in_english_words 10': 'what ten stands for',
      'company_profile_problems 4':
        'shortest account number, and characters of four bytes of a picture',
      'company_profile_problems 20': 'as much of a bank number as is named',
      'create_supplier 4': 'digits of a code, and where they begin',
      'supplier_problems 30': 'longest phone',
      'is_phone 30': 'longest phone',
      'import_sample 20': 'rows that are shown',
      'search_patterns 10': 'words that are looked for',
      'invariant_numbers_have_no_gaps 4': 'digits of a year',
      'user_problems 30': 'longest phone',
      'unit_problems 30': 'longest name',
      'ages_of_debt 30': 'days of one age of debt',
      'ages_now 30': 'days of one age of debt',
      'is_phone 15': 'most digits of a phone',
      'phone_pieces 15': 'most digits of a phone',
      'nearest_month 15': 'half a month',
      'ages_of_debt 31': 'first day of the second age',
      'ages_now 31': 'first day of the second age',
      'add_import_chunk 20': 'largest file in MB',
      'start_import 20': 'files an hour that are not uploaded',
      'moved_by 20': 'movements that are named',
      'next_attempt_at 20': 'attempts',
      'overdue_block 20': 'documents that are named',
      'overdue_documents 20': 'documents that are named',
      'refuse_opened_with_history 20': 'agencies that are named',
      'price_jump_questions 10': 'tenths of a percent',
      'imported_price_questions 10': 'tenths of a percent',
      'sales_of_month 7': 'digits of a share',
      'sales_of_month 10': 'thousandths of a percent',
    };
    const figures = new Set(Object.values(defaults));
    const found = literals(/\/(functions|views|policies)\//).filter(({ number }) =>
      figures.has(number),
    );

    expect(found.map(({ file, number }) => `${file} ${number}`).toSorted()).toEqual(
      Object.keys(meaning).toSorted(),
    );
  });

  test('the price ratio stands neither in SQL nor in the code of server, worker and web', () => {
    const files = ['db/fixtures', 'server', 'worker', 'web/src'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(?:sql|tsx?)$/.test(file) && !/test|[\\/](?:gql|data)[\\/]/.test(file))
        .map((file) => join(root, folder, file)),
    );

    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => /\b1[.,]02\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('the search sees numbers where they are', () => {
    expect(numbersIn("-- at most 4\nselect round(x1 * 1.02), 'at 80 %', c.a2, 30;")).toEqual([
      '1.02',
      '30',
    ]);
  });
});
