// Half a year of random business, with everything that happens to slips, money and goods: what the
// reports are counted again over.
import type { Actor } from './actor.ts';
import { adjustmentMaker } from './adjustment.ts';
import type { TestDatabase } from './database.ts';
import { take } from './life.ts';
import { openBooks } from './open_items.ts';
import { paymentMaker } from './payment.ts';
import { closePeriod } from './period.ts';
import { outcomeOf } from './race.ts';
import { refundMaker } from './refund.ts';
import { countedOf, slipMaker, type Counted } from './slip.ts';
import { countMaker, receiptMaker, returnMaker } from './stock.ts';

const STEPS = 220;
const agencies = ['DL0001', 'DL0002', 'DL0004'];
const skus = ['MI', 'LE', 'TRON', 'DUONG'];

export interface HalfYear {
  /** First days of the months, the oldest first. */
  months: string[];
  today: string;
  random: () => number;
}

interface Done {
  slips: { id: string; agency: string; sku: string; isGift: boolean }[];
  payments: { id: string; agency: string }[];
  returns: string[];
  asked: string[];
  receipts: string[];
}

/**
 * Does the business; returns a moment in the middle, after which more was recorded, back-dated too.
 */
export async function liveHalfYear(db: TestDatabase, plan: HalfYear): Promise<string> {
  await openTheBooks(db, plan.months[0] ?? '');
  const doSomething = await businessOf(db, plan);
  let printedAt = '';
  for (let step = 0; step < STEPS; step += 1) {
    if (step === 90) await attempt(db, 'admin', (me) => closePeriod(me, plan.months[0] ?? null));
    if (step === 120) printedAt = await momentOf(db);
    if (step === 160) await attempt(db, 'admin', (me) => closePeriod(me, plan.months[1] ?? null));
    if (step % 25 === 24) await db.query('select report.fold_deltas()');
    await doSomething(step);
  }
  for (const report of ['monthly_sales', 'agency_ranking'])
    await db.query('select report.refresh($1)', [report]);
  return printedAt;
}

const momentOf = async (db: TestDatabase): Promise<string> =>
  (
    await db.query<{ now: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.USZ') as now`,
    )
  )[0]?.now ?? '';

/** Terms of three kinds, and what one agency owed before. */
async function openTheBooks(db: TestDatabase, first: string): Promise<void> {
  await db.query("update agency.agency_type set payment_term_days = 45 where name = 'Loại 2'");
  await db.query("update agency.agency set payment_term_days = 10 where code = 'DL0004'");
  const before = (days: number) =>
    new Date(Date.parse(first) - days * 86_400_000).toISOString().slice(0, 10);
  await db.commitOwner(async (owner) => {
    const agency = await owner.one<{ id: string }>(
      "select id::text from agency.agency where code = 'DL0001'",
    );
    await openBooks(owner, agency.id, first, [
      ['HD01', before(80), before(50), 300_000],
      ['HD02', before(20), before(-25), 500_000],
      ['TT', before(5), null, -120_000],
    ]);
  });
}

/** What people do when they are in a hurry: what is refused is not done. */
/**
 * Refusals are part of the year. Who is asked whether a later count had seen the goods answers: two
 * of three had.
 */
async function attempt(
  db: TestDatabase,
  person: 'admin' | 'manager',
  work: (me: Actor, counted?: Counted) => Promise<unknown>,
): Promise<void> {
  const outcome = await outcomeOf(db.commitAs(person, (me) => work(me)));
  if (!('code' in outcome)) return;
  const { code, details } = outcome;
  if (!code.startsWith('SD')) throw new Error(`${code} ${JSON.stringify(details)}`);
  const asked = (details['questions'] ?? []) as {
    figures: { sku: string; stock_count_code: string };
  }[];
  if (asked.length === 0) return;
  const counted = asked.map(({ figures }): Counted[number] => [
    figures.sku,
    Number(figures.stock_count_code.slice(-2)) % 3 !== 0,
  ]);
  const second = await outcomeOf(db.commitAs(person, (me) => work(me, counted)));
  if ('code' in second && !second.code.startsWith('SD')) throw new Error(second.code);
}

async function businessOf(db: TestDatabase, { months, today, random }: HalfYear) {
  const [receipts, slips, returns, counts] = [
    await receiptMaker(db),
    await slipMaker(db),
    await returnMaker(db),
    await countMaker(db),
  ];
  const payments = paymentMaker(slips.agencyId);
  const doSomethingWithMoney = moneyOf(slips.agencyId, random);
  const done: Done = { slips: [], payments: [], returns: [], asked: [], receipts: [] };
  const pick = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T;
  const upTo = (most: number): number => Math.floor(random() * most);
  const itemIds = new Map(skus.map((sku) => [sku, slips.itemId(sku)]));
  const dayFrom = (first: number) => {
    const month = Date.parse(months[first + upTo(months.length - first)] ?? '');
    const day = new Date(month + upTo(31) * 86_400_000).toISOString().slice(0, 10);
    return day > today ? today : day;
  };
  await attempt(db, 'admin', (me) =>
    receipts.create(me, {
      date: months[0] ?? today,
      lines: skus.map((sku) => [sku, 4000, 20_000]),
    }),
  );

  /**
   * Every fourth slip gives one away; not drawn, so that the rest of the year stays what it was.
   */
  const givesAway = () => done.slips.length % 4 === 1;
  // drawn once: who is asked something writes the same again
  const sell = (date: string) => {
    const [sku, agency] = [pick(skus), pick(agencies)];
    const wish = {
      agency,
      date,
      paidNow: random() < 0.3 ? 5000 : 0,
      lines: [[sku, 1 + upTo(20)], ...(givesAway() ? [[sku, 1, 'free']] : [])] as [
        string,
        number,
        'free'?,
      ][],
    };
    return async (me: Actor, counted?: Counted) => {
      const { id } = await slips.create(me, { ...wish, ...(counted && { counted }) });
      done.slips.push({ id, agency, sku, isGift: wish.lines.length > 1 });
    };
  };
  const cancelSlip = (id: string) => (me: Actor, counted?: Counted) =>
    take(me, 'cancel_issue', id, { counted: countedOf(itemIds, counted) });
  // nobody else pays, so that debt grows old
  const collect = (me: Actor, date: string, most: number) => {
    const agency = pick(['DL0001', 'DL0002']);
    return payments
      .create(me, { agency, date, amount: 1000 + upTo(most) })
      .then(({ id }) => done.payments.push({ id, agency }));
  };
  const tell = async (me: Actor): Promise<void> => {
    const paid = pick(done.payments);
    const slip = pick(done.slips.filter(({ agency }) => agency === paid?.agency));
    if (paid && slip) await payments.allocate(me, paid.id, [[slip.id, 1000 + upTo(50_000)]]);
  };
  const takeBack = async (me: Actor): Promise<void> => {
    const { id, sku, isGift } = pick(done.slips);
    // what was given with it comes back too
    const wish = {
      slip: id,
      lines: [[sku, 1], ...(isGift ? [[sku, 1, 'free']] : [])] as [string, number, 'free'?][],
    };
    // every third only asks: another day it is confirmed or not
    if (done.slips.length % 3 === 0) done.asked.push((await returns.request(me, wish)).id);
    else done.returns.push((await returns.create(me, wish)).id);
  };
  const decide = async (me: Actor): Promise<void> => {
    const id = done.asked.shift();
    if (id === undefined) return;
    if (done.asked.length % 4 === 3) await returns.reject(me, id);
    else done.returns.push((await returns.confirm(me, id)).id);
  };
  const receive = (date: string, step: number) => {
    const sku = pick(skus);
    return async (me: Actor, counted?: Counted) => {
      const { id } = await receipts.create(me, {
        date,
        lines: [
          [sku, 50, 19_000 + step],
          [sku, 1 + (step % 3), null, 'free'],
        ],
        ...(counted && { counted }),
      });
      done.receipts.push(id);
    };
  };
  const cancelReceipt = (id: string) => (me: Actor, counted?: Counted) =>
    receipts.cancel(me, id, 'Nhập nhầm', undefined, counted);
  /** Near what the books say; some are of an earlier day. */
  const countShelf =
    (sku: string, date: string, off: number) => async (me: Actor, counted?: Counted) => {
      const { book } = await me.one<{ book: string }>(
        `select coalesce(sum(m.quantity), 0)::text as book from inventory.stock_movement as m
       join inventory.item as i on i.id = m.item_id where i.sku = $1 and m.business_date <= $2`,
        [sku, date],
      );
      await counts.create(me, {
        lines: [[sku, Math.max(Math.floor(Number(book)) + off, 0)]],
        date,
        ...(counted && { counted }),
      });
    };

  return async (step: number): Promise<void> => {
    const day = dayFrom(step < 90 ? 0 : step < 160 ? 1 : 2);
    const chance = random();
    if (step % 30 === 29) await attempt(db, 'admin', decide);
    const middle = done.receipts[done.receipts.length >> 1];
    if (step % 60 === 59 && middle) await attempt(db, 'admin', cancelReceipt(middle));
    if (step % 9 === 4)
      await attempt(db, 'admin', countShelf(skus[step % skus.length] ?? 'MI', day, (step % 5) - 2));
    if (step % 40 === 39 && done.receipts.length > 1)
      await attempt(db, 'admin', cancelReceipt(done.receipts.at(-1) ?? ''));
    if (step % 4 === 3) await doSomethingWithMoney(db, day, done);
    if (chance < 0.5 || done.slips.length === 0) await attempt(db, 'manager', sell(day));
    else if (chance < 0.7)
      await attempt(db, 'admin', (me) => collect(me, day, step % 7 === 0 ? 4_000_000 : 200_000));
    else if (chance < 0.76) await attempt(db, 'manager', cancelSlip(pick(done.slips).id));
    else if (chance < 0.82) await attempt(db, 'manager', takeBack);
    else if (chance < 0.85)
      await attempt(db, 'manager', (me) => returns.cancel(me, pick(done.returns) ?? null));
    else if (chance < 0.88) await attempt(db, 'admin', tell);
    else if (chance < 0.89) {
      // the term changes on the way
      await db.query("update agency.agency set payment_term_days = $1 where code = 'DL0004'", [
        [5, 10, 40][step % 3],
      ]);
    } else if (chance < 0.92)
      await attempt(db, 'admin', (me) => payments.cancel(me, pick(done.payments)?.id ?? null));
    else if (chance < 0.96) await attempt(db, 'admin', receive(day, step));
    else
      await attempt(db, 'admin', (me) =>
        counts.create(me, { lines: [[pick(skus), 900 + upTo(50)]] }),
      );
  };
}

/**
 * Credit is paid out, debts are put right: of a slip, of an opening row or of none; some of it by
 * mistake.
 */
function moneyOf(agencyId: (code: string) => string, random: () => number) {
  const [refunds, adjustments] = [refundMaker(agencyId), adjustmentMaker(agencyId)];
  const made: { refunds: string[]; adjustments: string[] } = { refunds: [], adjustments: [] };
  const pick = <T>(things: readonly T[]): T | undefined =>
    things[Math.floor(random() * things.length)];
  const refund = async (me: Actor, date: string) => {
    const [owner] = await me.query<{ code: string; credit: string }>(
      `select code, (-debt_amount)::text as credit from agency.agency where debt_amount < 0
        order by debt_amount limit 1`,
    );
    if (owner === undefined) return;
    const amount = Math.ceil(Number(owner.credit) * random());
    made.refunds.push((await refunds.create(me, { agency: owner.code, date, amount })).id);
  };
  const adjust = async (me: Actor, agency: string, date: string, done: Done) => {
    const chance = random();
    const slip = chance < 0.4 ? pick(done.slips) : undefined;
    const corrects = slip
      ? { slip: slip.id, agency: slip.agency }
      : chance < 0.6
        ? { opening: pick(['HD01', 'HD02', 'TT']) ?? '', agency: 'DL0001' }
        : { agency };
    const direction = random() < 0.5 ? 'up' : 'down';
    made.adjustments.push(
      (
        await adjustments.create(me, {
          ...corrects,
          direction,
          date,
          amount: 1000 + Math.floor(random() * 60_000),
        })
      ).id,
    );
  };
  return async (db: TestDatabase, date: string, done: Done): Promise<void> => {
    const [chance, agency] = [random(), pick(agencies) ?? 'DL0001'];
    const [refundId, adjustmentId] = [pick(made.refunds), pick(made.adjustments)];
    if (chance < 0.3) await attempt(db, 'admin', (me) => refund(me, date));
    else if (chance < 0.8) await attempt(db, 'admin', (me) => adjust(me, agency, date, done));
    else if (refundId && chance < 0.9)
      await attempt(db, 'admin', (me) => refunds.cancel(me, refundId));
    else if (adjustmentId) await attempt(db, 'admin', (me) => adjustments.cancel(me, adjustmentId));
  };
}
