// Random days of one dealer, told to the database and to a ledger in memory: after every command
// both must agree on whether it was allowed and on every figure. fast-check shrinks a difference to
// the shortest day that shows it.
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identify, type Actor, type Identity } from '../support/actor.ts';
import { adjustmentMaker, type AdjustmentMaker } from '../support/adjustment.ts';
import { handOver } from '../support/cash.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { take } from '../support/life.ts';
import { paymentMaker, type PaymentMaker } from '../support/payment.ts';
import { refundMaker, type RefundMaker } from '../support/refund.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import { returnMaker, type ReturnMaker, type ReturnWish } from '../support/stock.ts';
import { Ledger, type Goods, type Verdict } from './ledger.ts';

const agency = 'DL0004';
const debtLimit = 10_000_000n;

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let returns: ReturnMaker;
let refunds: RefundMaker;
let adjustments: AdjustmentMaker;
let shelf: Goods[];
let seller: Identity;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  returns = await returnMaker(db);
  refunds = refundMaker(slips.agencyId);
  adjustments = adjustmentMaker(slips.agencyId);
  seller = await sellerIdentity();
  const rows = await db.query<{ sku: string; price: string; stock: string }>(
    `select sku, import_price::text as price, trunc(stock_quantity * 1000)::text as stock
     from inventory.item where sku in ('MI', 'LE', 'DUONG', 'CUOI') order by sku`,
  );
  shelf = rows.map(({ sku, price, stock }) => ({
    sku,
    price: BigInt(price),
    stock: BigInt(stock),
  }));
});
afterAll(() => db.close());

/** Somebody who sells and does not keep the money. */
async function sellerIdentity(): Promise<Identity> {
  const client = new pg.Client({ connectionString: db.signin });
  await client.connect();
  try {
    return await identify(client, 'manager');
  } finally {
    await client.end();
  }
}

// which of the things made so far: a share of their number, so that shrinking keeps it meaningful
const which = fc.double({ min: 0, max: 0.999, noNaN: true });
const percent = fc.integer({ min: 1, max: 115 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('issue' as const),
      lines: fc.array(fc.record({ item: which, size: fc.integer({ min: 1, max: 12 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      paid: fc.constantFrom(0, 0, 50, 100),
      isInHand: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pay' as const), percent }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('takeBack' as const),
      slip: which,
      line: which,
      percent: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancelSlip' as const), slip: which }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancelPayment' as const), payment: which }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancelReturn' as const), made: which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refund' as const), percent }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelRefund' as const), made: which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('adjust' as const),
      slip: fc.option(which),
      isUp: fc.boolean(),
      amount: fc.integer({ min: 1, max: 900_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancelAdjustment' as const), made: which }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('handOver' as const), payment: which }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One day in both worlds. */
class Day {
  readonly ledger = new Ledger(debtLimit);
  readonly goods = shelf.map((item) => ({ ...item }));
  readonly slipIds: string[] = [];
  readonly paymentIds: string[] = [];
  readonly returnIds: string[] = [];
  readonly refundIds: string[] = [];
  readonly adjustmentIds: string[] = [];
  readonly #me: Actor;

  constructor(me: Actor) {
    this.#me = me;
  }

  async take(next: Step): Promise<void> {
    const { ledger } = this;
    switch (next.kind) {
      case 'issue': {
        const lines = ledger.draft(next.lines.map(({ item, size }) => this.wish(item, size)));
        const paidNow =
          (lines.reduce((total, line) => total + line.total, 0n) * BigInt(next.paid)) / 100n;
        return this.agree(ledger.issue(lines, paidNow, next.isInHand), async () => {
          const wished = {
            agency,
            paidNow: String(paidNow),
            lines: next.lines.map(({ item, size }): [string, string] => {
              const {
                item: { sku },
                quantity,
              } = this.wish(item, size);
              return [sku, decimal(quantity)];
            }),
          };
          const sell = () => slips.create(this.#me, wished);
          const made = await (next.isInHand ? this.asSeller(sell) : sell());
          this.slipIds.push(made.id);
          if (paidNow > 0n) this.paymentIds.push(await this.paymentOf(made.id));
        });
      }
      case 'pay': {
        const amount = (ledger.debt * BigInt(next.percent)) / 100n;
        // one that has credit owes nothing
        if (amount <= 0n) return;
        return this.agree(ledger.pay(amount), async () => {
          this.paymentIds.push(
            (await payments.create(this.#me, { agency, amount: String(amount) })).id,
          );
        });
      }
      case 'takeBack': {
        const place = Math.floor(next.slip * ledger.slips.length);
        const slip = ledger.slips[place];
        const line = slip?.lines[Math.floor(next.line * slip.lines.length)];
        if (slip === undefined || line === undefined) return;
        const unit = line.item.sku === 'DUONG' ? 100n : 1000n;
        const quantity = ((line.quantity * BigInt(next.percent)) / 100n / unit || 1n) * unit;
        return this.agree(ledger.takeBack(slip, line, quantity), async () => {
          const wish: ReturnWish = {
            slip: this.slipIds[place] ?? '',
            lines: [[line.item.sku, decimal(quantity)]],
          };
          // asked for and confirmed, or both at once: the same rules
          const made =
            next.percent % 2 === 0
              ? await returns.create(this.#me, wish)
              : await returns.confirm(this.#me, (await returns.request(this.#me, wish)).id);
          this.returnIds.push(made.id);
          // one that waits moves nothing
          if (next.percent % 3 === 0 && line.returned + quantity <= line.quantity) {
            await returns.request(this.#me, wish);
          }
        });
      }
      case 'cancelReturn': {
        const place = Math.floor(next.made * ledger.returns.length);
        const made = ledger.returns[place];
        if (made === undefined) return;
        return this.agree(ledger.cancelReturn(made), async () => {
          await returns.cancel(this.#me, this.returnIds[place] ?? '');
        });
      }
      case 'handOver': {
        const place = Math.floor(next.payment * ledger.payments.length);
        const payment = ledger.payments[place];
        if (payment === undefined) return;
        return this.agree(ledger.handOver(payment), async () => {
          await handOver(this.#me, [this.paymentIds[place] ?? '']);
        });
      }
      case 'cancelSlip': {
        const place = Math.floor(next.slip * ledger.slips.length);
        const slip = ledger.slips[place];
        if (slip === undefined) return;
        return this.agree(ledger.cancelSlip(slip), async () => {
          await take(this.#me, 'cancel_issue', this.slipIds[place] ?? '');
        });
      }
      case 'cancelPayment': {
        const place = Math.floor(next.payment * ledger.payments.length);
        const payment = ledger.payments[place];
        if (payment === undefined) return;
        return this.agree(ledger.cancelPayment(payment), async () => {
          await payments.cancel(this.#me, this.paymentIds[place] ?? '', 'Ghi nhầm');
        });
      }
      case 'refund': {
        const amount = (-ledger.debt * BigInt(next.percent)) / 100n;
        if (amount <= 0n) return;
        return this.agree(ledger.refund(amount), async () => {
          this.refundIds.push(
            (await refunds.create(this.#me, { agency, amount: String(amount) })).id,
          );
        });
      }
      case 'cancelRefund': {
        const place = Math.floor(next.made * ledger.refunds.length);
        const made = ledger.refunds[place];
        if (made === undefined) return;
        return this.agree(ledger.cancelRefund(made), async () => {
          await refunds.cancel(this.#me, this.refundIds[place] ?? '');
        });
      }
      case 'adjust':
        return this.adjust(next);
      case 'cancelAdjustment': {
        const place = Math.floor(next.made * ledger.adjustments.length);
        const made = ledger.adjustments[place];
        if (made === undefined) return;
        return this.agree(ledger.cancelAdjustment(made), async () => {
          await adjustments.cancel(this.#me, this.adjustmentIds[place] ?? '');
        });
      }
    }
  }

  adjust({
    slip,
    isUp,
    amount,
  }: {
    slip: number | null;
    isUp: boolean;
    amount: number;
  }): Promise<void> {
    const place = slip === null ? -1 : Math.floor(slip * this.ledger.slips.length);
    const corrects = this.slipIds[place];
    return this.agree(
      this.ledger.adjust(BigInt(isUp ? amount : -amount), this.ledger.slips[place]),
      async () => {
        this.adjustmentIds.push(
          (
            await adjustments.create(this.#me, {
              agency,
              direction: isUp ? 'up' : 'down',
              amount,
              ...(corrects !== undefined && { slip: corrects }),
            })
          ).id,
        );
      },
    );
  }

  /** As somebody else for one command; a refusal, undone, brings the first one back too. */
  async asSeller<T>(task: () => Promise<T>): Promise<T> {
    const become = `select set_config('app.current_user_id', $1, true),
      set_config('app.session_id', $2, true)`;
    const before = await this.#me.one<{ session: string }>(
      "select current_setting('app.session_id') as session",
    );
    await this.#me.query(become, [seller.userId, seller.sessionId]);
    const done = await task();
    await this.#me.query(become, [this.#me.userId, before.session]);
    return done;
  }

  wish(item: number, size: number): { item: Goods; quantity: bigint } {
    const chosen = this.goods[Math.floor(item * this.goods.length)] as Goods;
    return { item: chosen, quantity: BigInt(size) * (chosen.sku === 'DUONG' ? 300n : 1000n) };
  }

  async agree(verdict: Verdict, tell: () => Promise<void>): Promise<void> {
    if (verdict.size === 0) await tell();
    else {
      const { code } = await this.#me.refusalOf(tell);
      ok(verdict.has(code), `refused with ${code}, not ${[...verdict].join(' or ')}`);
    }
    deepStrictEqual(await this.figures(), this.expected());
  }

  async paymentOf(slip: string): Promise<string> {
    return (
      await this.#me.one<{ id: string }>(
        'select id::text from finance.payment where issue_id::text = $1',
        [slip],
      )
    ).id;
  }

  /**
   * What the database says: the cached debt, its ledger, stock with its ledger, what settles what.
   */
  figures() {
    return this.#me.one<Record<string, unknown>>(
      `
      select
        (select debt_amount::text from agency.agency where code = $1) as debt,
        (select coalesce(sum(c.amount), 0)::text from finance.cash_in_hand() as c) as in_hand,
        (select coalesce(sum(t.amount), 0)::text from finance.debt_transaction as t
          join agency.agency as a on a.id = t.agency_id where a.code = $1) as debt_ledger,
        (select jsonb_object_agg(i.sku,
          array[trunc(i.stock_quantity * 1000)::text, trunc(m.total * 1000)::text])
          from inventory.item as i
          cross join lateral (
            select sum(m.quantity) as total from inventory.stock_movement as m
            where m.item_id = i.id) as m
          where i.sku = any ($2)) as stock,
        array(select coalesce((
            select sum(l.amount) from finance.payment_allocation as l
            where l.issue_id::text = s.id), 0)::text
          from unnest($3::text[]) with ordinality as s (id, place) order by s.place) as slips,
        array(select coalesce((
            select sum(l.amount) from finance.payment_allocation as l
            where l.payment_id::text = p.id), 0)::text
          from unnest($4::text[]) with ordinality as p (id, place) order by p.place) as payments`,
      [agency, this.goods.map(({ sku }) => sku), this.slipIds, this.paymentIds],
    );
  }

  expected() {
    const { ledger } = this;
    const settled = ledger.settle();
    return {
      debt: String(ledger.debt),
      in_hand: String(ledger.inHand()),
      debt_ledger: String(ledger.debt),
      stock: Object.fromEntries(
        this.goods.map(({ sku, stock }) => [sku, [String(stock), String(stock)]]),
      ),
      slips: settled.slips.map(String),
      payments: settled.payments.map(String),
    };
  }
}

/** Asked as a person, because the day is not committed and nobody else sees it. */
const brokenInvariants = (me: Actor) =>
  me.query(
    'select r.name, r.sample from unnest(audit.check_invariants()) as r where r.breaches > 0',
  );

const decimal = (thousandths: bigint): string =>
  `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;

test('on any day the database and a ledger in memory agree on every verdict and every figure', async () => {
  const days = fc.asyncProperty(
    fc.array(step, { minLength: 12, maxLength: 40, size: 'max' }),
    (steps) =>
      db.as('admin', async (me) => {
        const day = new Day(me);
        for (const next of steps) await day.take(next);
        deepStrictEqual(await brokenInvariants(me), []);
      }),
  );

  const result = await fc.check(days, { seed: 20_261_123, numRuns: 80 });
  expect(result.failed, fc.defaultReportMessage(result)).toBe(false);
}, 300_000);
