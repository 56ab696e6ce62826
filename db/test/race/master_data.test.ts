import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { lead } from '../support/life.ts';
import { addAgency } from '../support/master.ts';
import {
  districtNow,
  editAgency,
  editDistrict,
  editType,
  fileOf,
  setRegulation,
  typeNow,
} from '../support/master_edit.ts';
import { addDistrict, createAgency } from '../support/new_agency.ts';
import { atOnce, outcomeOf, refusedCodes, successes, untilSomebodyWaits } from '../support/race.ts';

let db: TestDatabase;
const rounds = [1, 2, 3, 4];

beforeAll(async () => {
  db = await testDatabase();
  await addAgency(db, { code: 'DL1002' });
  for (const round of rounds) {
    await addAgency(db, { code: `DL200${round}` });
    await addDistrict(db, `Một chỗ ${round}`, 1);
  }
});
afterAll(() => db.close());

describe('the last place in a territory', () => {
  test.each(rounds)('wanted by a move and by an approval: one gets it (%i)', async (round) => {
    const { id } = await districtNow(db, `Một chỗ ${round}`);
    const mover = await fileOf(db, `DL200${round}`);
    const newcomer = await db.commitAs('manager', (me) =>
      createAgency(me, { district: `Một chỗ ${round}` }),
    );

    const outcomes = await atOnce<unknown>(db, [
      { person: 'manager', act: (me) => editAgency(me, mover, { district_id: id }) },
      { person: 'admin', act: (me) => lead(me, 'approve_agency', newcomer.id) },
    ]);

    expect(refusedCodes(outcomes)).toEqual(['SDDIS']);
    expect(
      await db.query(
        `select from agency.agency where district_id::text = $1
          and status in ('active', 'blocked')`,
        [id],
      ),
    ).toHaveLength(1);
  });

  test('is free for an approval that waited for the one who leaves', async () => {
    await addDistrict(db, 'Nhường chỗ', 1);
    await addDistrict(db, 'Rộng chỗ', 9);
    const [from, to] = [await districtNow(db, 'Nhường chỗ'), await districtNow(db, 'Rộng chỗ')];
    const leaver = await db.commitAs('manager', async (me) => {
      const made = await createAgency(me, { district: 'Nhường chỗ' });
      await lead(me, 'approve_agency', made.id);
      return fileOf(me, made.code);
    });
    const waiting = await db.commitAs('manager', (me) => createAgency(me, { district: from.name }));

    let approval: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await editAgency(me, leaver, { district_id: to.id });
      approval = outcomeOf(
        db.commitAs('admin', (other) => lead(other, 'approve_agency', waiting.id)),
      );
      await untilSomebodyWaits(db);
    });

    expect(await approval).toMatchObject({ value: { status: 'active' } });
  });

  test('is gone for an approval that waited for a lower cap', async () => {
    await addDistrict(db, 'Hết chỗ', 2);
    const [first, second] = await db.commitAs('manager', async (me) => [
      await createAgency(me, { district: 'Hết chỗ' }),
      await createAgency(me, { district: 'Hết chỗ' }),
    ]);
    await db.commitAs('manager', (me) => lead(me, 'approve_agency', first?.id ?? ''));
    const read = await districtNow(db, 'Hết chỗ');

    let approval: Promise<unknown> = Promise.resolve();
    await db.commitAs('admin', async (me) => {
      await editDistrict(me, read, { max_agencies: 1 });
      approval = outcomeOf(
        db.commitAs('manager', (other) => lead(other, 'approve_agency', second?.id ?? '')),
      );
      await untilSomebodyWaits(db);
    });

    expect(await approval).toMatchObject({ code: 'SDDIS', details: { members: '1', cap: '1' } });
  });

  test('two that change places between two territories do not wait for each other for ever', async () => {
    const [here, there] = [await districtNow(db, 'Quận 2'), await districtNow(db, 'Rộng chỗ')];
    await db.commitOwner((owner) =>
      owner.query(
        `update agency.agency
          set district_id = (select id from agency.district where name = 'Rộng chỗ')
          where code = 'DL1002'`,
      ),
    );
    const [one, other] = [await fileOf(db, 'DL0004'), await fileOf(db, 'DL1002')];

    const outcomes = await atOnce(db, [
      { person: 'manager', act: (me) => editAgency(me, one, { district_id: there.id }) },
      { person: 'admin', act: (me) => editAgency(me, other, { district_id: here.id }) },
    ]);

    expect(successes(outcomes)).toHaveLength(2);
  });
});

describe('two people at once', () => {
  test('edit one type: the second is told of the first', async () => {
    const read = await typeNow(db, 'Loại 2');

    const outcomes = await atOnce(
      db,
      [6_000_000, 7_000_000].map((debtLimit) => ({
        person: 'admin',
        act: (me) => editType(me, read, { debtLimit }),
      })),
    );

    expect(refusedCodes(outcomes)).toEqual(['SDSTA']);
    expect(outcomes).toContainEqual({
      code: 'SDSTA',
      details: expect.objectContaining({ read_version: 1, version: 2 }),
    });
  });

  test('edit one agency: the second is told of the first', async () => {
    const read = await fileOf(db, 'DL2004');

    const outcomes = await atOnce(
      db,
      ['Một', 'Hai'].map((name) => ({
        person: 'manager',
        act: (me) => editAgency(me, read, { name }),
      })),
    );

    expect(refusedCodes(outcomes)).toEqual(['SDSTA']);
  });

  test('add a type of one name: one is made', async () => {
    const outcomes = await atOnce(
      db,
      ['Loại 9', 'loại 9'].map((name, place) => ({
        person: 'admin',
        act: (me) => me.one('select agency.create_agency_type($1, $2, 1)', [`type ${place}`, name]),
      })),
    );

    expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
  });

  test('set one regulation from one day on: both are written, one after the other', async () => {
    const outcomes = await atOnce(
      db,
      ['1.1', '1.2'].map((value) => ({
        person: 'admin',
        act: (me) => setRegulation(me, { value }),
      })),
    );

    expect(successes(outcomes)).toHaveLength(2);
    expect(
      await db.query(
        `select v.place::int from config.regulation_version as v
       where v.valid_from = config.business_date() and v.value in ('1.1', '1.2') order by 1`,
      ),
    ).toEqual([{ place: 1 }, { place: 2 }]);
  });
});
