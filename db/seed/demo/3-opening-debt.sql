-- What agencies owed when the books began, brought in as the accountant did: a file that is read,
-- checked and applied. One row a document; what an agency had with us is negative.

-- sets who is asking, as the server does for a request
create function pg_temp.act_as(email text) returns void language sql as $f$
  select set_config('app.session_id', s.id::text, true),
    set_config('app.current_user_id', s.user_id::text, true)
  from auth.session as s join auth."user" as u on u.id = s.user_id
  where u.email = act_as.email || '@sodaily.test' and s.ended_at is null
$f$;

do $$
declare
  first_day constant date := config.business_date() - 366;
  coming file.import;
  head constant text[] := array['Mã đại lý', 'Số tiền nợ', 'Ngày', 'Số chứng từ', 'Ngày chứng từ',
    'Hạn trả'];
  line jsonb;
  cells jsonb[] := '{}';
begin
  perform pg_temp.act_as('accountant');
  for line in
    select jsonb_build_array(w.code, w.amount, to_char(first_day, 'DD/MM/YYYY'), w.document,
      to_char(first_day - w.age, 'DD/MM/YYYY'), to_char(first_day - w.age + w.term, 'DD/MM/YYYY'))
    from (values
      (1, 'DL0005', '18500000', 'HD-0457', 45, 30),
      (2, 'DL0005', '9200000', 'HD-0461', 12, 30),
      (3, 'DL0007', '12750000', 'HD-0449', 60, 30),
      (4, 'DL0009', '-1500000', 'PT-0310', 8, null)
    ) as w (nth, code, amount, document, age, term)
    order by w.nth
  loop
    cells := cells || line;
  end loop;

  coming := file.start_import('demo-opening-debt', 'opening_debt', 'nợ đầu kỳ.csv');
  perform file.add_import_chunk(coming.id, 0, convert_to(array_to_string(head, ',') || E'\n' || (
    select string_agg((
      select string_agg(coalesce(v.cell, ''), ',' order by v.place)
      from jsonb_array_elements_text(c.line) with ordinality as v (cell, place)), E'\n'
    order by c.nth)
    from unnest(cells) with ordinality as c (line, nth)), 'UTF8'));
  coming := file.end_import_upload(coming.id);
  -- what the worker does with a file
  perform file.begin_import(coming.id, coming.check_job_id);
  perform file.check_import_head(coming.id, 1, file.import_head(coming.id, head), head, '{}', null);
  perform file.add_import_rows(coming.id, file.import_head(coming.id, head), (
    select jsonb_agg(jsonb_build_array(c.nth + 1, c.line) order by c.nth)
    from unnest(cells) with ordinality as c (line, nth)), 4, 4);
  perform finance.check_imported_opening_debts(coming.id);
  perform file.end_import_check(coming.id, 4);
  coming := file.apply_import('demo-opening-debt-applied', coming.id);
  perform file.begin_import(coming.id, coming.apply_job_id);
  perform file.end_import(coming.id, finance.apply_imported_opening_debts(coming.id));
end
$$;
