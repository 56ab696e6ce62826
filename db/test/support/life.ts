// The commands that lead a slip through its life, by name, so that a test reads like a day's work.
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Actor, Refusal } from './actor.ts';
import type { TestDatabase } from './database.ts';
import type { Slip, SlipMaker, SlipWish } from './slip.ts';

export type Step =
  | 'confirm_issue'
  | 'postpone_issue'
  | 'resume_issue'
  | 'reject_issue'
  | 'deliver_issue'
  | 'cancel_issue';
export type AgencyStep =
  'approve_agency' | 'reject_agency' | 'block_agency' | 'reactivate_agency' | 'terminate_agency';

const withReason = new Set<string>([
  'postpone_issue',
  'reject_issue',
  'cancel_issue',
  'reject_agency',
  'block_agency',
  'terminate_agency',
]);

/**
 * counted: answers about later counts, see countedOf; date: of the slip that is confirmed; version:
 * the one that was looked at.
 */
interface More {
  reason?: string | null;
  clientKey?: string;
  counted?: string | null;
  date?: string;
  version?: string;
}

function call(schema: string, step: string, more: More): string {
  const named = [
    withReason.has(step) && 'reason',
    more.counted !== undefined && 'counted',
    more.date !== undefined && 'issue_date',
    more.version !== undefined && 'version',
  ]
    .filter((name) => name !== false)
    .map((name, place) => `, ${name} => $${place + 3}`);
  return `select s.* from ${schema}.${step}($1, $2${named.join('')}) as s`;
}

function values(step: string, id: string, more: More): unknown[] {
  const reason = more.reason === undefined ? 'Khách đổi ý' : more.reason;
  return [
    more.clientKey ?? randomUUID(),
    id,
    ...(withReason.has(step) ? [reason] : []),
    ...(more.counted === undefined ? [] : [more.counted]),
    ...(more.date === undefined ? [] : [more.date]),
    ...(more.version === undefined ? [] : [more.version]),
  ];
}

export interface SlipNow {
  id: string;
  code: string | null;
  status: string;
  reason: string | null;
}

/** Switches a regulation from today on, as the owner of the test's database. */
export const regulate = (db: TestDatabase, key: string, value: string) =>
  db.commitOwner((owner) =>
    owner.query(
      `insert into config.regulation_version (regulation_id, value, valid_from, reason)
     select r.id, $2, config.business_date(), 'Thử nghiệm' from config.regulation as r
     where r.key = $1`,
      [key, value],
    ),
  );

/** Takes one step with a slip. */
export const take = (me: Actor, step: Step, id: string, more: More = {}): Promise<SlipNow> =>
  me.one<SlipNow>(call('inventory', step, more), values(step, id, more));

export const takeRefused = (me: Actor, step: Step, id: string, more: More = {}): Promise<Refusal> =>
  me.refusal(call('inventory', step, more), values(step, id, more));

/** Takes one step with an agency. */
export const lead = (me: Actor, step: AgencyStep, id: string, more: More = {}) =>
  me.one<{ id: string; code: string; status: string; status_reason: string | null }>(
    call('agency', step, more),
    values(step, id, more),
  );

export const leadRefused = (
  me: Actor,
  step: AgencyStep,
  id: string,
  more: More = {},
): Promise<Refusal> => me.refusal(call('agency', step, more), values(step, id, more));

/** Asks for goods, as an agency does. */
export function request(
  me: Actor,
  keys: Pick<SlipMaker, 'agencyId' | 'itemId'>,
  wish: Pick<SlipWish, 'agency' | 'lines' | 'note' | 'clientKey'>,
): Promise<Slip> {
  return me.one<Slip>(
    `select s.id::text, s.code, s.status, s.total_amount::text, s.issue_date::text
     from inventory.request_issue($1, $2, array(
       select row(l.item, l.quantity, l.is_free)::inventory.issue_line
       from rows from (jsonb_to_recordset($3) as (item ${inject('keyType')}, quantity numeric,
         is_free boolean))
         with ordinality as l (item, quantity, is_free, place) order by l.place), $4) as s`,
    [
      wish.clientKey ?? randomUUID(),
      keys.agencyId(wish.agency ?? ''),
      JSON.stringify(
        wish.lines.map(([sku, quantity, gift]) => ({
          item: sku === null ? null : keys.itemId(sku),
          quantity,
          is_free: gift === 'free',
        })),
      ),
      wish.note ?? null,
    ],
  );
}
