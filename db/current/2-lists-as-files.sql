-- Three lists more that become files.
set local role sodaily_definer;
insert into report.export_kind (code, scope) values
  ('suppliers', 'inventory:read'), ('stock_counts', 'inventory:read'), ('changes', 'audit:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
