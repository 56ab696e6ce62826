/** What a hand at the tables, past every rule, would do to break each invariant. */
export const damages: Record<string, string[]> = {
  adjustment_moved_the_debt_once: [
    "delete from finance.debt_transaction where kind = 'adjustment'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'adjustment'",
    "update finance.debt_transaction set business_date = '2024-02-02' where kind = 'adjustment'",
    `update finance.adjustment set status = 'requested', code = null, confirmed_at = null,
      confirmed_by = null,
       cancelled_at = null, cancelled_by = null, cancel_reason = null`,
  ],
  agency_days_equal_the_ledger: [
    'update report.agency_day set debt_amount = debt_amount + 1',
    'update report.agency_day set credit_to_date_amount = credit_to_date_amount + 1',
    'delete from report.debt_delta',
    "update finance.debt_transaction set business_date = business_date - 1 where kind = 'payment'",
  ],
  agency_due_days_equal_the_ledger: [
    'update report.agency_due_day set asked_to_date_amount = asked_to_date_amount + 1',
    'delete from report.debt_delta',
    "update finance.debt_transaction set due_date = due_date + 1 where kind = 'issue'",
  ],
  allocations_are_the_settling: [
    "update finance.payment_allocation set amount = amount - 1 where kind = 'automatic'",
    'delete from finance.payment_allocation',
    `update finance.payment_allocation as l set amount = w.amount, item_seq = w.item_seq
     from (select a.id, a.amount, b.item_seq from finance.payment_allocation as a
       join finance.payment_allocation as b on b.agency_id = a.agency_id and b.item_seq > a.item_seq
         and b.kind = a.kind
       where a.kind = 'automatic' limit 1) as w where l.id = w.id`,
  ],
  cash_in_hand_is_what_was_not_handed_over: [
    'update finance.payment set amount = amount + 1 where issue_id is not null',
    `update finance.payment set created_by = u.id from auth."user" as u
      where issue_id is not null and u.email ~ 'admin'`,
    "delete from finance.debt_transaction where kind = 'paid_now'",
    ...[
      "status = 'cancelled'",
      "status = 'cancelled', handed_over_at = now(), handed_over_by = created_by",
    ].map(
      (edit) =>
        `update finance.payment set ${edit}, cancelled_at = now(), cancelled_by = created_by,
          cancel_reason = 'x' where issue_id is not null`,
    ),
    `update inventory.issue set status = 'cancelled', cancelled_at = now(),
      cancelled_by = created_by, reason = 'x' where paid_now > 0`,
  ],
  credit_items_equal_the_ledger: [
    'update finance.credit_item set amount = amount + 1',
    "delete from finance.credit_item where kind = 'paid_now'",
    "update finance.debt_transaction set amount = amount - 1 where kind = 'payment'",
    "delete from finance.debt_transaction where kind = 'adjustment_cancel' and item_seq is null",
  ],
  guards_are_in_place: [
    `update pg_trigger set tgenabled = 'D'
      where tgname = 'audit_update' and tgrelid = 'inventory.issue'::regclass`,
    `update pg_trigger set tgenabled = 'D'
      where tgname = 'history_is_final' and tgrelid = 'finance.debt_transaction'::regclass`,
    `delete from pg_trigger
      where tgname = 'audit_delete' and tgrelid = 'finance.payment'::regclass`,
    `delete from pg_trigger where tgname ~ '^audit_' and tgrelid = 'agency.agency'::regclass`,
    `update pg_class set relrowsecurity = false where oid = 'finance.payment'::regclass`,
    `update pg_class set relforcerowsecurity = false where oid = 'auth.session'::regclass`,
    `delete from pg_policy where polrelid = 'auth.user_secret'::regclass`,
    `update pg_class set relowner = 'sodaily_migrator'::regrole
      where oid = 'audit.change'::regclass`,
    `update pg_proc set proowner = 'sodaily_migrator'::regrole
      where oid = 'audit.record_change'::regproc`,
    `insert into pg_authid (oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb,
        rolcanlogin, rolreplication, rolbypassrls, rolconnlimit)
      values (99999, 'sodaily_helper', true, true, false, false, true, false, false, -1)`,
    `update pg_db_role_setting set setconfig = setconfig || array['session_replication_role=replica']
      where setrole = 0
        and setdatabase = (select oid from pg_database where datname = current_database())`,
  ],
  items_are_settled_earliest_due_first: [
    `update finance.open_item set automatic_amount = automatic_amount - 1
      where automatic_amount > 0`,
    `update finance.open_item set due_date = due_date - 400 where seq = (
       select max(o.seq) from finance.open_item as o where o.agency_id = open_item.agency_id)`,
    'update finance.open_item set assigned_amount = 0 where assigned_amount > 0',
  ],
  no_money_is_free_while_something_is_open: [
    `update finance.credit_item set automatic_amount = automatic_amount - 1
      where automatic_amount > 0`,
  ],
  open_amounts_are_the_debt: [
    'update finance.open_item set amount = amount + 1',
    'update finance.credit_item set amount = amount + 1',
    'delete from finance.open_item where open_amount > 0',
  ],
  open_item_changes_equal_the_ledger: [
    'update report.open_item_change set amount = amount - 1',
    'update report.open_item_change set due_date = due_date - 1',
    'delete from report.open_item_change',
    "delete from finance.debt_transaction where kind = 'return'",
  ],
  open_items_equal_the_ledger: [
    'update finance.open_item set amount = amount + 1',
    'update finance.open_item set due_date = due_date + 1',
    "delete from finance.open_item where kind = 'issue' and open_amount > 0",
    "delete from finance.debt_transaction where kind = 'return'",
  ],
  agency_months_equal_the_ledger: [
    'update report.agency_month set payment_amount = payment_amount + 1',
    'delete from report.debt_delta',
    "update finance.debt_transaction set business_date = business_date - 40 where kind = 'payment'",
  ],
  agency_knows_its_newest_transaction: ['update agency.agency set debt_seq = debt_seq + 1'],
  cancelled_adjustment_is_reversed_once: [
    "delete from finance.debt_transaction where kind = 'adjustment_cancel'",
    "update finance.debt_transaction set reverses_id = id where kind = 'adjustment_cancel'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'adjustment_cancel'",
  ],
  cancelled_issue_is_reversed_once: [
    "delete from inventory.stock_movement where kind = 'issue_cancel'",
    "delete from finance.debt_transaction where kind = 'issue_cancel'",
    `update inventory.stock_movement set issue_id = i.id, agency_id = i.agency_id
     from inventory.issue as i where kind = 'issue_cancel' and i.status = 'confirmed'`,
  ],
  cancelled_payment_is_reversed_once: [
    "delete from finance.debt_transaction where kind = 'payment_cancel'",
    "update finance.debt_transaction set reverses_id = id where kind = 'payment_cancel'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'payment_cancel'",
  ],
  cancelled_refund_is_reversed_once: [
    "delete from finance.debt_transaction where kind = 'refund_cancel'",
    "update finance.debt_transaction set reverses_id = id where kind = 'refund_cancel'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'refund_cancel'",
  ],
  cancelled_receipt_is_reversed_once: [
    "delete from inventory.stock_movement where kind = 'receipt_cancel'",
    `update inventory.stock_movement set business_date = '2020-01-01'
      where kind = 'receipt_cancel'`,
  ],
  cancelled_return_is_reversed_once: [
    "delete from inventory.stock_movement where kind = 'return_cancel'",
    "delete from finance.debt_transaction where kind = 'return_cancel'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'return_cancel'",
    `update inventory.issue_return
      set status = 'confirmed', cancelled_at = null, cancelled_by = null, cancel_reason = null
      where status = 'cancelled'`,
  ],
  closed_months_have_no_gap: [
    `insert into finance.period (month, is_closed, closed_at, closed_by)
     select p.month - interval '3 months', true, p.closed_at, p.closed_by from finance.period as p
     where p.is_closed`,
  ],
  command_made_its_document: [
    "delete from audit.command where command = 'inventory.create_issue'",
    `update audit.command set result = '{"id": "0"}' where command = 'finance.create_payment'`,
    "delete from audit.command where command = 'inventory.create_receipt'",
    "delete from audit.command where command = 'finance.create_refund'",
    "delete from audit.command where command = 'finance.create_adjustment'",
  ],
  confirmed_issue_moved_each_line_once: [
    "update inventory.stock_movement set quantity = quantity - 1 where kind = 'issue'",
    "delete from inventory.stock_movement where kind = 'issue'",
    'delete from inventory.issue_detail',
    "update inventory.stock_movement set business_date = '2024-02-02' where kind = 'issue'",
    `insert into inventory.stock_movement (item_id, seq, kind, quantity, balance_after,
      business_date, agency_id, issue_id)
     select item_id, seq + 1000, kind, quantity, balance_after, business_date, agency_id, issue_id
     from inventory.stock_movement where kind = 'issue' limit 1`,
  ],
  confirmed_issue_raised_the_debt_once: [
    "delete from finance.debt_transaction where kind = 'issue'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'issue'",
    "update finance.debt_transaction set business_date = '2024-02-02' where kind = 'issue'",
  ],
  count_kept_is_minus_its_effect_once: [
    "delete from inventory.stock_movement where kind = 'count_kept_cancel'",
    "update inventory.stock_movement set quantity = quantity + 1 where kind = 'count_kept'",
    "update inventory.stock_movement set business_date = '2024-02-02' where kind = 'count_kept'",
    `update inventory.stock_movement as k set offsets_seq = 2 * k.seq - k.offsets_seq
     where k.kind = 'count_kept' and not exists (
       select from inventory.stock_movement as o
       where o.item_id = k.item_id and o.offsets_seq = 2 * k.seq - k.offsets_seq)`,
    `update inventory.stock_movement set reverses_id = (
       select m.id from inventory.stock_movement as m where m.kind = 'opening' limit 1)
       where kind = 'count_kept_cancel'`,
    `update inventory.stock_movement set business_date = '2099-01-01'
      where kind in ('receipt', 'receipt_cancel')`,
    'delete from inventory.stock_count_detail',
  ],
  debt_is_the_sum_of_its_transactions: ['update agency.agency set debt_amount = debt_amount + 1'],
  debt_ledger_adds_up: [
    'update finance.debt_transaction set balance_after = balance_after + 1',
    'update finance.debt_transaction set seq = seq + 100',
  ],
  debt_stayed_within_the_limit: ['update inventory.issue set debt_limit = 1'],
  document_is_in_the_audit_trail: [
    "delete from audit.change where action = 'insert' and table_name = 'inventory.issue'",
    "update audit.change set row_key = '0' where table_name = 'finance.payment'",
    "delete from audit.change where table_name = 'finance.refund'",
    "delete from audit.change where table_name = 'finance.adjustment'",
  ],
  free_goods_set_no_price: [
    'update inventory.receipt_detail set is_free = true, unit_price = 0, line_total = 0',
    `update inventory.receipt_detail
      set unit_price = unit_price + 1, line_total = quantity * (unit_price + 1)
      where quantity = trunc(quantity)`,
  ],
  import_price_is_of_the_latest_receipt: [
    'update inventory.item set import_price = import_price + 1',
    'update inventory.receipt_detail set unit_price = 1, line_total = quantity',
  ],
  issue_total_is_the_sum_of_its_lines: [
    'update inventory.issue set total_amount = total_amount + 1',
  ],
  item_days_equal_the_ledger: [
    'update report.item_day set out_quantity = out_quantity + 1',
    'delete from report.stock_delta',
    "update inventory.stock_movement set business_date = business_date - 1 where kind = 'count'",
  ],
  item_months_equal_their_days: [
    'update report.item_month set out_quantity = out_quantity + 1',
    'delete from report.item_month',
    'update report.item_day set business_date = business_date - 40',
  ],
  closed_agency_months_equal_the_ledger: [
    'delete from report.closed_agency_month',
    'update report.closed_agency_month set closing_amount = closing_amount + 1, '
      + 'opening_amount = opening_amount + 1',
    'update report.closed_agency_month set closing_amount = closing_amount + 1, '
      + 'increase_amount = increase_amount + 1',
    'update finance.period set is_closed = false',
    "update finance.debt_transaction set amount = amount + 1 where kind = 'issue'",
  ],
  closed_item_months_equal_the_ledger: [
    'delete from report.closed_item_month',
    'update report.closed_item_month set closing_quantity = closing_quantity + 1, '
      + 'opening_quantity = opening_quantity + 1',
    'update report.closed_item_month set closing_quantity = closing_quantity + 1, '
      + 'in_quantity = in_quantity + 1',
    'update finance.period set is_closed = false',
    "update inventory.stock_movement set quantity = quantity + 1 where kind = 'opening'",
  ],
  item_knows_its_newest_movement: ['update inventory.item set stock_seq = stock_seq + 1'],
  monthly_sales_equal_the_ledger: [
    `update finance.debt_transaction
     set amount = amount + 1, recorded_at = recorded_at - interval '1 hour'`,
    `update finance.debt_transaction
     set business_date = business_date - 365, recorded_at = recorded_at - interval '1 hour'`,
    'update report.closed_agency_month set share = share + 1',
  ],
  nothing_is_posted_into_a_closed_month: [
    `update finance.debt_transaction set business_date = p.month, recorded_at = now()
     from finance.period as p where p.is_closed`,
    `update inventory.stock_movement set business_date = '2024-01-02', recorded_at = now()
     where kind = 'count'`,
  ],
  numbers_have_no_gaps: [
    'update config.document_counter set last_number = last_number + 1',
    "delete from finance.payment where code ~ '1$'",
    "delete from finance.refund where code ~ '1$'",
    "delete from finance.adjustment where code ~ '1$'",
  ],
  opening_debt_moved_the_debt_once: [
    ...['opening', 'opening_cancel'].map(
      (kind) => `delete from finance.debt_transaction where kind = '${kind}'`,
    ),
    ...[
      "amount = amount - 1 where kind = 'opening'",
      "reverses_id = id where kind = 'opening_cancel'",
    ].map((edit) => `update finance.debt_transaction set ${edit}`),
    'update finance.opening_debt set cancelled_at = null, cancelled_by = null, '
      + 'cancel_reason = null',
    `update file.import set undone_at = null, undone_by = null, undo_reason = null
      where what = 'opening_debt'`,
  ],
  paid_now_made_one_payment: [
    'update finance.payment set amount = amount + 1',
    'update inventory.issue set paid_now = 0',
    "delete from finance.debt_transaction where kind = 'paid_now'",
  ],
  payment_lowered_the_debt_once: [
    "delete from finance.debt_transaction where kind = 'payment'",
    "update finance.debt_transaction set amount = amount - 1 where kind = 'paid_now'",
  ],
  receipt_raised_stock_once: [
    "delete from inventory.stock_movement where kind = 'receipt'",
    "update inventory.stock_movement set quantity = quantity + 1 where kind = 'receipt'",
  ],
  receipt_total_is_the_sum_of_its_lines: [
    'update inventory.receipt set total_amount = total_amount + 1',
    'update inventory.receipt set code = null',
    'delete from inventory.receipt_detail',
  ],
  refund_raised_the_debt_once: [
    "delete from finance.debt_transaction where kind = 'refund'",
    "update finance.debt_transaction set amount = amount + 1 where kind = 'refund'",
    "update finance.debt_transaction set balance_after = 1 where kind = 'refund'",
    "update finance.debt_transaction set business_date = '2024-02-02' where kind = 'refund'",
  ],
  return_is_at_most_what_was_issued: [
    'update inventory.issue_return_detail set quantity = 100, line_total = 100 * unit_price',
    'update inventory.issue_return_detail set unit_price = unit_price + 1, line_total = '
      + 'line_total + 1',
  ],
  return_lowered_the_debt_once: [
    "delete from finance.debt_transaction where kind = 'return'",
    "update finance.debt_transaction set amount = amount - 1 where kind = 'return'",
  ],
  return_moves_nothing_until_confirmed: [
    `update inventory.stock_movement set issue_return_id = (
       select r.id from inventory.issue_return as r where r.status = 'requested')
       where kind = 'return'`,
    `update finance.debt_transaction set issue_return_id = (
       select r.id from inventory.issue_return as r where r.status = 'rejected')
       where kind = 'return'`,
  ],
  return_raised_stock_once: [
    "delete from inventory.stock_movement where kind = 'return'",
    "update inventory.stock_movement set quantity = quantity + 1 where kind = 'return'",
  ],
  return_total_is_the_sum_of_its_lines: [
    'update inventory.issue_return set total_amount = total_amount + 1',
    'delete from inventory.issue_return_detail',
  ],
  stock_count_moved_its_differences_once: [
    `update inventory.stock_count_detail
     set counted_quantity = counted_quantity + 1, difference_quantity = difference_quantity + 1`,
    "delete from inventory.stock_movement where kind = 'count'",
    'delete from inventory.stock_count_detail',
  ],
  stock_is_the_sum_of_its_movements: [
    "update inventory.item set stock_quantity = 9 where sku = 'MI'",
  ],
  stock_ledger_adds_up: [
    'update inventory.stock_movement set balance_after = balance_after + 1',
    'update inventory.stock_movement set seq = seq + 100, offsets_seq = offsets_seq + 100',
  ],
  stock_was_never_below_zero: [
    'update report.item_day set in_quantity = 0',
    'update report.stock_delta set out_quantity = out_quantity + 1000000',
  ],
};
