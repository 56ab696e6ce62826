import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** Texts that no person types: keys, codes and states that are given, and what machines say. */
const given: Readonly<Record<string, readonly string[]>> = {
  'agency.agency': ['code', 'status', 'search_text'],
  'agency.agency_status_change': ['from_status', 'to_status'],
  'audit.change': ['database_user', 'trace_id', 'table_name', 'row_key', 'action'],
  'audit.command': ['client_key', 'command'],
  'audit.invariant_run': ['name', 'sentence'],
  'audit.refusal': ['request_id', 'command', 'code'],
  'auth.login_attempt': ['outcome'],
  'auth.password_reset': ['purpose'],
  'auth.permission': ['code', 'description_vi', 'description_en'],
  'auth.recovery_code': ['code_hash'],
  'auth.role': ['database_role'],
  'auth.role_permission': ['permission_code'],
  'auth.session': ['user_agent'],
  'auth.user': ['locale'],
  'auth.user_secret': ['password_hash'],
  'config.bank': ['bin', 'short_name', 'name'],
  'config.company_profile': ['bank_bin', 'logo'],
  'config.document_counter': ['kind'],
  'config.feature_flag': ['key', 'description_vi', 'description_en'],
  'config.regulation': ['key', 'value_type', 'description_vi', 'description_en'],
  'config.regulation_version': ['value'],
  'file.export': ['what', 'format', 'file_name'],
  'file.export_kind': ['code', 'scope'],
  'file.import': ['what', 'sheet_name'],
  'file.import_change': ['column_code', 'way', 'before', 'after'],
  'file.import_mapping': ['import_kind_code', 'heads_key'],
  'file.import_column': ['import_kind_code', 'code', 'name_vi', 'name_en', 'form', 'example'],
  'file.import_fault': ['column_code', 'reason', 'value'],
  'file.import_kind': ['code', 'scope', 'name_vi', 'name_en'],
  'file.import_question': ['code', 'key'],
  'file.long_job': ['kind', 'status', 'problem'],
  'finance.adjustment': ['code', 'status', 'direction'],
  'finance.balance_letter': ['mailed_to'],
  'finance.credit_item': ['kind'],
  'finance.debt_transaction': ['kind'],
  'finance.open_item': ['kind'],
  'finance.payment': ['code', 'status', 'method'],
  'finance.payment_allocation': ['kind'],
  'finance.refund': ['code', 'status', 'method'],
  'inventory.issue': ['code', 'status', 'request_code'],
  'inventory.issue_return': ['code', 'status'],
  'inventory.item': ['search_text'],
  'inventory.item_price': ['kind'],
  'inventory.receipt': ['code', 'status'],
  'inventory.stock_count': ['code'],
  'inventory.stock_movement': ['kind'],
  'inventory.supplier': ['code', 'search_text'],
  'notification.announcement': ['kind'],
  'notification.discarded_job': ['task', 'last_error'],
  'notification.notification': ['kind', 'subject'],
  'notification.notification_kind': ['code', 'name_vi', 'name_en'],
  'notification.outbox': [
    'recipient',
    'locale',
    'template',
    'subject',
    'status',
    'last_error',
    'about',
  ],
  'notification.preference': ['kind'],
  'report.freshness': ['report'],
};

test('every text that people type is kept clean by its table', async () => {
  const open = await db.query<{ name: string }>(
    `select c.relnamespace::regnamespace || '.' || c.relname || '.' || a.attname as name
     from pg_attribute as a
     join pg_class as c on c.oid = a.attrelid and c.relkind = 'r'
     where c.relnamespace = any ($1::regnamespace[]) and a.attnum > 0 and not a.attisdropped
       and a.atttypid = 'text'::regtype
       and not exists (
         select from pg_constraint as k
         where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)
           and pg_get_constraintdef(k.oid) ~ ('is_clean_(text|note)\\(' || a.attname || '\\)'))
       and not coalesce($2::jsonb -> (c.relnamespace::regnamespace || '.' || c.relname)
         ? a.attname, false)
     order by 1`,
    [contexts, JSON.stringify(given)],
  );

  expect(open.map(({ name }) => name)).toEqual([]);
});

test.each([['Hộp\u200b đẹp'], ['Hộp  đẹp'], ['Hộp đẹp'.normalize('NFD')], [' Hộp đẹp']])(
  'not even the owner writes a name that only looks like another: %j',
  async (name) => {
    await expect(db.query('insert into inventory.unit (name) values ($1)', [name])).rejects.toThrow(
      'unit_text_is_clean',
    );
  },
);
