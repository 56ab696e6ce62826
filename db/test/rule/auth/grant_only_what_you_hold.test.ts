import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { allow, named, personOf, roleEdit, roleOf } from '../../support/people.ts';

let db: TestDatabase;

// a manager who may manage people, but holds neither finance:write nor config:write
beforeAll(async () => {
  db = await testDatabase();
  await allow(db, 'manager', 'user:read', 'user:write', 'profile:read', 'profile:write');
});
afterAll(() => db.close());

const beyond = (...scopes: string[]) => ({ code: 'SDGRT', details: { scopes } });

describe('who manages people without holding every scope', () => {
  test('makes nobody an administrator, themselves least of all', async () => {
    await db.as('manager', async (me) => {
      const missing = beyond('audit:read', 'config:write', 'finance:write', 'inventory:adjust');
      const [self, sales] = [await personOf(me, 'manager'), await personOf(me, 'sales')];

      expect(
        await orderRefused(
          me,
          'auth.set_user_roles',
          named(self, { role_codes: ['manager', 'admin'] }),
        ),
      ).toMatchObject(missing);
      expect(
        await orderRefused(me, 'auth.set_user_roles', named(sales, { role_codes: ['admin'] })),
      ).toMatchObject(missing);
      expect(
        await orderRefused(me, 'auth.create_user', {
          email: 'x@sodaily.test',
          full_name: 'X',
          role_codes: ['admin'],
        }),
      ).toMatchObject(missing);
      expect((await personOf(me, 'manager')).role_codes).toEqual(['manager']);
    });
  });

  test('gives roles whose every scope they hold', async () => {
    await db.as('manager', async (me) => {
      const agency = await personOf(me, 'agency');

      expect(
        await order(me, 'auth.set_user_roles', named(agency, { role_codes: ['sales'] })),
      ).toMatchObject({ role_codes: ['sales'] });
    });
  });

  test('leaves a person the roles they have, and takes away only what they hold', async () => {
    await db.as('manager', async (me) => {
      const accountant = await personOf(me, 'accountant');

      const both = await order(
        me,
        'auth.set_user_roles',
        named(accountant, { role_codes: ['accountant', 'sales'] }),
      );
      expect(both['role_codes']).toEqual(['accountant', 'sales']);
      const now = { user_id: both.id, version: both.version };
      expect(
        await orderRefused(me, 'auth.set_user_roles', { ...now, role_codes: ['sales'] }),
      ).toMatchObject(beyond('finance:write'));
      expect(
        await order(me, 'auth.set_user_roles', { ...now, role_codes: ['accountant'] }),
      ).toMatchObject({ role_codes: ['accountant'] });
    });
  });

  test('sends nobody away who may more, and gives them no agencies', async () => {
    await db.as('manager', async (me) => {
      const [accountant, sales] = [await personOf(me, 'accountant'), await personOf(me, 'sales')];

      expect(
        await orderRefused(me, 'auth.deactivate_user', named(accountant, { reason: 'Nghỉ' })),
      ).toMatchObject(beyond('finance:write'));
      expect(
        await orderRefused(me, 'auth.assign_agencies', {
          user_id: accountant.id,
          agency_ids: sales.agency_ids,
        }),
      ).toMatchObject(beyond('finance:write'));
      expect(
        await order(me, 'auth.deactivate_user', named(sales, { reason: 'Nghỉ' })),
      ).toMatchObject({ is_active: false });
    });
  });

  test('empties no role that may more, and does not take its second factor off', async () => {
    await db.as('manager', async (me) => {
      const accountant = await roleOf(me, 'accountant');

      expect(
        await orderRefused(me, 'auth.update_role', roleEdit(accountant, { scopes: [] })),
      ).toMatchObject(beyond('finance:write'));
      expect(
        await orderRefused(me, 'auth.set_role_second_factor', {
          role_id: accountant.id,
          version: accountant.version,
          is_required: false,
        }),
      ).toMatchObject(beyond('finance:write'));
    });
  });

  test('adds no scope to a role that they do not hold, not even to their own', async () => {
    await db.as('manager', async (me) => {
      for (const code of ['manager', 'sales']) {
        const role = await roleOf(me, code);

        expect(
          await orderRefused(
            me,
            'auth.update_role',
            roleEdit(role, { scopes: [...role.scopes, 'finance:write', 'config:write'] }),
          ),
        ).toMatchObject(beyond('config:write', 'finance:write'));
      }
      const sales = await roleOf(me, 'sales');
      expect(
        (
          await order(
            me,
            'auth.update_role',
            roleEdit(sales, { scopes: [...sales.scopes, 'report:read'] }),
          )
        )['scopes'],
      ).toContain('report:read');
    });
  });

  test('keeps in a role what it has already', async () => {
    await db.as('manager', async (me) => {
      const role = await roleOf(me, 'accountant');

      expect(
        await order(me, 'auth.update_role', roleEdit(role, { name_vi: 'Kế toán trưởng' })),
      ).toMatchObject({ name_vi: 'Kế toán trưởng' });
    });
  });

  test('makes no role beyond their own', async () => {
    await db.as('manager', async (me) => {
      const wish = {
        code: 'cashier',
        name_vi: 'Thủ quỹ',
        name_en: 'Cashier',
        database_role: 'sodaily_staff',
      };

      expect(
        await orderRefused(me, 'auth.create_role', {
          ...wish,
          scopes: ['finance:read', 'finance:write'],
        }),
      ).toMatchObject(beyond('finance:write'));
      expect(
        await order(me, 'auth.create_role', { ...wish, scopes: ['finance:read'] }),
      ).toMatchObject({ scopes: ['finance:read'] });
    });
  });

  test('brings back nobody who would then hold more', async () => {
    const accountant = await db.commitAs('admin', async (me) =>
      order(me, 'auth.deactivate_user', named(await personOf(me, 'accountant'), { reason: 'Vì' })),
    );
    await db.as('manager', async (me) => {
      expect(
        await orderRefused(me, 'auth.reactivate_user', {
          user_id: accountant.id,
          version: accountant.version,
        }),
      ).toMatchObject(beyond('finance:write'));
    });
    await db.commitAs('admin', (me) =>
      order(me, 'auth.reactivate_user', {
        user_id: accountant.id,
        version: accountant.version,
      }),
    );
  });
});

test('an administrator grants every scope there is', async () => {
  await db.as('admin', async (me) => {
    expect(
      await order(
        me,
        'auth.set_user_roles',
        named(await personOf(me, 'sales'), { role_codes: ['admin'] }),
      ),
    ).toMatchObject({ role_codes: ['admin'] });
  });
});
