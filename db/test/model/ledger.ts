// The arithmetic of stock, debt and settlement as a few lines of arithmetic in memory. It knows no
// SQL; the database must come to the same figures. Money in đồng, quantities in thousandths.

export interface Goods { sku: string; price: bigint; stock: bigint }
interface Line { item: Goods; quantity: bigint; price: bigint; total: bigint; returned: bigint; returnedWorth: bigint }
/** slip: the one it was paid on the spot with; in hand: of who took it, until they hand it over. */
export interface Payment { amount: bigint; slip?: Slip; isInHand?: boolean; isCancelled: boolean }
export interface Return { slip: Slip; line: Line; quantity: bigint; worth: bigint; isCancelled: boolean }
export interface Slip {
  lines: Line[];
  total: bigint;
  kept: bigint;
  paidNow: bigint;
  isCancelled: boolean;
}

/** Codes a command may be refused with; empty: it must succeed. */
export type Verdict = Set<string>;

/** a × b ÷ c, half up. */
const share = (a: bigint, b: bigint, c: bigint): bigint => (2n * a * b + c) / (2n * c);

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

export class Ledger {
  debt = 0n;
  readonly slips: Slip[] = [];
  readonly payments: Payment[] = [];
  readonly returns: Return[] = [];
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

  issue(lines: Line[], paidNow: bigint, isInHand: boolean): Verdict {
    const total = sum(lines.map((line) => line.total));
    if (this.debt + total - paidNow > this.#ceiling) return new Set(['SDDBT']);
    if (lines.some(({ item, quantity }) => item.stock < quantity)) return new Set(['SDSTK']);
    for (const { item, quantity } of lines) item.stock -= quantity;
    this.debt += total - paidNow;
    const slip: Slip = { lines, total, kept: total, paidNow, isCancelled: false };
    this.slips.push(slip);
    if (paidNow > 0n) this.payments.push({ amount: paidNow, slip, isInHand, isCancelled: false });
    return new Set();
  }

  pay(amount: bigint): Verdict {
    if (amount > this.debt) return new Set(['SDEXC']);
    this.debt -= amount;
    this.payments.push({ amount, isCancelled: false });
    return new Set();
  }

  takeBack(slip: Slip, line: Line, quantity: bigint): Verdict {
    if (slip.isCancelled) return new Set(['SDNRT']);
    if (line.returned + quantity > line.quantity) return new Set(['SDRET']);
    // the parts of a line are worth what the whole is worth
    const worth = share(line.returned + quantity, line.price, 1000n) - line.returnedWorth;
    line.returned += quantity;
    line.returnedWorth += worth;
    line.item.stock += quantity;
    this.debt -= worth;
    slip.kept -= worth;
    this.returns.push({ slip, line, quantity, worth, isCancelled: false });
    return new Set();
  }

  cancelReturn(made: Return): Verdict {
    if (made.isCancelled) return new Set(['SDTRN']);
    const { slip, line, quantity, worth } = made;
    if (line.item.stock < quantity) return new Set(['SDNEG']);
    made.isCancelled = true;
    line.returned -= quantity;
    line.returnedWorth -= worth;
    line.item.stock -= quantity;
    this.debt += worth;
    slip.kept += worth;
    return new Set();
  }

  cancelSlip(slip: Slip): Verdict {
    if (slip.isCancelled) return new Set(['SDTRN']);
    const against = new Set<string>();
    if (slip.lines.some((line) => line.returned > 0n)) against.add('SDRTN');
    if (this.debt - slip.total + slip.paidNow < 0n) against.add('SDPAY');
    if (against.size > 0) return against;
    for (const { item, quantity } of slip.lines) item.stock += quantity;
    this.debt -= slip.total;
    slip.isCancelled = true;
    // money that was handed over is there, and stays as credit
    for (const payment of this.payments) {
      if (payment.slip !== slip || !payment.isInHand) continue;
      payment.isCancelled = true;
      this.debt += payment.amount;
    }
    return against;
  }

  handOver(payment: Payment): Verdict {
    if (!payment.slip) return new Set(['SDVAL']);
    if (payment.isCancelled || !payment.isInHand) return new Set(['SDTRN']);
    payment.isInHand = false;
    return new Set();
  }

  /** What people have in hand. */
  inHand(): bigint {
    return sum(this.payments.filter(({ isInHand, isCancelled }) => isInHand && !isCancelled).map(({ amount }) => amount));
  }

  cancelPayment(payment: Payment): Verdict {
    if (payment.isCancelled || payment.slip) return new Set(['SDTRN', 'SDVAL']);
    payment.isCancelled = true;
    this.debt += payment.amount;
    return new Set();
  }

  /**
   * What is settled of each slip, and how much of each payment settles something: what was paid on the
   * spot its own slip, then coin by coin all that is left of the payments, in the order they came, laid
   * on the slips in the order they came.
   */
  settle(): { slips: bigint[]; payments: bigint[] } {
    const kept = this.slips.map((slip) => (slip.isCancelled ? 0n : slip.kept));
    const purse = this.payments.map(({ amount, isCancelled }) => (isCancelled ? 0n : amount));
    const [open, left] = [[...kept], [...purse]];
    const lay = (payment: number, slip: number): void => {
      const coins = smaller(left[payment] ?? 0n, open[slip] ?? 0n);
      left[payment] = (left[payment] ?? 0n) - coins;
      open[slip] = (open[slip] ?? 0n) - coins;
    };
    this.payments.forEach(({ slip }, nth) => { if (slip) lay(nth, this.slips.indexOf(slip)); });
    open.forEach((_, slip) => { left.forEach((_amount, payment) => { lay(payment, slip); }); });
    return {
      slips: kept.map((amount, nth) => amount - (open[nth] ?? 0n)),
      payments: purse.map((amount, nth) => amount - (left[nth] ?? 0n)),
    };
  }
}
