// What somebody answers whom a command asks something before it books anything.
import type { Command, Lines } from './client.ts';

interface Asked {
  code: string;
  details: Record<string, unknown>;
}
interface Moved {
  item_id: string;
  book: string;
  counted_before: string | null;
  counted_after: string;
}
interface Question {
  code: string;
  figures: { item_id: string; new_price?: string; new_total?: string };
}

/** Puts the answers into the command; false when nothing was asked. */
export function giveAnswers(command: Command, { code, details }: Asked): boolean {
  if (code === 'SDMOV') return countAnew(command, details['items'] as Moved[]);
  if (code === 'SDCFM') return tell(command, details['questions'] as Question[]);
  return false;
}

/** The shelf was counted before the goods moved, if that can be. */
function countAnew({ arguments: given }: Command, moved: Moved[]): boolean {
  const { rows } = given['items'] as Lines;
  for (const row of rows) {
    const now = moved.find(({ item_id: id }) => id === String(row['item_id']));
    if (now)
      Object.assign(row, { seen: now.book, counted: now.counted_before ?? now.counted_after });
  }
  return true;
}

/** Most counts had seen the goods already; prices are right. */
function tell({ arguments: given }: Command, questions: Question[]): boolean {
  const since = questions.filter(({ code }) => code === 'COUNTED_SINCE');
  const told = (given['counted'] as Lines | undefined)?.rows ?? [];
  given['counted'] = {
    type: 'inventory.counted_answer',
    rows: [
      ...told,
      ...since.map(({ figures }) => ({ item_id: figures.item_id, included: Math.random() < 0.7 })),
    ],
  };
  const jumps = questions.filter(({ code }) => code === 'PRICE_JUMP');
  if (jumps.length > 0) {
    given['accept_jumps'] = {
      type: 'inventory.accepted_jump',
      rows: jumps.map(({ figures }) => ({ item_id: figures.item_id, price: figures.new_price })),
    };
  }
  const changed = questions.find(({ code }) => code === 'PRICE_CHANGED');
  if (changed) given['accept_prices'] = changed.figures.new_total;
  return since.length + jumps.length > 0 || changed !== undefined;
}
