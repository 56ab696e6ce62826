/**
 * What stands against an agency that is too far behind: the server's answer, of headroom and
 * refusal alike.
 */
export interface Overdue {
  reason: 'days' | 'slips';
  allowed: number;
  count: number;
  to_pay: string;
  slips: OverdueSlip[];
}

interface OverdueSlip {
  /** Number of the slip, or the document of an opening row; null where it had none. */
  slip: string | null;
  kind: string;
  days: number;
  amount: string;
}

/** Null where nothing stands against it. The scalar JSON comes as text or as what it says. */
export function overdueOf(answer: unknown): Overdue | null {
  const read: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
  return read && typeof read === 'object' && 'slips' in read ? (read as Overdue) : null;
}
