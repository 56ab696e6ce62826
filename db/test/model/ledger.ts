// The arithmetic of stock, debt and settlement as a few lines of arithmetic in memory. It knows no
// SQL; the database must come to the same figures. Money in đồng, quantities in thousandths.

export interface Goods {
  sku: string;
  price: bigint;
  stock: bigint;
}
interface Line {
  item: Goods;
  quantity: bigint;
  price: bigint;
  total: bigint;
  returned: bigint;
  returnedWorth: bigint;
}
/** slip: the one it was paid on the spot with; in hand: of who took it, until they hand it over. */
export interface Payment {
  amount: bigint;
  slip?: Slip;
  isInHand?: boolean;
  isCancelled: boolean;
}
export interface Return {
  slip: Slip;
  line: Line;
  quantity: bigint;
  worth: bigint;
  isCancelled: boolean;
}
export interface Refund {
  amount: bigint;
  isCancelled: boolean;
}
/** Up or down (negative), of a slip or of none. */
export interface Adjustment {
  amount: bigint;
  slip?: Slip;
  isCancelled: boolean;
}
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

const abs = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

export class Ledger {
  debt = 0n;
  readonly slips: Slip[] = [];
  readonly payments: Payment[] = [];
  readonly returns: Return[] = [];
  /** Payments and adjustments down that stand alone, in the order they came. */
  readonly money: (Payment | Adjustment)[] = [];
  /**
   * Refunds and adjustments up that stand alone, in the order they came: due today, before any
   * slip.
   */
  readonly others: (Refund | Adjustment)[] = [];
  readonly refunds: Refund[] = [];
  readonly adjustments: Adjustment[] = [];
  readonly #debtLimit: bigint;

  constructor(debtLimit: bigint) {
    this.#debtLimit = debtLimit;
  }

  /** What a slip would be: the same item twice is one line, at 1.02 × the import price. */
  draft(wishes: { item: Goods; quantity: bigint }[]): Line[] {
    return [...Map.groupBy(wishes, ({ item }) => item)].map(([item, same]) => {
      const quantity = sum(same.map((wish) => wish.quantity));
      const price = share(item.price, 102n, 100n);
      return {
        item,
        quantity,
        price,
        total: share(quantity, price, 1000n),
        returned: 0n,
        returnedWorth: 0n,
      };
    });
  }

  issue(lines: Line[], paidNow: bigint, isInHand: boolean): Verdict {
    const total = sum(lines.map((line) => line.total));
    if (this.debt + total - paidNow > this.#debtLimit) return new Set(['SDDBT']);
    if (lines.some(({ item, quantity }) => item.stock < quantity)) return new Set(['SDSTK']);
    for (const { item, quantity } of lines) item.stock -= quantity;
    this.debt += total - paidNow;
    const slip: Slip = { lines, total, kept: total, paidNow, isCancelled: false };
    this.slips.push(slip);
    if (paidNow > 0n) this.#take({ amount: paidNow, slip, isInHand, isCancelled: false });
    return new Set();
  }

  pay(amount: bigint): Verdict {
    if (amount > this.debt) return new Set(['SDEXC']);
    this.debt -= amount;
    this.#take({ amount, isCancelled: false });
    return new Set();
  }

  takeBack(slip: Slip, line: Line, quantity: bigint): Verdict {
    if (slip.isCancelled) return new Set(['SDNRT']);
    if (line.returned + quantity > line.quantity) return new Set(['SDRET']);
    // the parts of a line are worth what the whole is worth
    const worth = share(line.returned + quantity, line.price, 1000n) - line.returnedWorth;
    if (worth > slip.kept) return new Set(['SDADJ']);
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
    if (this.adjustments.some((one) => one.slip === slip && !one.isCancelled)) against.add('SDADJ');
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
    return sum(
      this.payments
        .filter(({ isInHand, isCancelled }) => isInHand && !isCancelled)
        .map(({ amount }) => amount),
    );
  }

  cancelPayment(payment: Payment): Verdict {
    if (payment.isCancelled || payment.slip) return new Set(['SDTRN', 'SDVAL']);
    payment.isCancelled = true;
    this.debt += payment.amount;
    return new Set();
  }

  #take(payment: Payment): void {
    this.payments.push(payment);
    this.money.push(payment);
  }

  refund(amount: bigint): Verdict {
    if (this.debt + amount > 0n) return new Set(['SDRFX']);
    const made = { amount, isCancelled: false };
    this.debt += amount;
    this.refunds.push(made);
    this.others.push(made);
    return new Set();
  }

  cancelRefund(made: Refund): Verdict {
    if (made.isCancelled) return new Set(['SDTRN']);
    made.isCancelled = true;
    this.debt -= made.amount;
    return new Set();
  }

  adjust(amount: bigint, slip?: Slip): Verdict {
    if (slip && (slip.isCancelled || slip.kept + amount < 0n)) return new Set(['SDVAL']);
    const made: Adjustment = { amount, isCancelled: false, ...(slip && { slip }) };
    this.debt += amount;
    this.adjustments.push(made);
    if (slip) slip.kept += amount;
    else if (amount > 0n) this.others.push(made);
    else this.money.push(made);
    return new Set();
  }

  cancelAdjustment(made: Adjustment): Verdict {
    if (made.isCancelled) return new Set(['SDTRN']);
    if (made.slip && made.slip.kept - made.amount < 0n) return new Set(['SDADJ']);
    made.isCancelled = true;
    this.debt -= made.amount;
    if (made.slip) made.slip.kept -= made.amount;
    return new Set();
  }

  /**
   * What is settled of each slip, and how much of each payment settles something: what was paid on
   * the
   * spot its own slip, then coin by coin all that is left of money, in the order it came, laid on
   * what is
   * due today (refunds, adjustments up), and then on the slips, which are due later, in the order
   * they came.
   */
  settle(): { slips: bigint[]; payments: bigint[] } {
    const plate = (amount: bigint) => ({ amount, open: amount });
    const slips = this.slips.map((slip) => plate(slip.isCancelled ? 0n : slip.kept));
    const dueToday = this.others.map(({ amount, isCancelled }) => plate(isCancelled ? 0n : amount));
    const moneyOf = new Map(
      this.money.map((one) => [one, plate(one.isCancelled ? 0n : abs(one.amount))]),
    );
    const lay = (purse: { open: bigint }, onto: { open: bigint }): void => {
      const coins = smaller(purse.open, onto.open);
      purse.open -= coins;
      onto.open -= coins;
    };
    for (const payment of this.payments) {
      const [purse, own] = [
        moneyOf.get(payment),
        payment.slip && slips[this.slips.indexOf(payment.slip)],
      ];
      if (purse && own) lay(purse, own);
    }
    for (const onto of [...dueToday, ...slips])
      for (const purse of moneyOf.values()) lay(purse, onto);
    const settled = ({ amount, open }: { amount: bigint; open: bigint }) => amount - open;
    return {
      slips: slips.map(settled),
      payments: this.payments.map((payment) => settled(moneyOf.get(payment) ?? plate(0n))),
    };
  }
}
