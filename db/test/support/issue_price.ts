// What goods come to on a slip, as the rule says. A test that is not about the price rule takes its
// figures from here, so that another rounding or ratio leaves it alone.
import type { TestDatabase } from './database.ts';

/** What so much of an item costs on a slip of today, in whole đồng as SQL writes them. */
export type WorthOf = (sku: string, quantity?: number) => string;

export async function issuePrices(db: TestDatabase): Promise<WorthOf> {
  const rows = await db.query<{ sku: string; price: string }>(
    `select i.sku, inventory.issue_price(i.import_price, r.value::numeric)::text as price
     from inventory.item as i
     cross join lateral config.regulation_on('EXPORT_PRICE_RATIO', config.business_date()) as r`,
  );
  const prices = new Map(rows.map(({ sku, price }) => [sku, Number(price)]));
  return (sku, quantity = 1) => {
    const price = prices.get(sku);
    if (price === undefined) throw new Error(`${sku} is not in this database`);
    return String(Math.round(price * quantity));
  };
}
