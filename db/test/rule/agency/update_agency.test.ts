import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead } from '../../support/life.ts';
import {
  editAgency,
  editAgencyRefused,
  fileOf,
  keyOf,
  type AgencyFile,
} from '../../support/master_edit.ts';
import { addDistrict, createAgency } from '../../support/new_agency.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addDistrict(db, 'Một chỗ', 1);
});
afterAll(() => db.close());

describe('the data of an agency', () => {
  test.each<[Person, string]>([
    ['accountant', 'SDPRM'],
    ['agency', 'SDPRM'],
    ['warehouse', '42501'],
    ['auditor', '42501'],
  ])('is not edited by %s', async (person, code) => {
    const file = await fileOf(db, 'DL0001');
    await db.as(person, async (me) => {
      expect((await editAgencyRefused(me, file)).code).toBe(code);
    });
  });

  test('is edited by sales for their own agencies only: others are unknown to them', async () => {
    const [own, other] = [await fileOf(db, 'DL0001'), await fileOf(db, 'DL0004')];
    await db.as('sales', async (me) => {
      expect(await editAgencyRefused(me, other)).toMatchObject({
        code: 'SDNFD',
        details: { agency_id: other.id },
      });

      expect(await editAgency(me, own, { phone: '0900 111 222' })).toMatchObject({
        phone: '0900 111 222',
        version: 2,
      });
    });
  });

  test('keeps its type with sales, for another type is another debt limit; a manager may change it', async () => {
    const file = await fileOf(db, 'DL0001');
    const other = { agency_type_id: await keyOf(db, 'agency_type', 'Loại 2') };
    await db.as('sales', async (me) => {
      expect(await editAgencyRefused(me, file, other)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'agency:approve' },
      });
    });
    await db.as('manager', async (me) => {
      expect(await editAgency(me, file, other)).toMatchObject(other);
    });
  });

  test('is saved as written, without blanks around it; what is left out becomes empty', async () => {
    await db.as('manager', async (me) => {
      const saved = await editAgency(me, await fileOf(me, 'DL0001'), {
        name: ' Tạp hóa Cô Tư ',
        phone: '(028) 3822.1234',
        email: 'co.tu@example.com',
        ward: 'Bến Thành',
        address: ' ',
        tax_code: '0300808687-001',
        representative: 'Cô Tư',
      });

      expect(saved).toMatchObject({
        code: 'DL0001',
        name: 'Tạp hóa Cô Tư',
        phone: '(028) 3822.1234',
        email: 'co.tu@example.com',
        ward: 'Bến Thành',
        address: null,
        tax_code: '0300808687-001',
        representative: 'Cô Tư',
        version: 2,
      });
      expect(await editAgency(me, { ...saved, ward: null }, { tax_code: null })).toMatchObject({
        ward: null,
        tax_code: null,
        version: 3,
      });
    });
  });

  test('is refused with everything that is wrong with it, and nothing is left of it', async () => {
    const file = await fileOf(db, 'DL0001');
    const before = await fingerprints(db);
    await db.as('manager', async (me) => {
      expect(
        await editAgencyRefused(me, file, {
          name: ' ',
          agency_type_id: null,
          district_id: await unknownKey(db),
          phone: '12 34',
          email: 'không phải thư',
          ward: 'x'.repeat(101),
          tax_code: '0300808687-1',
        }),
      ).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'name', reason: 'required' },
            { path: 'ward', reason: 'too_long', value: '101' },
            { path: 'agency_type_id', reason: 'required' },
            { path: 'district_id', reason: 'unknown' },
            { path: 'phone', reason: 'malformed', value: '12 34' },
            { path: 'email', reason: 'malformed', value: 'không phải thư' },
            { path: 'tax_code', reason: 'malformed', value: '0300808687-1' },
          ],
        },
      });
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test.each(['0900 000 001', '+84 28 3822 1234', '(028) 3822.1234', '0281234567'])(
    'takes the phone %s',
    async (phone) => {
      await db.as('manager', async (me) => {
        expect(await editAgency(me, await fileOf(me, 'DL0002'), { phone })).toMatchObject({
          phone,
        });
      });
    },
  );

  test.each(['không có', '1234567', '0'.repeat(16), '0900-000-001; drop'])(
    'does not take the phone %s',
    async (phone) => {
      await db.as('manager', async (me) => {
        expect(
          (await editAgencyRefused(me, await fileOf(me, 'DL0002'), { phone })).details,
        ).toMatchObject({ fields: [{ path: 'phone', reason: 'malformed' }] });
      });
    },
  );

  test('asks the same of a new agency', async () => {
    await db.as('manager', async (me) => {
      const refusal = await me.refusal(
        `select agency.create_agency('new', 'Mới', t.id, d.id, phone => 'gọi sau', tax_code => '12')
         from agency.agency_type as t cross join agency.district as d
         where t.name = 'Loại 1' and d.name = 'Quận 1'`,
      );

      expect(refusal).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'phone', reason: 'malformed' },
            { path: 'tax_code', reason: 'malformed' },
          ],
        },
      });
    });
  });
});

describe('two people edit one agency', () => {
  test('the second is told which version holds and who made it', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      await editAgency(me, file, { name: 'Trước' });

      expect(await editAgencyRefused(me, file, { name: 'Sau' })).toMatchObject({
        code: 'SDSTA',
        details: {
          read_version: 1,
          version: 2,
          updated_by: 'Lê Thị Quản',
        },
      });
      expect(await editAgencyRefused(me, file, { version: null })).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [{ path: 'version', reason: 'required' }],
        },
      });
    });
  });

  test('the same key is the same edit, another edit under it is refused', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      const key = randomUUID();
      const first = await editAgency(me, file, { name: 'Một' }, key);

      expect(await editAgency(me, file, { name: ' Một' }, key)).toEqual(first);
      expect((await me.refusalOf(() => editAgency(me, file, { name: 'Hai' }, key))).code).toBe(
        'SDDUP',
      );
    });
  });
});

test('the file of an agency that was rejected or terminated stays as it is', async () => {
  await db.as('manager', async (me) => {
    const rejected = await createAgency(me);
    await lead(me, 'reject_agency', rejected.id);
    await lead(me, 'terminate_agency', (await fileOf(me, 'DL0002')).id);

    for (const [code, status] of [
      [rejected.code, 'rejected'],
      ['DL0002', 'terminated'],
    ] as const) {
      expect(await editAgencyRefused(me, await fileOf(me, code), { name: 'Khác' })).toMatchObject({
        code: 'SDCLO',
        details: { agency_code: code, status },
      });
    }
  });
});

describe('a move to another territory', () => {
  const moveTo = async (file: AgencyFile, district: string) => ({
    ...file,
    district_id: await keyOf(db, 'district', district),
  });

  test('needs room there (QĐ1), and is made when there is', async () => {
    await db.as('manager', async (me) => {
      const first = await fileOf(me, 'DL0001');
      await editAgency(me, first, await moveTo(first, 'Một chỗ'));

      const second = await fileOf(me, 'DL0002');
      expect(await editAgencyRefused(me, second, await moveTo(second, 'Một chỗ'))).toMatchObject({
        code: 'SDDIS',
        details: { district_name: 'Một chỗ', members: '1', cap: '1', cap_source: 'district' },
      });
    });
  });

  test('needs none for a pending agency: approval will ask', async () => {
    await db.as('manager', async (me) => {
      const first = await fileOf(me, 'DL0001');
      await editAgency(me, first, await moveTo(first, 'Một chỗ'));
      const pending = await fileOf(me, (await createAgency(me)).code);

      const moved = await editAgency(me, pending, await moveTo(pending, 'Một chỗ'));

      const approve = (version: string) =>
        me.refusalOf(() => lead(me, 'approve_agency', moved.id, { version }));
      // what was edited since it was looked at is not approved unseen
      expect(await approve('1')).toMatchObject({
        code: 'SDSTA',
        details: { read_version: 1, version: 2 },
      });
      expect((await approve('2')).code).toBe('SDDIS');
    });
  });
});
