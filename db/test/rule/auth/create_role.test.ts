import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { roleEdit, roleOf } from '../../support/people.ts';
import { atOnce, refusedCodes } from '../../support/race.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const cashier = (changes: Given = {}): Given => ({
  code: 'cashier',
  name_vi: 'Thủ quỹ',
  name_en: 'Cashier',
  database_role: 'sodaily_staff',
  scopes: ['finance:write', 'finance:read'],
  ...changes,
});
const create = (me: Actor, changes: Given = {}) => order(me, 'auth.create_role', cashier(changes));
const refused = (me: Actor, changes: Given = {}) =>
  orderRefused(me, 'auth.create_role', cashier(changes));

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s makes and edits no role', async (person, code) => {
  const sales = await db.as('admin', (me) => roleOf(me, 'sales'));
  await db.as(person, async (me) => {
    expect((await refused(me)).code).toBe(code);
    expect((await orderRefused(me, 'auth.update_role', roleEdit(sales))).code).toBe(code);
  });
});

describe('a new role', () => {
  test('is a set of scopes, made once for one key', async () => {
    await db.as('admin', async (me) => {
      const first = await create(me, {
        client_key: 'once',
        scopes: ['finance:write', 'finance:read', 'finance:read'],
      });

      expect(first).toMatchObject({
        code: 'cashier',
        database_role: 'sodaily_staff',
        is_builtin: false,
        scopes: ['finance:read', 'finance:write'],
      });
      expect(
        (
          await create(me, {
            client_key: 'once',
            scopes: ['finance:write', 'finance:read', 'finance:read'],
          })
        ).id,
      ).toBe(first.id);
      expect((await refused(me, { client_key: 'once', scopes: [] })).code).toBe('SDDUP');
    });
  });

  test.each<[string, Given, Record<string, string>[]]>([
    ['no code', { code: ' ' }, [{ path: 'code', reason: 'required' }]],
    [
      'a code that is none',
      { code: 'Thủ quỹ' },
      [{ path: 'code', reason: 'malformed', value: 'Thủ quỹ' }],
    ],
    ['a taken code', { code: 'sales' }, [{ path: 'code', reason: 'taken', value: 'sales' }]],
    [
      'no names',
      { name_vi: '', name_en: null },
      [
        { path: 'name_vi', reason: 'required' },
        { path: 'name_en', reason: 'required' },
      ],
    ],
    [
      'a database role that is none',
      { database_role: 'postgres' },
      [{ path: 'database_role', reason: 'unknown', value: 'postgres' }],
    ],
    [
      'the role that owns the tables',
      { database_role: 'sodaily_owner' },
      [{ path: 'database_role', reason: 'unknown', value: 'sodaily_owner' }],
    ],
    ['no database role', { database_role: null }, [{ path: 'database_role', reason: 'required' }]],
    [
      'an unknown scope',
      { scopes: ['finance:read', 'all:all'] },
      [{ path: 'scopes.1', reason: 'unknown', value: 'all:all' }],
    ],
    ['no list of scopes', { scopes: null }, [{ path: 'scopes', reason: 'required' }]],
  ])('is refused with %s', async (_what, changes, fields) => {
    await db.as('admin', async (me) => {
      expect(await refused(me, changes)).toMatchObject({ code: 'SDVAL', details: { fields } });
    });
  });

  test('whose code is taken at the same moment is refused in words', async () => {
    const outcomes = await atOnce(
      db,
      [1, 2].map(() => ({ person: 'admin' as const, act: (me: Actor) => create(me) })),
    );

    expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
  });
});

describe('an edit of a role', () => {
  test('sets its names and scopes, and keeps its code', async () => {
    await db.as('admin', async (me) => {
      const sales = await roleOf(me, 'sales');
      const scopes = [...sales.scopes.filter((scope) => scope !== 'finance:read'), 'report:read'];

      const edited = await order(
        me,
        'auth.update_role',
        roleEdit(sales, { name_vi: 'Bán hàng', scopes }),
      );

      expect(edited).toMatchObject({
        code: 'sales',
        name_vi: 'Bán hàng',
        scopes: scopes.toSorted(),
        version: sales.version + 1,
      });
      expect((await orderRefused(me, 'auth.update_role', roleEdit(sales))).code).toBe('SDSTA');
    });
  });

  test('takes no scope from the administrator', async () => {
    await db.as('admin', async (me) => {
      const admin = await roleOf(me, 'admin');
      const scopes = admin.scopes.filter((scope) => scope !== 'audit:read');

      expect(
        (await orderRefused(me, 'auth.update_role', roleEdit(admin, { scopes }))).details,
      ).toEqual({ fields: [{ path: 'scopes', reason: 'admin_keeps_all', value: 'audit:read' }] });
      expect(
        await order(me, 'auth.update_role', roleEdit(admin, { name_en: 'Boss' })),
      ).toMatchObject({ name_en: 'Boss' });
    });
  });

  test('says everything wrong at once, and does not find what is not there', async () => {
    const nobody = await unknownKey(db);
    await db.as('admin', async (me) => {
      const sales = await roleOf(me, 'sales');

      expect(
        (
          await orderRefused(
            me,
            'auth.update_role',
            roleEdit(sales, { name_vi: 'x'.repeat(101), scopes: ['all:all'] }),
          )
        ).details,
      ).toEqual({
        fields: [
          { path: 'name_vi', reason: 'too_long', value: '101' },
          { path: 'scopes.0', reason: 'unknown', value: 'all:all' },
        ],
      });
      expect(
        (await orderRefused(me, 'auth.update_role', roleEdit({ ...sales, id: nobody }))).code,
      ).toBe('SDNFD');
    });
  });
});
