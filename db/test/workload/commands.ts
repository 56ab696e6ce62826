// A maker for every command of the system: who gives it, how often, with what arguments. Arguments
// are often wrong for the moment (a slip that left its state, an agency that is blocked): refusals
// are part of the day. A test checks that no command is missing here.
import type { Person } from '../support/actor.ts';
import type { Answer, Command, Lines } from './client.ts';
import { masterData } from './master_data.ts';
import { office } from './office.ts';
import { about, edit, leaders, reasonFor, type Arguments, type Maker } from './maker.ts';
import { daysAgo, pick, someDate, whole, type World } from './world.ts';

// sales see few agencies, so most of what they try is unknown to them
const sellers = ['manager', 'admin', 'manager', 'admin', 'sales'] as const;
const NONE_WAITS = 'while FOUR_EYES is off adjustments are born confirmed';
/** More than anybody will ever buy: whose debt it lowers has credit to refund. */
const CREDIT = 2_000_000_000;
const keepers = ['warehouse', 'admin'] as const;
function issueLines(world: World, most = 4) {
  return {
    type: 'inventory.issue_line',
    rows: Array.from({ length: whole(world, 1, most) }, () => ({
      item_id: pick(world, world.items).id,
      quantity: whole(world, 1, 6),
      ...(world.random() < 0.08 ? { is_free: true } : {}),
    })),
  };
}

const agencyOf = (world: World): string | undefined => world.pools.customer.any(world.random)?.id;

const selling: Record<string, Maker> = {
  'inventory.create_issue': {
    weight: 30,
    people: sellers,
    remember: ['issue'],
    make: (world) => ({
      agency_id: agencyOf(world),
      items: issueLines(world),
      issue_date: someDate(world),
      paid_now: world.random() < 0.2 ? whole(world, 1, 20) * 1000 : 0,
    }),
  },
  'inventory.request_issue': {
    weight: 6,
    people: [...sellers, 'agency'],
    remember: ['request'],
    make: (world) => ({ agency_id: agencyOf(world), items: issueLines(world), note: 'Cần gấp' }),
  },
  'inventory.confirm_issue': {
    weight: 6,
    people: sellers,
    remember: ['issue'],
    make: (world) => {
      const asked = world.pools.request.recent(world.random);
      // one of four goes out with less than was asked for
      const isCut = asked !== undefined && asked.itemIds.length > 0 && world.random() < 0.25;
      return (
        asked && {
          issue_id: asked.id,
          issue_date: someDate(world),
          ...(isCut
            ? {
                items: {
                  type: 'inventory.issue_line',
                  rows: [{ item_id: pick(world, asked.itemIds), quantity: 1 }],
                },
              }
            : {}),
        }
      );
    },
  },
  'inventory.revise_request': {
    weight: 2,
    people: [...sellers, 'agency'],
    remember: ['request'],
    make: edit('request', 'issue_id', (world) => ({ items: issueLines(world) })),
  },
  'inventory.withdraw_request': {
    weight: 0.5,
    people: [...sellers, 'agency'],
    make: about('request', 'issue_id'),
  },
  'inventory.postpone_issue': {
    weight: 1,
    people: sellers,
    make: about('request', 'issue_id', reasonFor),
  },
  'inventory.resume_issue': { weight: 1, people: sellers, make: about('request', 'issue_id') },
  'inventory.reject_issue': {
    weight: 1,
    people: sellers,
    make: about('request', 'issue_id', reasonFor),
  },
  'inventory.deliver_issue': { weight: 6, people: keepers, make: about('issue', 'issue_id') },
  'inventory.cancel_issue': {
    weight: 3,
    people: leaders,
    make: about('issue', 'issue_id', reasonFor),
  },
};

/** One piece of a slip made last. */
function comingBack(world: World): Arguments | undefined {
  const slip = world.pools.issue.recent(world.random);
  return (
    slip && {
      issue_id: slip.id,
      reason: 'Hàng móp',
      items: {
        type: 'inventory.issue_line',
        rows: [{ item_id: pick(world, slip.itemIds), quantity: 1 }],
      },
    }
  );
}

const returning: Record<string, Maker> = {
  'inventory.create_issue_return': {
    weight: 2,
    people: sellers,
    remember: ['issueReturn'],
    make: comingBack,
  },
  'inventory.request_issue_return': {
    weight: 3,
    people: sellers,
    remember: ['askedReturn'],
    make: (world) => {
      const asked = comingBack(world);
      return asked && { ...asked, return_date: someDate(world) };
    },
  },
  'inventory.confirm_issue_return': {
    weight: 3,
    people: [...keepers, 'manager'],
    remember: ['issueReturn'],
    make: about(
      'askedReturn',
      'issue_return_id',
      (world) => ({ return_date: someDate(world) }),
      20,
    ),
  },
  'inventory.reject_issue_return': {
    weight: 0.7,
    people: [...keepers, 'sales'],
    make: about('askedReturn', 'issue_return_id', reasonFor, 20),
  },
};

const undoing: Record<string, Maker> = {
  'inventory.cancel_issue_return': {
    weight: 1,
    people: leaders,
    make: about('issueReturn', 'issue_return_id', reasonFor),
  },
};

const stocking: Record<string, Maker> = {
  'inventory.create_receipt': {
    weight: 9,
    people: keepers,
    remember: ['receipt'],
    make: about('supplier', 'supplier_id', (world) => ({
      items: {
        type: 'inventory.receipt_line',
        rows: Array.from({ length: whole(world, 1, 4) }, () => {
          const item = pick(world, world.items);
          return {
            item_id: item.id,
            quantity: whole(world, 10, 60),
            ...(world.random() < 0.1
              ? { is_free: true }
              : { unit_price: Math.round(item.price * (0.95 + world.random() / 10)) }),
          };
        }),
      },
      receipt_date: someDate(world),
    })),
  },
  'inventory.cancel_receipt': {
    weight: 1,
    people: leaders,
    make: about('receipt', 'receipt_id', reasonFor),
  },
  'inventory.create_stock_count': {
    weight: 2,
    people: keepers,
    // what was seen is stale by now: the client answers
    make: (world) => {
      const seen = whole(world, 50, 400);
      return {
        items: {
          type: 'inventory.count_line',
          rows: [
            { item_id: pick(world, world.items).id, counted: seen + whole(world, -9, 9), seen },
          ],
        },
        count_date: world.random() < 0.5 ? null : daysAgo(world, whole(world, 1, 20)),
        note: 'Kiểm kê bất chợt',
      };
    },
  },
  'inventory.create_supplier': {
    weight: 0.4,
    people: keepers,
    remember: ['supplier'],
    make: (world) => ({ name: `Nhà cung cấp ${whole(world, 1, 1e9)}`, phone: '0900000000' }),
  },
};

const money: Record<string, Maker> = {
  'finance.create_payment': {
    weight: 14,
    people: ['accountant', 'admin'],
    remember: ['payment'],
    make: (world) => ({
      agency_id: agencyOf(world),
      amount: whole(world, 1, 200) * 1000,
      payment_date: someDate(world),
      method: pick(world, ['cash', 'bank']),
    }),
  },
  'finance.cancel_payment': {
    weight: 1.5,
    people: ['accountant', ...leaders],
    make: about('payment', 'payment_id', reasonFor),
  },
  'finance.create_refund': {
    weight: 3,
    people: ['accountant', 'admin'],
    remember: ['refund'],
    make: (world) => ({
      agency_id: world.pools.creditor.recent(world.random)?.id ?? agencyOf(world),
      amount: whole(world, 1, 20) * 1000,
      refund_date: someDate(world),
      method: pick(world, ['cash', 'bank']),
    }),
  },
  'finance.cancel_refund': {
    weight: 0.7,
    people: ['accountant', ...leaders],
    make: about('refund', 'refund_id', reasonFor),
  },
  'finance.create_adjustment': {
    weight: 2,
    people: ['accountant', 'admin'],
    remember: ['adjustment'],
    make: (world) => ({
      ...(world.pools.creditor.any(world.random) === undefined || world.random() < 0.02
        ? { agency_id: agencyOf(world), direction: 'down', amount: CREDIT }
        : {
            agency_id: agencyOf(world),
            direction: pick(world, ['up', 'down']),
            amount: whole(world, 1, 50) * 1000,
            // the slip is often another agency's: unknown then
            issue_id: world.random() < 0.3 ? world.pools.issue.any(world.random)?.id : undefined,
          }),
      ...reasonFor(world),
      adjustment_date: someDate(world),
    }),
  },
  'finance.cancel_adjustment': {
    weight: 0.6,
    people: ['accountant', ...leaders],
    make: about('adjustment', 'adjustment_id', reasonFor),
  },
  'finance.confirm_adjustment': {
    weight: 0.2,
    people: leaders,
    make: about('adjustment', 'adjustment_id'),
    onlyRefused: NONE_WAITS,
  },
  'finance.reject_adjustment': {
    weight: 0.2,
    people: ['accountant', 'admin'],
    make: about('adjustment', 'adjustment_id', reasonFor),
    onlyRefused: NONE_WAITS,
  },
  'finance.hand_over_cash': {
    weight: 3,
    people: ['accountant', 'admin'],
    make: (world) => {
      const slip = world.pools.paidSlip.recent(world.random, 12);
      return (
        slip && {
          payment_ids: {
            found: 'select p.id from finance.payment as p where p.issue_id::text = $by',
            by: slip.id,
          },
        }
      );
    },
  },
  'finance.undo_opening_debts': {
    weight: 0.2,
    people: ['accountant', 'admin'],
    make: about('import', 'import_id', reasonFor),
    onlyRefused: 'no file of opening debt comes in on such a day',
  },
  'finance.allocate_payment': {
    weight: 3,
    people: ['accountant', 'admin'],
    make: about('payment', 'payment_id', (world) => {
      const slip = world.pools.issue.any(world.random);
      return world.random() < 0.5 || slip === undefined
        ? {}
        : {
            allocations: {
              type: 'finance.allocation_line',
              rows: [{ issue_id: slip.id, amount: 1000 }],
            },
          };
    }),
  },
  'finance.close_period': {
    weight: 0.3,
    people: leaders,
    make: (world) => ({ month: daysAgo(world, whole(world, 28, 62)) }),
  },
  'finance.reopen_period': {
    weight: 0.3,
    people: leaders,
    make: (world) => ({ month: daysAgo(world, whole(world, 28, 62)), ...reasonFor(world) }),
  },
};

const agencies: Record<string, Maker> = {
  'agency.create_agency': {
    weight: 0.7,
    people: sellers,
    remember: ['agency'],
    make: (world) => ({
      name: `Đại lý ${whole(world, 1, 1e9)}`,
      agency_type_id: world.pools.type.any(world.random)?.id,
      district_id: world.pools.district.any(world.random)?.id,
    }),
  },
  'agency.approve_agency': {
    weight: 0.6,
    people: leaders,
    remember: ['customer'],
    make: about('agency', 'agency_id', undefined, 12),
  },
  'agency.reject_agency': {
    weight: 0.3,
    people: leaders,
    make: about('agency', 'agency_id', reasonFor, 4),
  },
  'agency.block_agency': {
    weight: 0.4,
    people: leaders,
    remember: ['blocked'],
    make: about('customer', 'agency_id', reasonFor),
  },
  'agency.reactivate_agency': {
    weight: 1,
    people: leaders,
    make: about('blocked', 'agency_id', undefined, 4),
  },
  'agency.terminate_agency': {
    weight: 0.3,
    people: leaders,
    make: about('customer', 'agency_id', reasonFor, 2),
  },
};

export const makers: Record<string, Maker> = {
  ...selling,
  ...returning,
  ...undoing,
  ...stocking,
  ...money,
  ...agencies,
  ...masterData,
  ...office,
};

const total = Object.values(makers).reduce((sum, { weight }) => sum + weight, 0);

/** The next thing somebody wants; undefined when it needs something that does not exist yet. */
export function nextCommand(
  world: World,
): { name: string; person: Person; arguments: Arguments } | undefined {
  let place = world.random() * total;
  for (const [name, { weight, people, make }] of Object.entries(makers)) {
    place -= weight;
    if (place >= 0) continue;
    const made = make(world);
    return made && { name, person: pick(world, people), arguments: made };
  }
  return undefined;
}

export function remember(world: World, { name, arguments: given }: Command, answer: Answer): void {
  const { items } = given as { items?: Lines };
  const itemIds =
    items?.rows.map(({ item_id: id }) => String(id))
    ?? world.pools.request.find(String(answer.id))?.itemIds;
  if (Number(given['paid_now']) > 0) world.pools.paidSlip.see(answer);
  const { direction, amount, agency_id: agencyId } = given;
  if (name === 'finance.create_adjustment' && direction === 'down' && amount === CREDIT) {
    world.pools.creditor.see({ id: String(agencyId) });
  }
  for (const pool of makers[name]?.remember ?? []) world.pools[pool].see(answer, itemIds);
}
