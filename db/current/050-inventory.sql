create table inventory.unit (
  id :ID_TYPE primary key :ID_DEFAULT,
  name text not null constraint unit_name_is_unique unique,
  is_decimal boolean not null default false,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE
);
comment on table inventory.unit is 'Unit of measure (đơn vị tính).';
comment on column inventory.unit.id is 'Opaque key.';
comment on column inventory.unit.name is 'Name, such as Thùng.';
comment on column inventory.unit.is_decimal is 'Whether quantities may have decimals (up to three).';
comment on column inventory.unit.created_at is 'Moment of recording.';
comment on column inventory.unit.created_by is 'User who recorded it.';

create table inventory.item (
  id :ID_TYPE primary key :ID_DEFAULT,
  sku text not null constraint item_sku_is_unique unique,
  item_name text not null constraint item_has_a_name check (btrim(item_name) <> ''),
  unit_id :ID_TYPE not null references inventory.unit,
  barcode text constraint item_barcode_is_unique unique,
  import_price public.dong not null
    constraint item_import_price_is_positive check (import_price > 0),
  stock_quantity public.quantity not null default 0
    constraint item_stock_is_never_negative check (stock_quantity >= 0),
  stock_seq bigint not null default 0,
  min_stock public.quantity not null default 0
    constraint item_min_stock_is_not_negative check (min_stock >= 0),
  is_active boolean not null default true,
  search_text text not null generated always as (
    public.fold_text(sku || ' ' || item_name || ' ' || coalesce(barcode, ''))) stored,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE
) with (fillfactor = 70);
create index item_unit_id_idx on inventory.item (unit_id);
create index item_item_name_idx on inventory.item (item_name);
create index item_search_text_idx on inventory.item using gin (search_text public.gin_trgm_ops);
comment on table inventory.item is 'Goods the distributor sells (mặt hàng).';
comment on column inventory.item.id is 'Opaque key.';
comment on column inventory.item.sku is 'Code on the shelf, unique.';
comment on column inventory.item.item_name is 'Name on slips.';
comment on column inventory.item.unit_id is 'Unit its quantities are in.';
comment on column inventory.item.barcode is 'Barcode, unique where known.';
comment on column inventory.item.import_price is 'Latest import price, đồng a unit.';
comment on column inventory.item.stock_quantity is 'Cached balance of the stock ledger, in its unit.';
comment on column inventory.item.stock_seq is 'Number of its newest row in the stock ledger.';
comment on column inventory.item.min_stock is 'Quantity under which it counts as low; 0: the regulation''s.';
comment on column inventory.item.is_active is 'False: no longer sold.';
comment on column inventory.item.search_text is
  E'@behavior -*\nCode, name and barcode without accents and case, for search.';
comment on column inventory.item.created_at is 'Moment of recording.';
comment on column inventory.item.created_by is 'User who recorded it.';
comment on column inventory.item.updated_at is 'Moment of the last change of its data.';
comment on column inventory.item.updated_by is 'User of the last change of its data.';

create table inventory.issue (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint issue_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  status text not null default 'requested' constraint issue_status_is_known check (status in (
    'requested', 'confirmed', 'postponed', 'rejected', 'delivered', 'cancelled')),
  issue_date date not null,
  total_amount public.dong not null default 0
    constraint issue_total_is_not_negative check (total_amount >= 0),
  paid_now public.dong not null default 0
    constraint issue_paid_now_is_not_negative check (paid_now >= 0),
  note text constraint issue_note_is_short check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  confirmed_at timestamptz,
  confirmed_by :ID_TYPE references auth."user",
  -- what detail rows and payments refer to: nobody can name a slip of another agency
  constraint issue_belongs_to_one_agency unique (agency_id, id),
  constraint issue_has_a_number_exactly_when_it_was_confirmed check (
    status in ('confirmed', 'delivered', 'cancelled') or code is null),
  constraint issue_confirmed_says_when_and_by_whom check (
    (status in ('confirmed', 'delivered', 'cancelled'))
    = (confirmed_at is not null and confirmed_by is not null))
) with (fillfactor = 85);
create index issue_agency_id_issue_date_idx on inventory.issue (agency_id, issue_date);
create index issue_issue_date_idx on inventory.issue (issue_date);
create index issue_created_at_idx on inventory.issue (created_at);
create index issue_created_by_idx on inventory.issue (created_by);
create index issue_confirmed_by_idx on inventory.issue (confirmed_by);
create index issue_status_idx on inventory.issue (status) where status in ('requested', 'postponed');
comment on table inventory.issue is 'Stock-out slip (phiếu xuất), PX-2026-000123.';
comment on column inventory.issue.id is 'Opaque key.';
comment on column inventory.issue.code is 'PX-year-number without gaps; null until confirmed.';
comment on column inventory.issue.agency_id is 'Who takes the goods.';
comment on column inventory.issue.status is 'requested, confirmed, postponed, rejected, delivered, cancelled.';
comment on column inventory.issue.issue_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column inventory.issue.total_amount is 'Sum of its lines, đồng.';
comment on column inventory.issue.paid_now is 'Paid on the spot, đồng; makes one linked payment.';
comment on column inventory.issue.note is 'Free text, at most 500 characters.';
comment on column inventory.issue.created_at is 'Moment of recording.';
comment on column inventory.issue.created_by is 'User who wrote it.';
comment on column inventory.issue.confirmed_at is 'Moment stock fell and debt rose.';
comment on column inventory.issue.confirmed_by is 'User who confirmed it.';

create table inventory.issue_detail (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null,
  issue_id :ID_TYPE not null,
  line_no smallint not null constraint issue_detail_line_numbers_start_at_one check (line_no >= 1),
  item_id :ID_TYPE not null references inventory.item,
  quantity public.quantity not null
    constraint issue_detail_quantity_is_positive check (quantity > 0),
  unit_price public.dong not null
    constraint issue_detail_price_is_positive check (unit_price > 0),
  line_total public.dong not null,
  price_regulation_version_id :ID_TYPE not null references config.regulation_version,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null,
  constraint issue_detail_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint issue_detail_has_an_item_once unique (issue_id, item_id),
  constraint issue_detail_total_is_quantity_times_price check (
    line_total = round(quantity * unit_price))
);
create index issue_detail_agency_id_issue_id_idx on inventory.issue_detail (agency_id, issue_id);
create index issue_detail_item_id_idx on inventory.issue_detail (item_id);
create index issue_detail_price_regulation_version_id_idx
  on inventory.issue_detail (price_regulation_version_id);
comment on table inventory.issue_detail is 'Line of a stock-out slip, its price frozen.';
comment on column inventory.issue_detail.id is 'Opaque key.';
comment on column inventory.issue_detail.agency_id is 'Agency of the slip, so that a row policy needs no join.';
comment on column inventory.issue_detail.issue_id is 'The slip.';
comment on column inventory.issue_detail.line_no is 'Place on the slip, from 1.';
comment on column inventory.issue_detail.item_id is 'What is taken.';
comment on column inventory.issue_detail.quantity is 'How much, in the item''s unit.';
comment on column inventory.issue_detail.unit_price is 'Price at issue, đồng a unit, set by the database.';
comment on column inventory.issue_detail.line_total is 'quantity × unit_price, rounded half up to whole đồng.';
comment on column inventory.issue_detail.price_regulation_version_id is 'Version of EXPORT_PRICE_RATIO the price came from.';
comment on column inventory.issue_detail.created_at is 'Moment of recording.';
comment on column inventory.issue_detail.created_by is 'User who wrote it.';

create type inventory.issue_line as (item_id :ID_TYPE, quantity numeric);
comment on type inventory.issue_line is 'Line asked for: an item and how much of it, in its unit.';
comment on column inventory.issue_line.item_id is 'What is asked for.';
comment on column inventory.issue_line.quantity is 'How much, in the item''s unit, at most three decimals.';

create type inventory.issue_headroom_answer as (
  agency_id :ID_TYPE,
  current_debt public.dong,
  "limit" public.dong,
  limit_source text,
  slip_total numeric,
  paid_now numeric,
  would_be numeric,
  short_by numeric,
  available numeric
);
comment on type inventory.issue_headroom_answer is E'@name issueHeadroomAnswer\nWhat an agency may still take on credit, all in đồng.';
comment on column inventory.issue_headroom_answer.agency_id is 'The agency.';
comment on column inventory.issue_headroom_answer.current_debt is 'Debt before the slip, đồng.';
comment on column inventory.issue_headroom_answer."limit" is 'Ceiling in force, đồng.';
comment on column inventory.issue_headroom_answer.limit_source is 'agency: its own ceiling; type: its type''s.';
comment on column inventory.issue_headroom_answer.slip_total is 'Total of the slip, đồng.';
comment on column inventory.issue_headroom_answer.paid_now is 'Paid on the spot, đồng.';
comment on column inventory.issue_headroom_answer.would_be is 'Debt after the slip, đồng.';
comment on column inventory.issue_headroom_answer.short_by is 'How much it would pass the ceiling by, đồng; 0 when it fits.';
comment on column inventory.issue_headroom_answer.available is 'Largest slip that fits with this payment, đồng; never under 0.';

create table inventory.stock_movement (
  id :ID_TYPE primary key :ID_DEFAULT,
  item_id :ID_TYPE not null references inventory.item,
  seq bigint not null,
  kind text not null constraint stock_movement_kind_is_known check (
    kind in ('opening', 'issue', 'issue_cancel')),
  quantity public.quantity not null
    constraint stock_movement_moves_something check (quantity <> 0),
  balance_after public.quantity not null
    constraint stock_is_never_negative check (balance_after >= 0),
  business_date date not null,
  recorded_at timestamptz not null default now(),
  agency_id :ID_TYPE,
  issue_id :ID_TYPE,
  reverses_id :ID_TYPE references inventory.stock_movement
    constraint stock_movement_is_reversed_once unique,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint stock_movement_numbers_are_dense_per_item unique (item_id, seq),
  constraint stock_movement_of_a_slip_names_it check (
    (kind in ('issue', 'issue_cancel')) = (issue_id is not null and agency_id is not null)),
  constraint stock_movement_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id)
);
create index stock_movement_item_id_business_date_idx
  on inventory.stock_movement (item_id, business_date);
create index stock_movement_agency_id_issue_id_idx
  on inventory.stock_movement (agency_id, issue_id);
comment on table inventory.stock_movement is 'Stock ledger (thẻ kho): append-only, corrections are new rows.';
comment on column inventory.stock_movement.id is 'Opaque key.';
comment on column inventory.stock_movement.item_id is 'Which item moved.';
comment on column inventory.stock_movement.seq is 'Place in the item''s ledger, dense from 1.';
comment on column inventory.stock_movement.kind is 'opening, issue, issue_cancel.';
comment on column inventory.stock_movement.quantity is 'Signed: positive came in, negative went out.';
comment on column inventory.stock_movement.balance_after is 'Stock of the item after this row, by seq.';
comment on column inventory.stock_movement.business_date is 'Date it counts for, Asia/Ho_Chi_Minh.';
comment on column inventory.stock_movement.recorded_at is 'Moment it was known.';
comment on column inventory.stock_movement.agency_id is 'Agency of the slip, null for other kinds.';
comment on column inventory.stock_movement.issue_id is 'The slip that moved it.';
comment on column inventory.stock_movement.reverses_id is 'The row this one undoes.';
comment on column inventory.stock_movement.created_at is 'Moment of recording.';
comment on column inventory.stock_movement.created_by is 'User who caused it.';
