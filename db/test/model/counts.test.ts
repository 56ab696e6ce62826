// Random papers about one shelf, most of them late, told to the database and to a few lines of
// arithmetic that know no SQL: after every paper both must agree on what was asked, on whether it
// was allowed, and on the stock of every day.
import { deepStrictEqual, match } from 'node:assert/strict';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Refusal } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { take, takeRefused } from '../support/life.ts';
import { addItem } from '../support/master.ts';
import { seededRandom } from '../support/race.ts';
import { countedOf, slipMaker, type Counted, type SlipMaker } from '../support/slip.ts';
import { countMaker, receiptMaker, type CountMaker, type ReceiptMaker } from '../support/stock.ts';

const SKU = 'KE';
const FIRST = -9;
const STEPS = 40;

let db: TestDatabase;
let slips: SlipMaker;
let receipts: ReceiptMaker;
let counts: CountMaker;
let items: Map<string, string>;

beforeAll(async () => {
  db = await testDatabase();
  await db.query('update agency.agency set reception_date = $1', ['2020-01-01']);
  await db.query('update agency.agency_type set debt_limit = 900000000');
  await addItem(db, { sku: SKU, importPrice: 1000, stock: 20 });
  [slips, receipts, counts] = [await slipMaker(db), await receiptMaker(db), await countMaker(db)];
  items = new Map([[SKU, slips.itemId(SKU)]]);
});
afterAll(() => db.close());

interface Move {
  day: number;
  quantity: number;
}
/** A paper that can be undone: what it moved, and whether a count was kept for it. */
interface Paper extends Move {
  id: string;
  isSlip: boolean;
  isKept: boolean;
}

/** Days are told from today, which is 0. */
class Shelf {
  moves: Move[] = [{ day: -99, quantity: 20 }];
  counted: number[] = [];
  papers: Paper[] = [];

  on(day: number): number {
    return this.moves
      .filter((move) => move.day <= day)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** The earliest day counted since a day, of those that are over. */
  since(day: number): number | undefined {
    return this.counted.filter((other) => other >= day && other < 0).toSorted((a, b) => a - b)[0];
  }

  /** Nothing is written when a day would end below zero. */
  write(moves: Move[]): boolean {
    const before = this.moves;
    this.moves = [...before, ...moves];
    const isRight = Array.from({ length: 1 - FIRST }, (_, nth) => this.on(FIRST + nth)).every(
      (stock) => stock >= 0,
    );
    if (!isRight) this.moves = before;
    return isRight;
  }
}

/** One way of writing a paper, with its answers or without. */
interface Paperwork {
  write: (counted?: Counted) => Promise<string>;
  refused: (counted?: Counted) => Promise<Refusal>;
}

class Day {
  readonly shelf = new Shelf();
  readonly #me: Actor;
  readonly #days: string[];
  readonly #random: () => number;

  constructor(me: Actor, days: string[], random: () => number) {
    [this.#me, this.#days, this.#random] = [me, days, random];
  }

  upTo(most: number): number {
    return Math.floor(this.#random() * most);
  }

  date(day: number): string {
    return this.#days[day - FIRST] ?? '';
  }

  async step(): Promise<string> {
    const [chance, day, quantity] = [
      this.#random(),
      FIRST + this.upTo(1 - FIRST),
      1 + this.upTo(9),
    ];
    const live = this.shelf.papers[this.upTo(this.shelf.papers.length)];
    if (chance < 0.3) return this.post(day, quantity);
    if (chance < 0.6) return this.post(day, -quantity);
    if (chance < 0.8 && live) return this.undo(live);
    return this.count(day);
  }

  async post(day: number, quantity: number): Promise<string> {
    const isSlip = quantity < 0;
    const slip = {
      agency: 'DL0001',
      lines: [[SKU, -quantity]] as [string, number][],
      date: this.date(day),
    };
    const receipt = {
      lines: [[SKU, quantity, 1000]] as [string, number, number][],
      date: this.date(day),
    };
    const asked = this.shelf.since(day);
    const isKept = asked !== undefined && this.#random() < 0.6;
    const moves = [{ day, quantity }, ...(isKept ? [{ day: asked, quantity: -quantity }] : [])];
    const id = await this.agree(
      moves,
      asked,
      isKept,
      isSlip
        ? {
            write: async (counted) =>
              (await slips.create(this.#me, { ...slip, ...(counted && { counted }) })).id,
            refused: (counted) => slips.refused(this.#me, { ...slip, ...(counted && { counted }) }),
          }
        : {
            write: async (counted) =>
              (await receipts.create(this.#me, { ...receipt, ...(counted && { counted }) })).id,
            refused: (counted) =>
              receipts.refused(this.#me, { ...receipt, ...(counted && { counted }) }),
          },
    );
    if (id !== undefined) this.shelf.papers.push({ id, isSlip, isKept, day, quantity });
    return `${isSlip ? 'slip' : 'receipt'} of ${quantity} on ${day}, kept ${isKept}`;
  }

  async undo(paper: Paper): Promise<string> {
    const asked = paper.isKept ? undefined : this.shelf.since(paper.day);
    const isKept = asked !== undefined && this.#random() < 0.6;
    const { id, quantity } = paper;
    const moves = [
      { day: 0, quantity: -quantity },
      ...(isKept || paper.isKept ? [{ day: 0, quantity }] : []),
    ];
    const done = await this.agree(
      moves,
      asked,
      isKept,
      paper.isSlip
        ? {
            write: async (counted) =>
              (await take(this.#me, 'cancel_issue', id, { counted: countedOf(items, counted) })).id,
            refused: (counted) =>
              takeRefused(this.#me, 'cancel_issue', id, { counted: countedOf(items, counted) }),
          }
        : {
            write: async (counted) =>
              (await receipts.cancel(this.#me, id, 'Nhập nhầm', undefined, counted)).id,
            refused: (counted) =>
              receipts.cancelRefused(this.#me, id, 'Nhập nhầm', undefined, counted),
          },
    );
    if (done !== undefined)
      this.shelf.papers = this.shelf.papers.filter((other) => other !== paper);
    return `undo ${quantity} of ${paper.day}, kept ${paper.isKept} ${isKept}`;
  }

  async count(day: number): Promise<string> {
    const seen = this.shelf.on(day);
    const counted = Math.max(seen + this.upTo(7) - 3, 0);
    const quantity = counted - seen;
    const asked = quantity === 0 ? undefined : this.shelf.since(day + 1);
    const isKept = asked !== undefined && this.#random() < 0.6;
    const moves = [{ day, quantity }, ...(isKept ? [{ day: asked, quantity: -quantity }] : [])];
    const wish = {
      lines: [[SKU, counted, seen]] as [string, number, number][],
      date: this.date(day),
    };
    const id = await this.agree(moves, asked, isKept, {
      write: async (answers) =>
        (await counts.create(this.#me, { ...wish, ...(answers && { counted: answers }) })).id,
      refused: (answers) =>
        counts.refused(this.#me, { ...wish, ...(answers && { counted: answers }) }),
    });
    if (id !== undefined) this.shelf.counted.push(day);
    return `count of ${counted} on ${day} where ${seen} was, kept ${isKept}`;
  }

  /** Both ask, refuse or write. */
  async agree(
    moves: Move[],
    asked: number | undefined,
    isKept: boolean,
    paper: Paperwork,
  ): Promise<string | undefined> {
    if (asked !== undefined) {
      const { code, details } = await paper.refused();
      const [question] = details['questions'] as { figures: { count_date: string } }[];
      deepStrictEqual(
        { code, day: question?.figures.count_date },
        { code: 'SDCFM', day: this.date(asked) },
      );
    }
    const answers: Counted | undefined = asked === undefined ? undefined : [[SKU, isKept]];
    if (this.shelf.write(moves)) return paper.write(answers);
    match((await paper.refused(answers)).code, /^SD(STK|NEG)$/);
    return undefined;
  }

  async stockOfDays(): Promise<number[]> {
    const rows = await this.#me.query<{ stock: string }>(
      `select coalesce(sum(m.quantity), 0)::text as stock from unnest($2::date[]) as d (day)
       left join inventory.stock_movement as m on m.business_date <= d.day and m.item_id::text = $1
       group by d.day order by d.day`,
      [items.get(SKU), this.#days],
    );
    return rows.map(({ stock }) => Number(stock));
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  `the stock of every day is what ${STEPS} random papers make it (seed %i)`,
  async (seed) => {
    await db.as('admin', async (me) => {
      const days = (
        await me.query<{ day: string }>(
          `select (config.business_date() + n)::text as day
        from generate_series($1::integer, 0) as n`,
          [FIRST],
        )
      ).map(({ day }) => day);
      const day = new Day(me, days, seededRandom(20_261_130 + seed));
      const told: string[] = [];
      for (let step = 0; step < STEPS; step += 1) {
        told.push(await day.step());
        expect(await day.stockOfDays(), told.join('\n')).toEqual(
          days.map((_, nth) => day.shelf.on(FIRST + nth)),
        );
      }
      expect(day.shelf.counted.length).toBeGreaterThan(0);
    });
  },
);
