// Ten figures of the books, by which a restored copy is compared with what runs. They count what is
// never changed once it is written, up to a moment, so that work which goes on makes no difference.
import { withClient } from '../../db/tools/prepare.ts';

const FIGURES: Readonly<Record<string, string>> = {
  'debt ledger': `select count(*) || ' ' || coalesce(sum(d.amount), 0)
    from finance.debt_transaction as d where d.created_at < $1`,
  'debt by agency': `select md5(coalesce(string_agg(a.agency_id || ' ' || a.amount, ','
      order by a.agency_id::text), ''))
    from (select d.agency_id, sum(d.amount) as amount
      from finance.debt_transaction as d where d.created_at < $1 group by d.agency_id) as a`,
  'debt by month': `select md5(coalesce(string_agg(m.month || ' ' || m.amount, ','
      order by m.month), ''))
    from (select date_trunc('month', d.business_date) as month, sum(d.amount) as amount
      from finance.debt_transaction as d where d.created_at < $1 group by 1) as m`,
  'stock ledger': `select count(*) || ' ' || coalesce(sum(m.quantity), 0)
    from inventory.stock_movement as m where m.created_at < $1`,
  'stock by item': `select md5(coalesce(string_agg(i.item_id || ' ' || i.quantity, ','
      order by i.item_id::text), ''))
    from (select m.item_id, sum(m.quantity) as quantity
      from inventory.stock_movement as m where m.created_at < $1 group by m.item_id) as i`,
  issues: `select count(*) || ' ' || coalesce(sum(i.total_amount), 0)
    from inventory.issue as i where i.confirmed_at < $1`,
  receipts: `select count(*) || ' ' || coalesce(sum(r.total_amount), 0)
    from inventory.receipt as r where r.created_at < $1`,
  payments: `select count(*) || ' ' || coalesce(sum(p.amount), 0)
    from finance.payment as p where p.created_at < $1`,
  refunds: `select count(*) || ' ' || coalesce(sum(r.amount), 0)
    from finance.refund as r where r.created_at < $1`,
  'audit trail': `select count(*)::text from audit.change as c where c.changed_at < $1`,
};

export type Figures = Readonly<Record<string, string>>;

/** The figures up to a moment; the address must be one that sees every row. */
export const figuresUntil = (url: string, moment: Date): Promise<Figures> =>
  withClient(url, async (client) => {
    const found: Record<string, string> = {};
    for (const [name, sql] of Object.entries(FIGURES)) {
      const { rows } = await client.query<{ figure: string }>(`select (${sql}) as figure`, [
        moment,
      ]);
      found[name] = rows[0]?.figure ?? '';
    }
    return found;
  });

/** Moment of the newest change that anybody made; undefined in empty books. */
export const newestChange = (url: string): Promise<Date | undefined> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ at: Date | null }>(
      'select max(c.changed_at) as at from audit.change as c',
    );
    return rows[0]?.at ?? undefined;
  });

/** Names of the figures that differ, with both. */
export const differing = (one: Figures, other: Figures): string[] =>
  Object.keys(one)
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name}: ${one[name]} runs, ${other[name]} was restored`);
