import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
let type: string;
let district: string;
let elsewhere: string;

beforeAll(async () => {
  db = await testDatabase();
  const key = async (from: string) =>
    (await db.query<{ id: string }>(`select id::text from ${from}`))[0]?.id ?? '';
  type = await key("agency.agency_type where name = 'Loại 1'");
  district = await key("agency.district where name = 'Quận 1'");
  elsewhere = await key("agency.district where name <> 'Quận 1' limit 1");
  await db.commitAs('manager', (me) =>
    order(me, 'agency.create_agency', {
      ...shop('Đại lý Hòa Bình'),
      phone: '0912 345 678',
      tax_code: '0312345678',
      own_code: 'KH001',
    }),
  );
});
afterAll(() => db.close());

const shop = (name: string, more: Given = {}): Given => ({
  name,
  agency_type_id: type,
  district_id: district,
  ...more,
});
const create = (me: Actor, given: Given) => order(me, 'agency.create_agency', given);
const refused = (me: Actor, given: Given) => orderRefused(me, 'agency.create_agency', given);
const asks = (...same: string[]) => ({
  code: 'SDCFM',
  details: {
    count: 1,
    questions: [
      {
        code: 'POSSIBLE_DUPLICATE',
        figures: { of: 'agency', same, name: 'Đại lý Hòa Bình' },
      },
    ],
  },
});

describe('an agency that may be there already', () => {
  test.each([
    ['tax code', { tax_code: '0312345678' }, 'tax_code'],
    ['phone, however it is written', { phone: '+84 912.345.678' }, 'phone'],
    ['phone among two', { phone: '0912345678 / 0987654321' }, 'phone'],
  ])('is asked about by its %s', async (_, more, same) => {
    await db.as('manager', async (me) => {
      expect(await refused(me, shop('Tạp hóa Khác', more))).toMatchObject(asks(same));
    });
  });

  test('is asked about by its name in its territory, accents and case aside', async () => {
    await db.as('manager', async (me) => {
      expect(await refused(me, shop('ĐẠI LÝ HOÀ BÌNH'))).toMatchObject(asks('name'));
      expect(
        await create(me, { ...shop('ĐẠI LÝ HOÀ BÌNH'), district_id: elsewhere }),
      ).toMatchObject({ is_no_duplicate: false });
    });
  });

  test('is saved when that is said on purpose, which is kept', async () => {
    await db.as('manager', async (me) => {
      const made = await create(me, {
        ...shop('Đại lý Hòa Bình'),
        tax_code: '0312345678',
        despite_duplicate: true,
      });

      expect(made['is_no_duplicate']).toBe(true);
      expect((await create(me, shop('Không trùng ai')))['is_no_duplicate']).toBe(false);
    });
  });

  test('is asked about when it is changed, but not for what it shared before', async () => {
    await db.as('manager', async (me) => {
      const made = await create(me, shop('Tạp hóa Khác'));
      const edit = (given: Given) => ({
        agency_id: made.id,
        version: made.version,
        ...shop('Tạp hóa Khác'),
        ...given,
      });
      expect(
        await orderRefused(me, 'agency.update_agency', edit({ phone: '0912345678' })),
      ).toMatchObject(asks('phone'));

      const shared = await order(
        me,
        'agency.update_agency',
        edit({ phone: '0912345678', despite_duplicate: true }),
      );

      expect(
        await order(
          me,
          'agency.update_agency',
          edit({ version: shared.version, phone: '0912345678', address: '12 Lê Lợi' }),
        ),
      ).toMatchObject({ address: '12 Lê Lợi', is_no_duplicate: true });
    });
  });

  test('is told of without a name to those who may not see the other', async () => {
    await db.as('sales', async (me) => {
      const { details } = await refused(me, shop('Tạp hóa Khác', { tax_code: '0312345678' }));

      expect(details['questions']).toEqual([
        { code: 'POSSIBLE_DUPLICATE', figures: { of: 'agency', same: ['tax_code'] } },
      ]);
    });
  });
});

describe("an agency's own code", () => {
  test('is one agency, whatever the case, and no code that we gave another', async () => {
    await db.as('manager', async (me) => {
      for (const own_code of ['kh001', 'DL0001', 'dl0001'])
        expect(await refused(me, shop('Tạp hóa Khác', { own_code }))).toMatchObject({
          details: { fields: [{ path: 'own_code', reason: 'taken', value: own_code }] },
        });
      expect(await create(me, shop('Tạp hóa Khác', { own_code: ' KH  002 ' }))).toMatchObject({
        own_code: 'KH 002',
      });
    });
  });
});
