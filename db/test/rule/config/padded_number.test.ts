import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addAgency } from '../../support/master.ts';
import { createAgency } from '../../support/new_agency.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test('the millionth slip of a year has a digit more than the others', async () => {
  const [counter] = await db.query<{ before: string }>(
    `insert into config.document_counter (kind, year, last_number)
     values ('PX', extract(year from config.business_date()), 999998)
     returning 'PX-' || year || '-' as before`,
  );

  await db.as('sales', async (me) => {
    const codes = [];
    for (let nth = 0; nth < 3; nth += 1)
      codes.push((await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] })).code);

    expect(codes).toEqual(
      ['999999', '1000000', '1000001'].map((number) => `${counter?.before}${number}`),
    );
  });
});

test('after agency DL9999 comes DL10000', async () => {
  await addAgency(db, { code: 'DL9999' });

  await db.as('admin', async (me) => {
    expect([
      (await createAgency(me)).code,
      (await createAgency(me, { name: 'Đại lý Sau' })).code,
    ]).toEqual(['DL10000', 'DL10001']);
  });
});

test('after supplier NCC9999 comes NCC10000', async () => {
  await db.query(
    `insert into inventory.supplier (code, name, created_by)
     select 'NCC9999', 'Nhà cung cấp lâu năm', u.id from auth."user" as u limit 1`,
  );

  await db.as('warehouse', async (me) => {
    const create = (name: string) =>
      me.one<{ code: string }>('select s.code from inventory.create_supplier($1, $1) as s', [name]);

    expect([(await create('Acecook')).code, (await create('Vinamilk')).code]).toEqual([
      'NCC10000',
      'NCC10001',
    ]);
  });
});
