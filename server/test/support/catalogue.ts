import type { TestDatabase } from '../../../db/test/support/database.ts';
import { issuePrices } from '../../../db/test/support/issue_price.ts';

/** Keys by what people call things, because keys differ between databases. */
export async function catalogue(db: TestDatabase) {
  const keys = async (text: string) =>
    new Map((await db.query<{ word: string; id: string }>(text)).map(({ word, id }) => [word, id]));
  const items = await keys('select sku as word, id::text from inventory.item');
  const agencies = await keys('select code as word, id::text from agency.agency');
  const need = (map: Map<string, string>, word: string): string => {
    const id = map.get(word);
    if (id === undefined) throw new Error(`there is no ${word} in the test database`);
    return id;
  };
  return {
    item: (sku: string) => need(items, sku),
    agency: (code: string) => need(agencies, code),
    /** What goods come to at the price of the rule. */
    worth: await issuePrices(db),
  };
}

export type Catalogue = Awaited<ReturnType<typeof catalogue>>;
