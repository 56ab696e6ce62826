import type pg from 'pg';

/**
 * Tables of a system that keeps its rules in code, filled from the books: agencies and items as
 * they are, and room for slips. What the duties of a slip need stands beside them: the trail of
 * changes, two ledgers, sums of days, a counter of numbers, commands by their key, and a list of
 * notices. No row security: such a system filters in its code.
 */
export const CODE_TABLES = `
  drop schema if exists peers cascade;
  create schema peers;
  create table peers.agency as
    select a.id::text as id, a.code, a.name, a.status, a.debt_amount::numeric as debt_amount,
      a.debt_seq, 90000000000000::numeric as debt_limit
    from agency.agency as a;
  alter table peers.agency add primary key (id);
  create table peers.item as
    select i.id::text as id, i.sku, i.is_active, i.stock_quantity::numeric as stock_quantity,
      i.stock_seq, inventory.item_issue_price(i)::numeric as price
    from inventory.item as i;
  alter table peers.item add primary key (id);
  create table peers.slip (
    id bigint primary key generated always as identity,
    client_key text not null unique,
    code text unique,
    agency_id text not null references peers.agency,
    total_amount numeric not null,
    debt_after numeric not null,
    created_by text not null,
    created_at timestamptz not null default now());
  create index on peers.slip (agency_id, created_at);
  create table peers.slip_line (
    slip_id bigint not null references peers.slip,
    line_no int not null,
    item_id text not null references peers.item,
    quantity numeric not null check (quantity > 0),
    unit_price numeric not null,
    line_total numeric not null,
    primary key (slip_id, line_no));
  create table peers.command (
    user_id text not null,
    client_key text not null,
    request_hash bytea not null,
    slip_id bigint,
    created_at timestamptz not null default now(),
    primary key (user_id, client_key));
  create table peers.counter (
    year int primary key,
    last_number bigint not null);
  create table peers.debt_entry (
    agency_id text not null references peers.agency,
    seq bigint not null,
    slip_id bigint not null references peers.slip,
    amount numeric not null,
    balance_after numeric not null,
    business_date date not null,
    created_by text not null,
    primary key (agency_id, seq));
  create table peers.stock_entry (
    item_id text not null references peers.item,
    seq bigint not null,
    slip_id bigint not null references peers.slip,
    quantity numeric not null,
    balance_after numeric not null,
    business_date date not null,
    created_by text not null,
    primary key (item_id, seq));
  create table peers.debt_day (
    agency_id text not null,
    business_date date not null,
    slip_count bigint not null,
    slip_amount numeric not null,
    primary key (agency_id, business_date));
  create table peers.stock_day (
    item_id text not null,
    business_date date not null,
    out_quantity numeric not null,
    primary key (item_id, business_date));
  create table peers.change (
    id bigint primary key generated always as identity,
    table_name text not null,
    row_key text not null,
    action text not null,
    before jsonb,
    after jsonb,
    user_id text not null,
    trace_id text not null,
    changed_at timestamptz not null default clock_timestamp());
  create index on peers.change (table_name, row_key);
  create table peers.notice (
    id bigint primary key generated always as identity,
    slip_id bigint not null references peers.slip,
    created_at timestamptz not null default now());
  analyze peers.agency; analyze peers.item;`;

/** Makes them anew: runs of before are gone. */
export async function makeCodeTables(dba: pg.ClientBase): Promise<void> {
  await dba.query(CODE_TABLES);
}
