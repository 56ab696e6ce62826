// The pieces of work that everybody is asked to do, and the questions of each: drawn from the books
// by the same dice in every run.
import { randomUUID } from 'node:crypto';
import type { Books } from '../books.ts';
import { seededDice } from './dice.ts';

export const WORKS = {
  agency: 'One agency with its type, territory and histories',
  agencies: '20 of the agencies found, and how many there are',
  items: '20 of the items found without accents',
  slip: 'One slip with lines, debt and stock',
  make: 'A slip of three lines is made',
  debts: 'Debt report of a month, 50 rows and their sum',
} as const;
export type Work = keyof typeof WORKS;

export const isRead = (work: Work): boolean => work !== 'make';

export interface Question {
  /** Key, words or month that is asked for; of a slip to be made the key of its agency. */
  q: string;
  items: { item_id: string; quantity: string }[];
}

/** Who asks what. */
export const personOf = (work: Work): string => (work === 'debts' ? 'accountant' : 'sales');

/** A key of its own for each slip. */
export const newKey = (): string => randomUUID();

const asked = (q: string): Question => ({ q, items: [] });

/** Questions of each work, the same for everybody. */
export async function drawQuestions({
  dba,
}: Pick<Books, 'dba'>): Promise<Record<Work, Question[]>> {
  const roll = seededDice(7);
  const columnOf = async (sql: string): Promise<string[]> =>
    (await dba.query<{ value: string }>(sql)).rows.map(({ value }) => value);
  const some = (from: readonly string[], many: number): string[] => {
    if (from.length === 0) throw new Error('books so small have nothing to ask for: more --slips');
    return Array.from({ length: many }, () => from[Math.floor(roll() * from.length)] ?? '');
  };
  const agencies = await columnOf(
    `select a.agency_id::text as value
     from auth.user_agency as a
     join auth."user" as u on u.id = a.user_id and u.email = 'sales@sodaily.test'
     join agency.agency as g on g.id = a.agency_id and g.status = 'active'
     order by a.agency_id`,
  );
  const slips = await columnOf(
    `select i.id::text as value
     from inventory.issue as i
     where i.status = 'confirmed' and i.agency_id::text = any ('{${agencies.join(',')}}')
     order by i.id desc limit 500`,
  );
  const items = await columnOf(
    `select i.id::text as value from inventory.item as i
     where i.is_active order by i.stock_quantity desc, i.id limit 300`,
  );
  const months = await columnOf(
    `select to_char(date_trunc('month', config.business_date()) - make_interval(months => n),
       'YYYY-MM-DD') as value from generate_series(0, 2) as n`,
  );
  const threeLines = (): Question['items'] =>
    [...new Set(some(items, 8))]
      .slice(0, 3)
      .map((id, index) => ({ item_id: id, quantity: String(index + 1) }));
  return {
    agency: some(agencies, 20).map(asked),
    agencies: ['minh phat', 'hoa', 'dai ly', 'an khang'].map(asked),
    items: ['nuoc mam', 'mi', 'tra xanh', 'dau an'].map(asked),
    slip: some(slips, 20).map(asked),
    make: some(agencies, 60).map((q) => ({ q, items: threeLines() })),
    debts: months.map(asked),
  };
}
