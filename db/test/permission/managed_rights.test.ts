import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { order } from '../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { named, personOf, roleEdit, roleOf } from '../support/people.ts';
import { slipMaker, type SlipMaker, type SlipWish } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
const wish: SlipWish = { agency: 'DL0001', lines: [['MI', 1]] };

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

describe("what an administrator takes away is gone in the middle of somebody's request", () => {
  const refusedNow = async (me: Actor) => (await slips.refused(me, wish)).code;

  test('a person who is deactivated is nobody, also after they come back', async () => {
    await db.withRegular('sales', async (regular) => {
      const works = () => regular.commit(async (me) => (await slips.create(me, wish)).status);
      const refused = () => regular.commit(refusedNow);
      expect(await works()).toBe('confirmed');

      const gone = await db.commitAs('admin', async (boss) =>
        order(
          boss,
          'auth.deactivate_user',
          named(await personOf(boss, 'sales'), { reason: 'Nghỉ việc' }),
        ),
      );

      expect(await refused()).toBe('SDTOK');
      expect(await regular.commit((me) => me.query('select from agency.agency'))).toEqual([]);
      await db.commitAs('admin', (boss) =>
        order(boss, 'auth.reactivate_user', { user_id: gone.id, version: gone.version }),
      );
      expect(await refused()).toBe('SDTOK');
    });
    expect(await db.as('sales', async (me) => (await slips.create(me, wish)).status)).toBe(
      'confirmed',
    );
  });

  test('a role that is taken from a person, and one that is given', async () => {
    const become = (...roles: string[]) =>
      db.commitAs('admin', async (boss) =>
        order(
          boss,
          'auth.set_user_roles',
          named(await personOf(boss, 'sales'), { role_codes: roles }),
        ),
      );
    await db.as('sales', async (me) => {
      await become('agency');
      expect(await refusedNow(me)).toBe('SDPRM');

      await become('sales');
      expect((await slips.create(me, wish)).status).toBe('confirmed');
    });
  });

  test('a scope that is taken from a role, for everybody who has it', async () => {
    const allow = (change: (scopes: string[]) => string[]) =>
      db.commitAs('admin', async (boss) => {
        const role = await roleOf(boss, 'sales');
        return order(boss, 'auth.update_role', roleEdit(role, { scopes: change(role.scopes) }));
      });
    await db.as('sales', async (me) => {
      await allow((scopes) => scopes.filter((scope) => scope !== 'inventory:write'));
      expect(await refusedNow(me)).toBe('SDPRM');

      await allow((scopes) => [...scopes, 'inventory:write']);
      expect((await slips.create(me, wish)).status).toBe('confirmed');
    });
  });

  test('an agency that is given to somebody else', async () => {
    const assign = (...codes: string[]) =>
      db.commitAs('admin', async (boss) =>
        order(boss, 'auth.assign_agencies', {
          user_id: (await personOf(boss, 'sales')).id,
          agency_ids: codes.map((code) => slips.agencyId(code)),
        }),
      );
    await db.as('sales', async (me) => {
      await assign('DL0001');
      expect(await me.query('select code from agency.agency')).toEqual([{ code: 'DL0001' }]);

      await assign('DL0001', 'DL0002', 'DL0003');
      expect(await me.query('select code from agency.agency')).toHaveLength(3);
    });
  });
});
