-- All that the first file took away, and the counters of keys after the keys given by hand.
do $$
declare
  statement text;
begin
  for statement in
    select format('select setval(%L, max(id)) from %s having count(*) > 0',
      pg_get_serial_sequence(t.relation::text, a.attname), t.relation)
    from loaded_table as t
    join pg_attribute as a on a.attrelid = t.relation and a.attname = 'id' and a.attidentity <> ''
    union all
    (select s.giving from set_aside as s order by s.place)
    union all
    select s.telling from set_aside as s where s.telling not like '%is NULL'
    union all
    select format('alter table %s enable trigger user', t.relation) from loaded_table as t
  loop
    execute statement;
  end loop;
end
$$;
