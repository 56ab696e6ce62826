-- Twelve months of business up to yesterday, made by the functions that people call, day by day.
-- The random seed is fixed: the same day gives the same history on every machine.

-- How busy each day is: Sundays are quiet, the five weeks before Tết are not, Tết itself is closed.
create temporary table demo_day on commit drop as
with day as (
  select d.day, case
      when tet.day between d.day - 5 and d.day + 3 then 0
      when tet.day between d.day + 4 and d.day + 35 then 2.2
      else 1.0
    end * case when extract(dow from d.day) = 0 then 0.3 else 1 end as weight
  from (
    select config.business_date() - n as day from generate_series(1, 365) as n) as d
  left join lateral (
    select t.day from unnest(array[date '2025-01-29', date '2026-02-17', date '2027-02-06',
      date '2028-01-26', date '2029-02-13', date '2030-02-03']) as t (day)
    where t.day between d.day - 5 and d.day + 35) as tet on true),
share as (
  select d.day, sum(d.weight) over (order by d.day) / sum(d.weight) over () as until,
    (sum(d.weight) over (order by d.day) - d.weight) / sum(d.weight) over () as since
  from day as d)
select s.day, floor(595 * s.until) - floor(595 * s.since) as issues,
  floor(145 * s.until) - floor(145 * s.since) as receipts,
  floor(350 * s.until) - floor(350 * s.since) as payments
from share as s;

-- Money from an agency: a part of what it owes, in whole thousands.
create function pg_temp.collect(agency agency.agency, share numeric, day date) returns void
language plpgsql as $f$
begin
  if floor(agency.debt_amount * share / 1000) > 0 then
    perform pg_temp.act_as('accountant');
    perform finance.create_payment(
      'demo-payment-' || agency.code || '-' || agency.debt_seq, agency.id,
      floor(agency.debt_amount * share / 1000) * 1000, day,
      case when right(agency.code, 1) in ('2', '5', '8') then 'bank' else 'cash' end);
  end if;
end
$f$;

-- Goods come in where the shelf is emptiest, enough for about two months; prices rose twice.
create function pg_temp.restock(nth integer, day date) returns void language plpgsql as $f$
declare
  price_level constant numeric := case
    when day < config.business_date() - 240 then 0.95
    when day < config.business_date() - 120 then 0.975 else 1 end;
begin
  perform pg_temp.act_as('warehouse');
  perform inventory.create_receipt('demo-receipt-' || nth, s.id, (
      select array_agg(row(i.id, i.wanted, i.price, false)::inventory.receipt_line order by i.sku)
        -- a supplier adds two of what it sends most of
        || case when nth % 15 = 4 then array[row(
          (array_agg(i.id order by i.wanted desc, i.sku))[1], 2, null,
          true)::inventory.receipt_line] end
      from (
        select g.id, g.sku, ceil((130000000 / l.price - g.stock_quantity) / 10) * 10 as wanted,
          round(l.price * price_level / 500) * 500 as price
        from inventory.item as g join demo_price as l on l.item_id = g.id
        where g.sku <> 'MH017' and (g.sku <> 'MH011' or day < config.business_date() - 60)
          and 130000000 / l.price - g.stock_quantity > 10
        order by g.stock_quantity * l.price, g.sku limit 4) as i), day)
  from inventory.supplier as s
  where s.name like case when nth % 3 = 0 then 'Nhà máy%' else 'Công ty%' end
    and exists (select from inventory.item as g join demo_price as l on l.item_id = g.id
      where g.sku not in ('MH011', 'MH017') and 130000000 / l.price - g.stock_quantity > 10);
end
$f$;

-- A slip of two to six lines, for as much as the shelf and the debt limit allow.
create function pg_temp.sell(nth integer, day date) returns void language plpgsql as $f$
declare
  buyer agency.agency;
  slip inventory.issue;
  back inventory.issue_return;
  wanted inventory.issue_line[];
  worth numeric;
begin
  -- sorted before it is shuffled: random() must meet the same rows in the same order
  select a.* into buyer from (
    select d.* from agency.agency as d
    where d.reception_date <= sell.day and d.code <> 'DL0016'
      and (d.code not in ('DL0013', 'DL0017') or sell.day < config.business_date() - 110)
    order by d.code offset 0) as a
  order by random() limit 1;
  select array_agg(row(p.id, p.quantity, false)::inventory.issue_line),
    sum(p.quantity * inventory.item_issue_price(p.item))
  into wanted, worth
  from (
    select i.id, i.item, i.quantity
    from (
      select g.id, g.item, g.stock_quantity,
        -- peanuts are weighed to the hundred grams
        greatest(2, round((1000000 + random() * 6500000)::numeric / g.import_price,
          case g.sku when 'MH020' then 1 else 0 end)) as quantity
      from (
        select s.id, s as item, s.sku, s.stock_quantity, s.import_price
        from inventory.item as s where s.sku <> 'MH017' order by s.sku offset 0) as g) as i
    where i.stock_quantity >= i.quantity
    order by random() limit 2 + floor(random() * 5)) as p;
  -- who has little room left pays first
  if buyer.debt_amount + worth > 0.85 * (agency.debt_limit_of(buyer, day)).debt_limit then
    perform pg_temp.collect(buyer, 0.8, day);
  end if;
  -- now and then the manager gives one away
  if nth % 45 = 11 then
    wanted := wanted || row((wanted[1]).item_id, 1, true)::inventory.issue_line;
  end if;
  perform pg_temp.act_as(
    case when buyer.code <= 'DL0010' and nth % 45 <> 11 then 'sales' else 'manager' end);
  slip := inventory.create_issue('demo-issue-' || nth, buyer.id, wanted, day,
    case when nth % 6 = 0 then floor(worth / 2000) * 1000 else 0 end,
    case when nth % 9 = 0 then 'Giao buổi sáng, gọi trước 30 phút' end);
  if nth % 40 = 7 then
    back := inventory.request_issue_return('demo-return-' || nth, slip.id,
      array[row((wanted[1]).item_id, 1, false)::inventory.issue_line], day,
      'Thùng bị móp khi giao');
    perform pg_temp.act_as('warehouse');
    perform inventory.confirm_issue_return('demo-return-confirmed-' || nth, back.id);
  end if;
end
$f$;

-- What the shelf held, found by counting: now and then one is missing or broken.
create function pg_temp.count_shelf(nth integer, day date) returns void language plpgsql as $f$
begin
  perform pg_temp.act_as('warehouse');
  perform inventory.create_stock_count('demo-count-' || nth, (
      select array_agg(
        row(i.id, i.stock_quantity - i.place % 3, i.stock_quantity)::inventory.count_line
          order by i.sku)
      from (
        select g.id, g.sku, g.stock_quantity, row_number() over (order by g.sku) as place
        from inventory.item as g where g.stock_quantity > 5) as i
      where i.place % 3 = nth % 3), day, 'Kiểm kê định kỳ');
end
$f$;

do $$
declare
  today record;
  receipt_nth integer := 0;
  issue_nth integer := 0;
  payer agency.agency;
begin
  perform setseed(0.2026);
  create temporary table demo_price on commit drop as
  select i.id as item_id, i.import_price::numeric as price from inventory.item as i;

  perform pg_temp.act_as('admin');
  perform inventory.open_stock(
    array_agg(row(i.id, case i.sku when 'MH017' then 12
      else ceil(70000000 / i.import_price / 10) * 10 end, false)::inventory.issue_line),
    config.business_date() - 366)
  from inventory.item as i;
  perform pg_temp.act_as('warehouse');
  perform inventory.create_supplier('demo-supplier-1',
    'Công ty Phân phối Phương Nam', phone => '0900 000 101');
  perform inventory.create_supplier('demo-supplier-2',
    'Nhà máy Thực phẩm Bình Minh', phone => '0900 000 102');

  for today in select d.* from demo_day as d order by d.day loop
    for nth in 1..today.receipts loop
      receipt_nth := receipt_nth + 1;
      perform pg_temp.restock(receipt_nth, today.day);
    end loop;
    for nth in 1..today.issues loop
      issue_nth := issue_nth + 1;
      perform pg_temp.sell(issue_nth, today.day);
    end loop;
    for nth in 1..today.payments loop
      -- two agencies stopped paying long ago
      select a.* into payer from (
        select d.* from agency.agency as d
        where d.debt_amount > 3000000
          and (d.code not in ('DL0013', 'DL0017') or today.day < config.business_date() - 170)
        order by d.code offset 0) as a
      order by a.debt_amount * random() desc limit 1;
      if found then
        perform pg_temp.collect(payer, (0.2 + 0.6 * random())::numeric, today.day);
      end if;
    end loop;
    if (config.business_date() - today.day) in (280, 190, 100, 12) then
      perform pg_temp.count_shelf(config.business_date() - today.day, today.day);
    end if;
  end loop;
end
$$;
