-- Room for a bulk load: triggers are switched off, and foreign keys and plain indexes taken away,
-- in the transaction that the last file ends by putting all of it back. Foreign keys are then
-- checked over whole tables; what the rules would have refused is found by the invariants. Only for
-- a database without history, and only as the owner: nobody else may switch a trigger off.
create temporary table loaded_table on commit drop as
select t.name::regclass as relation
from unnest(array['agency.agency', 'agency.agency_type', 'agency.district', 'audit.change',
  'audit.command', 'auth.user_agency', 'config.document_counter', 'finance.adjustment',
  'finance.credit_item', 'finance.debt_transaction', 'finance.open_item', 'finance.opening_debt',
  'finance.payment', 'finance.payment_allocation', 'finance.period', 'finance.refund',
  'inventory.issue',
  'inventory.issue_detail', 'inventory.issue_return', 'inventory.issue_return_detail',
  'inventory.item', 'inventory.item_price', 'inventory.receipt', 'inventory.receipt_detail',
  'inventory.stock_count', 'inventory.stock_count_detail', 'inventory.stock_movement',
  'inventory.supplier', 'inventory.unit']) as t (name);

-- what is taken away, as the statements that put it back
create temporary table set_aside on commit drop as
select format('alter table %s drop constraint %I', f.conrelid::regclass, f.conname) as taking,
  format('alter table %s add constraint %I %s', f.conrelid::regclass, f.conname,
    pg_get_constraintdef(f.oid)) as giving,
  format('comment on constraint %I on %s is %L', f.conname, f.conrelid::regclass,
    obj_description(f.oid, 'pg_constraint')) as telling, 2 as place
from pg_constraint as f
join loaded_table as t on t.relation = f.conrelid
where f.contype = 'f'
union all
select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid),
  format('comment on index %s is %L', i.indexrelid::regclass,
    obj_description(i.indexrelid, 'pg_class')), 1
from pg_index as i
join loaded_table as t on t.relation = i.indrelid
where not i.indisunique;

do $$
declare
  statement text;
begin
  for statement in
    select format('alter table %s disable trigger user', t.relation) from loaded_table as t
    union all
    select s.taking from set_aside as s
  loop
    execute statement;
  end loop;
end
$$;
