import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { named, personOf } from '../../support/people.ts';
import { atOnce, refusedCodes } from '../../support/race.ts';
import { keysBy, unknownKey } from '../../support/slip.ts';

let db: TestDatabase;
let agencies: Map<string, string>;

beforeAll(async () => {
  db = await testDatabase();
  agencies = await keysBy(db, 'agency.agency', 'code');
});
afterAll(() => db.close());

const lan = (changes: Given = {}): Given => ({
  email: 'lan@sodaily.test',
  full_name: 'Hoàng Thị Lan',
  ...changes,
});
const create = (me: Actor, changes: Given = {}) => order(me, 'auth.create_user', lan(changes));
const refused = (me: Actor, changes: Given = {}) =>
  orderRefused(me, 'auth.create_user', lan(changes));

describe('people are managed by administrators', () => {
  test.each<[Person, string]>([
    ['manager', 'SDPRM'],
    ['accountant', 'SDPRM'],
    ['sales', '42501'],
    ['warehouse', '42501'],
    ['agency', '42501'],
    ['auditor', '42501'],
  ])('%s adds, edits and assigns nobody', async (person, code) => {
    await db.as(person, async (me) => {
      const self = { user_id: me.userId, version: 1 };

      expect((await refused(me)).code).toBe(code);
      expect((await orderRefused(me, 'auth.update_user', { ...self, full_name: 'Tôi' })).code).toBe(
        code,
      );
      expect(
        (await orderRefused(me, 'auth.set_user_roles', { ...self, role_codes: ['admin'] })).code,
      ).toBe(code);
      expect(
        (
          await orderRefused(me, 'auth.assign_agencies', {
            user_id: me.userId,
            agency_ids: [...agencies.values()],
          })
        ).code,
      ).toBe(code);
      expect((await orderRefused(me, 'auth.deactivate_user', { ...self, reason: 'Vì' })).code).toBe(
        code,
      );
      expect((await orderRefused(me, 'auth.reactivate_user', self)).code).toBe(code);
    });
  });

  test.each<[Person, string]>([
    ['manager', 'SDPRM'],
    ['accountant', 'SDPRM'],
    ['sales', '42501'],
    ['warehouse', '42501'],
    ['agency', '42501'],
  ])('%s lists neither people nor roles nor scopes', async (person, code) => {
    await db.as(person, async (me) => {
      for (const list of ['search_users()', 'list_roles()', 'list_permissions()']) {
        expect((await me.refusal(`select * from auth.${list}`)).code).toBe(code);
      }
    });
  });

  test('auditors read the lists and change nothing', async () => {
    await db.as('auditor', async (me) => {
      expect(await me.query('select * from auth.search_users()')).toHaveLength(7);
      expect(await me.query('select * from auth.list_roles()')).toHaveLength(7);
      expect(
        await me.query("select from auth.list_permissions() where code = 'user:write'"),
      ).toHaveLength(1);
    });
  });
});

describe('a new person', () => {
  test('has roles and agencies', async () => {
    await db.as('admin', async (me) => {
      const made = await create(me, {
        email: ' lan@sodaily.test ',
        full_name: ' Hoàng Thị Lan ',
        phone: ' ',
        role_codes: ['sales'],
        agency_ids: [agencies.get('DL0002'), agencies.get('DL0001')],
      });

      expect(made).toMatchObject({
        email: 'lan@sodaily.test',
        full_name: 'Hoàng Thị Lan',
        phone: null,
        locale: 'vi',
        is_active: true,
        role_codes: ['sales'],
        version: 1,
      });
      expect((made['agency_ids'] as unknown[]).map(String)).toEqual([
        agencies.get('DL0001'),
        agencies.get('DL0002'),
      ]);
    });
  });

  test('has no password to sign in with', async () => {
    await db.commitAs('admin', (me) =>
      create(me, { email: 'moi@sodaily.test', full_name: 'Người Mới' }),
    );

    await db.atSignIn('admin', async (route) => {
      const of = (email: string) =>
        route.query('select user_id from auth.sign_in_candidate($1)', [email]);
      expect(await of('moi@sodaily.test')).toEqual([]);
      expect(await of('admin@sodaily.test')).toHaveLength(1);
    });
  });

  test('sent twice with one key is one person; another under the key is refused', async () => {
    await db.as('admin', async (me) => {
      const first = await create(me, { client_key: 'once' });

      expect((await create(me, { client_key: 'once' })).id).toBe(first.id);
      expect((await refused(me, { client_key: 'once', full_name: 'Người khác' })).code).toBe(
        'SDDUP',
      );
    });
  });

  test.each<[string, Given, Record<string, string>]>([
    ['no e-mail', { email: ' ' }, { path: 'email', reason: 'required' }],
    ['no address', { email: 'lan' }, { path: 'email', reason: 'malformed', value: 'lan' }],
    [
      'a taken e-mail, whatever its case',
      { email: 'SALES@sodaily.test' },
      { path: 'email', reason: 'taken', value: 'SALES@sodaily.test' },
    ],
    ['no name', { full_name: null }, { path: 'full_name', reason: 'required' }],
    ['a long phone', { phone: '0'.repeat(31) }, { path: 'phone', reason: 'too_long', value: '31' }],
    [
      'a language nobody speaks here',
      { locale: 'fr' },
      { path: 'locale', reason: 'unknown', value: 'fr' },
    ],
    [
      'an unknown role',
      { role_codes: ['sales', 'boss'] },
      { path: 'role_codes.1', reason: 'unknown', value: 'boss' },
    ],
    [
      'an auditor who sells',
      { role_codes: ['sales', 'auditor'] },
      { path: 'role_codes', reason: 'cannot_be_combined', value: 'auditor, sales' },
    ],
    [
      'a storekeeper who sells',
      { role_codes: ['warehouse', 'sales'] },
      { path: 'role_codes', reason: 'cannot_be_combined', value: 'sales, warehouse' },
    ],
    ['no list of roles', { role_codes: null }, { path: 'role_codes', reason: 'required' }],
  ])('is refused with %s', async (_what, changes, problem) => {
    await db.as('admin', async (me) => {
      expect(await refused(me, changes)).toMatchObject({
        code: 'SDVAL',
        details: { fields: [problem] },
      });
      expect(await me.query("select from auth.search_users('Hoàng Thị Lan')")).toEqual([]);
    });
  });

  test('is refused with an unknown agency', async () => {
    const nobody = await unknownKey(db);
    await db.as('admin', async (me) => {
      expect((await refused(me, { agency_ids: [nobody] })).details).toEqual({
        fields: [{ path: 'agency_ids.0', reason: 'unknown', value: nobody }],
      });
    });
  });

  test('is found by name without accents', async () => {
    await db.as('admin', async (me) => {
      await create(me);

      expect(await me.query("select email from auth.search_users('hoang thi')")).toEqual([
        { email: 'lan@sodaily.test' },
      ]);
    });
  });

  test.each([1, 2, 3])(
    'whose e-mail is taken at the same moment is refused in words (%i)',
    async (round) => {
      const outcomes = await atOnce(
        db,
        ['a', 'A'].map((first) => ({
          person: 'admin' as const,
          act: (me: Actor) => create(me, { email: `${first}${round}@sodaily.test` }),
        })),
      );

      expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
    },
  );
});

describe('an edit of a person', () => {
  test('changes name, phone and language in the version that was read', async () => {
    await db.as('admin', async (me) => {
      const read = await personOf(me, 'sales');
      const wish = named(read, {
        full_name: 'Nguyễn Văn Bán Hàng',
        phone: '0900000000',
        locale: 'en',
      });

      expect(await order(me, 'auth.update_user', wish)).toMatchObject({
        full_name: 'Nguyễn Văn Bán Hàng',
        phone: '0900000000',
        locale: 'en',
        email: read.email,
        role_codes: ['sales'],
        version: read.version + 1,
      });
      expect((await orderRefused(me, 'auth.update_user', wish)).code).toBe('SDSTA');
    });
  });

  test('is refused with everything wrong at once, and for nobody', async () => {
    const nobody = await unknownKey(db);
    await db.as('admin', async (me) => {
      const read = await personOf(me, 'sales');

      expect(
        (await orderRefused(me, 'auth.update_user', named(read, { full_name: '', locale: 'fr' })))
          .details,
      ).toEqual({
        fields: [
          { path: 'full_name', reason: 'required' },
          { path: 'locale', reason: 'unknown', value: 'fr' },
        ],
      });
      expect(
        (
          await orderRefused(me, 'auth.update_user', {
            user_id: nobody,
            version: 1,
            full_name: 'A',
          })
        ).code,
      ).toBe('SDNFD');
      expect(
        (await orderRefused(me, 'auth.assign_agencies', { user_id: nobody, agency_ids: [] })).code,
      ).toBe('SDNFD');
    });
  });

  test('of their agencies sets exactly those', async () => {
    await db.as('admin', async (me) => {
      const { id } = await personOf(me, 'sales');
      const wish = {
        user_id: id,
        agency_ids: [agencies.get('DL0004'), agencies.get('DL0001'), agencies.get('DL0001')],
      };

      const changed = await order(me, 'auth.assign_agencies', wish);

      expect((changed['agency_ids'] as unknown[]).map(String)).toEqual([
        agencies.get('DL0001'),
        agencies.get('DL0004'),
      ]);
      expect(
        (await order(me, 'auth.assign_agencies', { user_id: id, agency_ids: [] }))['agency_ids'],
      ).toEqual([]);
      expect(
        (await orderRefused(me, 'auth.assign_agencies', { user_id: id, agency_ids: null })).details,
      ).toEqual({ fields: [{ path: 'agency_ids', reason: 'required' }] });
    });
  });
});
