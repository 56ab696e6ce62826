// The arithmetic of stock, debt and settlement as a few lines of arithmetic in memory. It knows no
// SQL; the database must come to the same figures. Money in đồng, quantities in thousandths.

export interface Goods { sku: string; price: bigint; stock: bigint }
interface Line { item: Goods; quantity: bigint; price: bigint; total: bigint; returned: bigint; returnedWorth: bigint }
interface Settlement { payment: Payment; amount: bigint }
export interface Payment { amount: bigint; isOnTheSpot: boolean; isCancelled: boolean }
export interface Slip {
  lines: Line[];
  total: bigint;
  kept: bigint;
  paidNow: bigint;
  isCancelled: boolean;
  /** Oldest first, what was paid on the spot before all others. */
  settled: Settlement[];
}

/** Codes a command may be refused with; empty: it must succeed. */
export type Verdict = Set<string>;

/** a × b ÷ c, half up. */
const share = (a: bigint, b: bigint, c: bigint): bigint => (2n * a * b + c) / (2n * c);

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

export class Ledger {
  debt = 0n;
  readonly slips: Slip[] = [];
  readonly payments: Payment[] = [];
  readonly #ceiling: bigint;

  constructor(ceiling: bigint) {
    this.#ceiling = ceiling;
  }

  /** What a slip would be: the same item twice is one line, at 1.02 × the import price. */
  draft(wishes: { item: Goods; quantity: bigint }[]): Line[] {
    return [...Map.groupBy(wishes, ({ item }) => item)].map(([item, same]) => {
      const quantity = sum(same.map((wish) => wish.quantity));
      const price = share(item.price, 102n, 100n);
      return { item, quantity, price, total: share(quantity, price, 1000n), returned: 0n, returnedWorth: 0n };
    });
  }

  issue(lines: Line[], paidNow: bigint): Verdict {
    const total = sum(lines.map((line) => line.total));
    if (this.debt + total - paidNow > this.#ceiling) return new Set(['SDDBT']);
    if (lines.some(({ item, quantity }) => item.stock < quantity)) return new Set(['SDSTK']);
    for (const { item, quantity } of lines) item.stock -= quantity;
    this.debt += total - paidNow;
    const slip: Slip = { lines, total, kept: total, paidNow, isCancelled: false, settled: [] };
    this.slips.push(slip);
    if (paidNow > 0n) {
      const payment = { amount: paidNow, isOnTheSpot: true, isCancelled: false };
      this.payments.push(payment);
      slip.settled.push({ payment, amount: paidNow });
    }
    return new Set();
  }

  pay(amount: bigint): Verdict {
    if (amount > this.debt) return new Set(['SDEXC']);
    this.debt -= amount;
    const payment = { amount, isOnTheSpot: false, isCancelled: false };
    this.payments.push(payment);
    let left = amount;
    for (const slip of this.slips) {
      const part = [this.open(slip), left].reduce((a, b) => (a < b ? a : b));
      if (part <= 0n) continue;
      slip.settled.push({ payment, amount: part });
      left -= part;
    }
    return new Set();
  }

  takeBack(slip: Slip, line: Line, quantity: bigint): Verdict {
    if (slip.isCancelled) return new Set(['SDNRT']);
    if (line.returned + quantity > line.quantity) return new Set(['SDRET']);
    // the parts of a line are worth what the whole is worth
    const worth = share(line.returned + quantity, line.price, 1000n) - line.returnedWorth;
    if (worth > this.debt) return new Set(['SDEXC']);
    line.returned += quantity;
    line.returnedWorth += worth;
    line.item.stock += quantity;
    this.debt -= worth;
    slip.kept -= worth;
    let room = slip.kept;
    slip.settled = slip.settled.flatMap(({ payment, amount }) => {
      const stays = amount < room ? amount : room;
      room -= stays;
      return stays > 0n ? [{ payment, amount: stays }] : [];
    });
    return new Set();
  }

  cancelSlip(slip: Slip): Verdict {
    if (slip.isCancelled) return new Set(['SDTRN']);
    const against = new Set<string>();
    if (slip.lines.some((line) => line.returned > 0n)) against.add('SDRTN');
    if (this.debt - slip.total + slip.paidNow < 0n) against.add('SDPAY');
    if (against.size > 0) return against;
    for (const { item, quantity } of slip.lines) item.stock += quantity;
    this.debt += slip.paidNow - slip.total;
    slip.isCancelled = true;
    for (const { payment } of slip.settled) if (payment.isOnTheSpot) payment.isCancelled = true;
    slip.settled = [];
    return against;
  }

  cancelPayment(payment: Payment): Verdict {
    if (payment.isCancelled || payment.isOnTheSpot) return new Set(['SDTRN', 'SDVAL']);
    payment.isCancelled = true;
    this.debt += payment.amount;
    for (const slip of this.slips) {
      slip.settled = slip.settled.filter((settlement) => settlement.payment !== payment);
    }
    return new Set();
  }

  open(slip: Slip): bigint {
    return slip.isCancelled ? 0n : slip.kept - this.settledOf(slip);
  }

  settledOf(slip: Slip): bigint {
    return sum(slip.settled.map(({ amount }) => amount));
  }
}
