import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { breachesOf } from '../../support/invariants.ts';
import { request, take } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const ask = () =>
  db.commitAs('agency', (me) => request(me, slips, { agency: 'DL0001', lines: [['MI', 2]] }));
const codesOf = async (id: string) =>
  (
    await db.query<{ request_code: string | null; code: string | null }>(
      'select request_code, code from inventory.issue where id::text = $1',
      [id],
    )
  )[0];
const year = async () =>
  (await db.query<{ year: string }>("select to_char(config.business_date(), 'YYYY') as year"))[0]
    ?.year;

test('requests are numbered YC-year-number without gaps, refused ones draw none', async () => {
  const first = await ask();
  expect((await codesOf(first.id))?.request_code).toBe(`YC-${await year()}-000001`);
  await db.as('agency', async (me) => {
    expect(
      (
        await me.refusal('select inventory.request_issue($1, $2, null)', [
          'none',
          slips.agencyId('DL0001'),
        ])
      ).code,
    ).toBe('SDVAL');
  });
  expect((await codesOf((await ask()).id))?.request_code).toBe(`YC-${await year()}-000002`);
  expect(await breachesOf(db, 'numbers_have_no_gaps')).toEqual([]);
});

test('the number stays when the request gets that of a slip, and is never another', async () => {
  const { id } = await ask();
  const asked = await codesOf(id);
  await db.commitAs('manager', (me) => take(me, 'confirm_issue', id));
  expect(await codesOf(id)).toEqual({
    request_code: asked?.request_code,
    code: expect.stringMatching(/^PX-/),
  });
  await db.asOwner(async (owner) => {
    expect(
      (
        await owner.refusal(
          "update inventory.issue set request_code = 'YC-2020-000009' where id::text = $1",
          [id],
        )
      ).code,
    ).toBe('SDHIS');
  });
  const made = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
  );
  expect((await codesOf(made.id))?.request_code).toBeNull();
});

test('a request is found by the beginning and the end of its number, by who may see it', async () => {
  const { id } = await ask();
  const code = (await codesOf(id))?.request_code ?? '';
  for (const words of [code, code.toLowerCase(), code.slice(-6)]) {
    expect(
      (
        await db.as('agency', (me) =>
          me.query<{ id: string }>('select i.id::text from inventory.search_issues($1) as i', [
            words,
          ]),
        )
      ).map((found) => found.id),
    ).toContain(id);
  }
  await db.commitAs('manager', (me) => take(me, 'reject_issue', id));
  expect(
    await db.as('manager', (me) =>
      me.query('select i.id from inventory.search_issues($1) as i', [code]),
    ),
  ).toHaveLength(1);
});
