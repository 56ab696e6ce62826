import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead, leadRefused } from '../../support/life.ts';
import { districtNow, editDistrict, setRegulation } from '../../support/master_edit.ts';
import { createAgency } from '../../support/new_agency.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const create = (
  me: Actor,
  city: string | null,
  name: string | null,
  cap: number | null = null,
  clientKey: string = randomUUID(),
) =>
  me.one(
    `select d.city, d.name, d.max_agencies, d.version::int
      from agency.create_district($1, $2, $3, $4) as d`,
    [clientKey, city, name, cap],
  );

/** How full a territory is, as the page of territories shows it. */
const fullness = (me: Actor, name: string) =>
  me.one(
    `select agency.district_member_count(d)::text as members,
      agency.district_cap_in_force(d)::text as cap
   from agency.district as d where d.name = $1`,
    [name],
  );

const overCap = (me: Actor, cap: number | null) =>
  me.query(
    `select o.district_name, o.member_count::text as members, o.cap::text
      from agency.districts_over_cap($1) as o`,
    [cap],
  );

describe.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may neither add nor edit a territory', async () => {
    const district = await districtNow(db, 'Quận 1');
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => create(me, 'Cần Thơ', 'Ninh Kiều'))).code).toBe(code);
      expect((await me.refusalOf(() => editDistrict(me, district, { name: 'Quận I' }))).code).toBe(
        code,
      );
    });
  });
});

describe('a new territory', () => {
  test('has a name that is unique in its city; one key makes one', async () => {
    await db.as('admin', async (me) => {
      const made = await create(me, ' Cần Thơ ', 'Quận 1', 2, 'once');

      expect(made).toEqual({ city: 'Cần Thơ', name: 'Quận 1', max_agencies: 2, version: 1 });
      expect(await create(me, 'Cần Thơ', ' Quận 1', 2, 'once')).toEqual(made);
      expect((await me.refusalOf(() => create(me, 'Huế', 'Quận 1', 2, 'once'))).code).toBe('SDDUP');
    });
  });

  test('is refused with everything that is wrong with it', async () => {
    const before = await fingerprints(db);
    await db.as('admin', async (me) => {
      expect(await me.refusalOf(() => create(me, ' ', 'x'.repeat(101), 0))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'city', reason: 'required' },
            { path: 'name', reason: 'too_long', value: '101' },
            { path: 'max_agencies', reason: 'not_positive', value: '0' },
          ],
        },
      });
      expect(await me.refusalOf(() => create(me, 'tp. hồ chí minh', 'QUẬN 1'))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [{ path: 'name', reason: 'taken', value: 'Quận 1' }],
        },
      });
    });
    expect(await fingerprints(db)).toEqual(before);
  });
});

test.each([
  ['-1', 'not_positive'],
  ['2.5', 'whole_number_only'],
  ['10001', 'too_large'],
  ['NaN', 'not_a_number'],
])('a territory has no cap of %s', async (cap, reason) => {
  const read = await districtNow(db, 'Quận 1');
  await db.as('admin', async (me) => {
    expect(await me.refusalOf(() => editDistrict(me, read, { max_agencies: cap }))).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'max_agencies', reason, value: cap }] },
    });
  });
});

describe('an edit of a territory', () => {
  test("keeps its own name, takes no other's, and is made on the version that was read", async () => {
    await db.as('admin', async (me) => {
      const read = await districtNow(me, 'Quận 1');
      expect(await editDistrict(me, read, { max_agencies: 9 })).toMatchObject({
        name: 'Quận 1',
        max_agencies: 9,
        version: 2,
      });

      expect(
        (await me.refusalOf(() => editDistrict(me, read, { name: 'quận 2' }))).details,
      ).toMatchObject({ fields: [{ path: 'name', reason: 'taken', value: 'Quận 2' }] });
      expect(await me.refusalOf(() => editDistrict(me, read, { max_agencies: 1 }))).toMatchObject({
        code: 'SDSTA',
        details: {
          read_version: 1,
          version: 2,
          updated_by: 'Trần Quản Trị',
        },
      });
    });
  });

  test('of one that is unknown is refused', async () => {
    const [read, id] = [await districtNow(db, 'Quận 1'), await unknownKey(db)];
    await db.as('admin', async (me) => {
      expect(
        await me.refusalOf(() => editDistrict(me, { ...read, id }, { name: 'Mới' })),
      ).toMatchObject({ code: 'SDNFD', details: { district_id: id } });
    });
  });

  test('may lower the cap under the count: it says so, nobody leaves, and nobody new gets in', async () => {
    await db.as('admin', async (me) => {
      expect(await fullness(me, 'Quận 1')).toEqual({ members: '2', cap: '4' });
      await editDistrict(me, await districtNow(me, 'Quận 1'), { max_agencies: 1 });

      expect(await fullness(me, 'Quận 1')).toEqual({ members: '2', cap: '1' });
      expect(await overCap(me, null)).toEqual([
        { district_name: 'Quận 1', members: '2', cap: '1' },
      ]);
      expect(
        (await leadRefused(me, 'approve_agency', (await createAgency(me)).id)).details,
      ).toMatchObject({ members: '2', cap: '1', cap_source: 'district' });
    });
  });
});

test('MAX_AGENCIES_PER_DISTRICT lowered under the count is allowed, and lists the territories', async () => {
  await db.as('admin', async (me) => {
    await editDistrict(me, await districtNow(me, 'Quận 2'), { max_agencies: 3 });
    await lead(me, 'approve_agency', (await createAgency(me, { district: 'Quận 1' })).id);
    expect(await overCap(me, 3)).toEqual([]);
    expect(await overCap(me, 2)).toEqual([{ district_name: 'Quận 1', members: '3', cap: '2' }]);

    await setRegulation(me, { key: 'MAX_AGENCIES_PER_DISTRICT', value: '1' });

    expect(await overCap(me, null)).toEqual([{ district_name: 'Quận 1', members: '3', cap: '1' }]);
  });
});
