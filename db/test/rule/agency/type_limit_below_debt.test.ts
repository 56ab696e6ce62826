import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import {
  editAgency,
  editAgencyRefused,
  fileOf,
  keyOf,
  setDebtLimit,
} from '../../support/master_edit.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  // Loại 1 allows 10,000,000, Loại 2 allows 5,000,000
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 7]] }),
  );
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['TRON', 5]] }),
  );
});
afterAll(() => db.close());

test('a type whose debt limit is under the debt is refused with the figures', async () => {
  await db.as('manager', async (me) => {
    const file = await fileOf(me, 'DL0001');

    expect(
      await editAgencyRefused(me, file, {
        agency_type_id: await keyOf(me, 'agency_type', 'Loại 2'),
      }),
    ).toMatchObject({
      code: 'SDTLB',
      details: {
        agency_id: file.id,
        agency_code: 'DL0001',
        agency_name: 'Tạp hóa Cô Ba',
        debt: '7000000',
        limit: '5000000',
        short_by: '2000000',
        type: 'Loại 2',
      },
    });
  });
});

test('also while the agency has a debt limit of its own, for that expires', async () => {
  await db.as('manager', async (me) => {
    const file = await setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 20_000_000 });

    const refusal = await editAgencyRefused(me, file, {
      agency_type_id: await keyOf(me, 'agency_type', 'Loại 2'),
    });

    expect(refusal).toMatchObject({ code: 'SDTLB', details: { limit: '5000000' } });
  });
});

test('a type whose debt limit is exactly the debt is taken', async () => {
  await db.as('manager', async (me) => {
    const type = await keyOf(me, 'agency_type', 'Loại 2');

    expect(
      await editAgency(me, await fileOf(me, 'DL0004'), { agency_type_id: type }),
    ).toMatchObject({ agency_type_id: type, version: 2 });
  });
});

test('an agency over the debt limit of the type it has may be edited otherwise', async () => {
  await db.as('manager', async (me) => {
    const file = await setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 1_000_000 });

    expect(await editAgency(me, file, { name: 'Tạp hóa Cô Tư' })).toMatchObject({
      name: 'Tạp hóa Cô Tư',
    });
  });
});
