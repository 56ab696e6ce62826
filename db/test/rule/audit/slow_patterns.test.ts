// What people write is read by patterns in the database too: none takes a time that grows faster
// than the text, however the text is made.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** As many as a cell of a spreadsheet has; a pattern that is slow takes seconds with them. */
const LETTERS = 32_767;
const TEASERS = [
  '1',
  '1.',
  '111.',
  ' ',
  '\u00a0',
  'đ',
  'vnd',
  'vn',
  '-',
  '*',
  '* ',
  'a@',
  'a@a.',
  '@',
  '.',
  'a',
  'DL1',
  '+',
  '(',
  '%',
  '_',
  '\\',
  'ế',
  'a_',
  '\n',
  'ế'.normalize('NFD'),
  ':',
  'x:',
];

/** Every function that has a pattern in it, asked about one text. */
const READERS = [
  "file.cell_read(to_jsonb($1::text), 'text')",
  "file.cell_read(to_jsonb($1::text), 'date')",
  "file.number_written($1, 'dong')",
  "file.number_written($1, 'quantity')",
  'file.date_written($1)',
  'file.head_text($1)',
  'public.search_patterns($1)',
  'public.is_clean_text($1)',
  'public.is_clean_note($1)',
  'public.phone_numbers($1)',
  'public.is_phone($1)',
  'public.phone_pieces($1)',
  'public.phone_search_text($1)',
  'file.text_written($1)',
  'public.is_tax_code($1)',
  'public.fold_text($1)',
  'public.clean_text($1)',
  'public.clean_note($1)',
  'public.is_mail_address($1)',
  'auth.email_problems($1)',
  'auth.role_code_problems($1, null)',
  'agency.place_name($1)',
  'file.is_old_word($1)',
  'file.is_old_writing($1)',
  "file.lacks_nought($1, 'phone')",
  "file.lacks_nought($1, 'tax_code')",
  `config.company_profile_problems(jsonb_populate_record(null::config.company_profile,
    jsonb_build_object('bank_account', $1::text, 'logo', $1::text, 'phone', $1::text)))`,
];

test.each(READERS)('%s', async (reader) => {
  for (const teaser of TEASERS) {
    for (const end of ['', 'x', '@']) {
      const began = performance.now();
      await db.query(`select ${reader}`, [
        teaser.repeat(Math.floor(LETTERS / teaser.length)) + end,
      ]);
      expect(performance.now() - began, JSON.stringify(teaser + end)).toBeLessThan(1_000);
    }
  }
});

test('every function with a pattern is tried here, or reads no more than a person may write', async () => {
  const found = await db.query<{ name: string }>(
    `select distinct n.nspname || '.' || p.proname as name from pg_proc as p
      join pg_namespace as n on n.oid = p.pronamespace
     where n.nspname in ('agency', 'audit', 'auth', 'config', 'file', 'finance', 'inventory',
       'notification', 'report', 'public')
       and p.prosrc ~ '!?~[*]? ''|regexp_' and p.probin is null order by 1`,
  );
  const tried = new Set(READERS.map((reader) => reader.split('(')[0]));
  expect(found.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([
    // codes of a few dozen letters, and a search
    'agency.imported_code_problems',
    'config.regulation_value_problem',
    'inventory.slips_by_number',
  ]);
});
