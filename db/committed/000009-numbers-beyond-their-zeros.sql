--! Previous: sha1:51f2d20d31b309daa806302e2cf8dc59071241ca
--! Hash: sha1:eef6f747000e6b669ea76b14d4d7c88aa6cd3357
--! Message: numbers beyond their zeros

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! Included config/functions/padded_number.sql
-- A number of a code, with zeros before it. A number that outgrew the width keeps all its digits:
-- lpad alone would cut them off, and the ten-thousandth agency would get the code of another.
create or replace function config.padded_number(number bigint, width integer) returns text
language sql immutable
as $$
  select lpad(number::text, greatest(width, length(number::text)), '0')
$$;
comment on function config.padded_number(bigint, integer) is
  E'@omit\nThe number in at least so many digits, zeros before it.';
revoke all on function config.padded_number(bigint, integer) from public;
grant execute on function config.padded_number(bigint, integer) to sodaily_definer;
--! EndIncluded config/functions/padded_number.sql
--! Included config/functions/next_document_code.sql
-- Draws the next number of a kind and year. Call it last in a transaction: the row lock is held
-- until commit, and a rollback gives the number back, so there are no gaps.
create or replace function config.next_document_code(kind text, business_date date) returns text
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  code text;
begin
  insert into config.document_counter as c (kind, year, last_number)
  values (next_document_code.kind, extract(year from business_date)::smallint, 1)
  on conflict on constraint document_counter_pkey
  do update set last_number = c.last_number + 1, updated_at = now()
  returning c.kind || '-' || c.year || '-' || config.padded_number(c.last_number, 6) into strict code;
  return code;
end
$$;
comment on function config.next_document_code(text, date) is
  E'@omit\nNext document number such as PX-2026-000123, gap-free per kind and year.';
revoke all on function config.next_document_code(text, date) from public;
grant execute on function config.next_document_code(text, date) to sodaily_definer;
--! EndIncluded config/functions/next_document_code.sql
--! Included agency/functions/next_code.sql
-- Agencies are never deleted, so the highest code plus one was never used before.
create or replace function agency.next_code() returns text
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  -- one at a time; agencies are few, and nothing else takes this lock
  perform pg_advisory_xact_lock(hashtext('agency.next_code'));
  return (
    select 'DL' || config.padded_number(coalesce(max(substr(a.code, 3)::bigint), 0) + 1, 4)
    from agency.agency as a);
end
$$;
comment on function agency.next_code() is E'@omit\nCode of the next agency, such as DL0017.';
revoke all on function agency.next_code() from public;
grant execute on function agency.next_code() to sodaily_definer;
--! EndIncluded agency/functions/next_code.sql
--! Included inventory/functions/create_supplier.sql
-- A new supplier with the next code. One at a time, so that two at once share neither a code nor a
-- tax code.
-- Security definer: master data is written by functions only.
create or replace function inventory.create_supplier(
  client_key text,
  name text,
  phone text default null,
  address text default null,
  tax_code text default null)
returns inventory.supplier
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  supplier inventory.supplier;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  phone := nullif(btrim(phone), '');
  address := nullif(btrim(address), '');
  tax_code := nullif(btrim(tax_code), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.create_supplier',
    jsonb_build_array(name, phone, address, tax_code));
  if earlier is not null then
    select s.* into strict supplier
    from inventory.supplier as s where s.id = cast(earlier ->> 'id' as :ID_TYPE);
    return supplier;
  end if;

  perform pg_advisory_xact_lock(hashtext('inventory.create_supplier'));
  perform audit.refuse_problems(
    inventory.supplier_problems(name, phone, address, tax_code));

  insert into inventory.supplier as s (code, name, phone, address, tax_code, created_by)
  select 'NCC' || config.padded_number(coalesce(max(substr(k.code, 4)::bigint), 0) + 1, 4),
    create_supplier.name, create_supplier.phone, create_supplier.address,
    create_supplier.tax_code, caller
  from inventory.supplier as k
  returning s.* into strict supplier;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', supplier.id::text));
  return supplier;
end
$$;
alter function inventory.create_supplier(text, text, text, text, text) owner to sodaily_definer;
comment on function inventory.create_supplier(text, text, text, text, text) is
  E'@resultFieldName supplier\nRecords a supplier and gives it the next code, NCC0001. taxCode is 10 digits, or 10-3. The same clientKey gives the first supplier again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function inventory.create_supplier(text, text, text, text, text) from public;
grant execute on function inventory.create_supplier(text, text, text, text, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_supplier.sql
