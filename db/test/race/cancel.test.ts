import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { request, take } from '../support/life.ts';
import { atOnce } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
const rounds = [1, 2, 3, 4, 5];

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const codes = (outcomes: object[]): string[] =>
  outcomes.map((outcome) => ('code' in outcome ? String(outcome.code) : 'done')).toSorted();

describe('two people at the same moment', () => {
  test.each(rounds)('cancel the same slip: stock comes back once (%i)', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0004', lines: [['MI', 5]] }),
    );
    const cancel = (person: 'manager' | 'admin') => ({
      person,
      act: (me: Actor) => take(me, 'cancel_issue', slip.id),
    });

    expect(codes(await atOnce(db, [cancel('manager'), cancel('admin')]))).toEqual([
      'SDTRN',
      'done',
    ]);
    expect(await stockOf(db, 'MI')).toBe('50');
  });

  test.each(rounds)('confirm the same request: stock falls once (%i)', async () => {
    const asked = await db.commitAs('manager', (me) =>
      request(me, slips, { agency: 'DL0004', lines: [['LE', 1]] }),
    );
    const confirm = (person: 'manager' | 'admin') => ({
      person,
      act: (me: Actor) => take(me, 'confirm_issue', asked.id),
    });

    expect(codes(await atOnce(db, [confirm('manager'), confirm('admin')]))).toEqual([
      'SDTRN',
      'done',
    ]);
  });

  test.each(rounds)(
    'one confirms what the other rejects: one of them is told it is too late (%i)',
    async () => {
      const asked = await db.commitAs('manager', (me) =>
        request(me, slips, { agency: 'DL0004', lines: [['LE', 1]] }),
      );

      const outcomes = await atOnce(db, [
        { person: 'manager' as const, act: (me: Actor) => take(me, 'confirm_issue', asked.id) },
        { person: 'admin' as const, act: (me: Actor) => take(me, 'reject_issue', asked.id) },
      ]);

      expect(codes(outcomes)).toEqual(['SDTRN', 'done']);
    },
  );

  test.each(rounds)(
    'one cancels the slip with the last unit, the other asks for it: nothing is sold twice (%i)',
    async () => {
      const last = await db.commitAs('manager', (me) =>
        slips.create(me, { agency: 'DL0004', lines: [['CUOI', 1]] }),
      );

      const outcomes = await atOnce<unknown>(db, [
        { person: 'manager', act: (me) => take(me, 'cancel_issue', last.id) },
        {
          person: 'admin',
          act: (me) => slips.create(me, { agency: 'DL0001', lines: [['CUOI', 1]] }),
        },
      ]);

      expect(outcomes[0]).toHaveProperty('value');
      const bought = outcomes[1] as { value?: { id: string }; code?: string };
      expect(bought.value ? 'bought' : bought.code).toMatch(/^(bought|SDSTK)$/);
      if (bought.value)
        await db.commitAs('admin', (me) => take(me, 'cancel_issue', bought.value?.id ?? ''));
      expect(await stockOf(db, 'CUOI')).toBe('1');
    },
  );
});

test('after all of it the books are whole', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
