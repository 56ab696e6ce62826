export type Allowance = Readonly<{ atOnce: number; perSecond: number }>;

/** So much at once, and what was spent comes back by the second. */
export function makeBudget({ atOnce, perSecond }: Allowance, now: () => number = Date.now) {
  let left = atOnce;
  let at = now();
  return {
    /** False when there is not so much left; then nothing is spent. */
    spend(amount = 1): boolean {
      const moment = now();
      left = Math.min(atOnce, left + ((moment - at) / 1000) * perSecond);
      at = moment;
      if (left < amount) return false;
      left -= amount;
      return true;
    },
  };
}

export type Budget = ReturnType<typeof makeBudget>;
