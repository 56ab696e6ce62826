// Slips made by hand, as the owner: a request with its lines, and the statement that confirms it.
// What create_issue checks beforehand is skipped here, so that each rule is met on its own.
import type { Hand } from './actor.ts';

export interface Request {
  agency: string;
  lines: [sku: string, quantity: number | string][];
  paidNow?: number;
  date?: string;
}

/** A slip that waits for confirmation; returns its key. */
export async function requestSlip(owner: Hand, request: Request): Promise<string> {
  const { id } = await owner.one<{ id: string }>(
    `insert into inventory.issue (agency_id, issue_date, paid_now, created_by)
     select a.id, coalesce($2, config.business_date()), $3, u.id
     from agency.agency as a cross join auth."user" as u
     where a.code = $1 and u.email = 'manager@sodaily.test'
     returning id::text`,
    [request.agency, request.date ?? null, request.paidNow ?? 0],
  );
  await owner.query(
    `select inventory.add_issue_lines(s,
       array(select row(i.id, w.quantity, false)::inventory.issue_line
         from unnest($2::text[], $3::numeric[]) with ordinality as w (sku, quantity, place)
         join inventory.item as i on i.sku = w.sku order by w.place))
     from inventory.issue as s where s.id::text = $1`,
    [id, request.lines.map(([sku]) => sku), request.lines.map(([, quantity]) => quantity)],
  );
  return id;
}

const confirmation = `
  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = i.created_by
  where i.id::text = any ($1)`;

/** Confirms slips in one statement. */
export async function confirmSlips(owner: Hand, ...ids: string[]): Promise<void> {
  await owner.query(confirmation, [ids]);
}

export function confirmationRefused(owner: Hand, ...ids: string[]) {
  return owner.refusal(confirmation, [ids]);
}
