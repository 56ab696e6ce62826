-- What somebody finds who opens the system this morning: work that waits, and things to worry
-- about.
do $$
declare
  near agency.agency;
  asked inventory.issue;
begin
  -- what left more than four days ago has arrived
  perform pg_temp.act_as('warehouse');
  perform inventory.deliver_issue('demo-delivered-' || d.code, d.id)
  from (
    select i.id, i.code from inventory.issue as i
    where i.issue_date < config.business_date() - 4 order by i.code) as d;

  -- two items are low, one of them since the rain came in
  perform inventory.create_stock_count('demo-count-damp',
    array[row(i.id, i.min_stock - 4, i.stock_quantity)::inventory.count_line],
    note => 'Gạo ẩm, loại bỏ')
  from inventory.item as i where i.sku = 'MH011';

  -- a delivery note found in a drawer: the shelf that was counted twelve days ago held its goods
  -- already
  perform inventory.create_receipt('demo-late-receipt', s.id,
    array[row(d.item_id, 6, p.price, false)::inventory.receipt_line], d.day,
    'Phiếu giao hàng tìm thấy muộn',
    counted => array[row(d.item_id, true)::inventory.counted_answer])
  from (
    select l.item_id, c.count_date - 2 as day
    from inventory.stock_count as c
    join inventory.stock_count_detail as l on l.stock_count_id = c.id and l.line_no = 1
    where c.count_date < config.business_date() order by c.count_date desc limit 1) as d
  cross join inventory.supplier as s
  cross join lateral inventory.import_prices_on(array[d.item_id], d.day) as p
  where s.name = 'Nhà máy Thực phẩm Bình Minh';

  -- mistakes and what became of them
  perform pg_temp.act_as('manager');
  perform inventory.cancel_issue('demo-cancelled-' || d.code, d.id, 'Lập nhầm đại lý')
  from (
    select i.id, i.code from inventory.issue as i
    where i.status = 'confirmed' and i.paid_now = 0
      and not exists (select from finance.payment_allocation as p where p.issue_id = i.id)
      and not exists (select from inventory.issue_return as r where r.issue_id = i.id)
    order by i.code desc limit 3) as d;
  perform finance.cancel_payment('demo-payment-cancelled', p.id, 'Ghi nhầm số tiền')
  from (
    select d.id from finance.payment as d
    where d.issue_id is null order by d.code desc limit 1) as p;

  -- one dealer at 95 % of the debt limit
  select a.* into strict near from agency.agency as a where a.code = 'DL0003';
  perform pg_temp.act_as('sales');
  perform inventory.create_issue('demo-near-limit', near.id, (
      select array_agg(row(i.id, floor(i.room / inventory.item_issue_price(i.item)),
        false)::inventory.issue_line)
      from (
        select g.id, g.item,
          (0.95 * (agency.debt_limit_of(near, config.business_date())).debt_limit
            - near.debt_amount) / count(*) over () as room
        from (
          select s.id, s as item from inventory.item as s
          where s.sku not in ('MH011', 'MH017')
          order by s.stock_quantity * s.import_price desc, s.sku limit 6) as g) as i),
    note => 'Hàng Tết đợt 1');

  -- two have paid all they owed when goods came back: one was given its money, one still has it
  -- with us
  for near in select a.* from agency.agency as a where a.code in ('DL0012', 'DL0014')
    order by a.code loop
    perform pg_temp.collect(near, 1, config.business_date());
    perform pg_temp.act_as('manager');
    perform inventory.create_issue_return('demo-return-paid-' || near.code, s.id,
      array[row(d.item_id, 1, false)::inventory.issue_line], reason => 'Hàng cận hạn dùng')
    from (
      select i.id from inventory.issue as i
      where i.agency_id = near.id and i.status in ('confirmed', 'delivered')
        and not exists (select from inventory.issue_return as r where r.issue_id = i.id)
      order by i.code desc limit 1) as s
    join inventory.issue_detail as d on d.agency_id = near.id and d.issue_id = s.id
      and d.line_no = 1;
  end loop;
  perform pg_temp.act_as('accountant');
  perform finance.create_refund('demo-refund', a.id, -a.debt_amount,
    note => 'Trả lại tiền hàng cận hạn')
  from agency.agency as a where a.code = 'DL0012';

  -- what was written wrong in the books of before, and a discount promised by word of mouth
  perform finance.create_adjustment('demo-adjustment-1', o.agency_id, 'down', 200000,
    'Đối chiếu sổ cũ: hóa đơn ghi thừa một thùng', opening_debt_id => o.id)
  from finance.opening_debt as o where o.document = 'HD-0461';
  perform finance.create_adjustment('demo-adjustment-2', a.id, 'up', 350000,
    'Phí giao hàng ngoài tuyến tháng trước',
    due_date => config.business_date() + 15)
  from agency.agency as a where a.code = 'DL0007';

  -- one that has not paid for months gets no more goods on credit
  perform pg_temp.act_as('manager');
  perform agency.set_agency_terms('demo-overdue', a.id, a.version,
    'Nợ quá hạn nhiều tháng', block_overdue_days => 60)
  from agency.agency as a where a.code = 'DL0017';

  -- one blocked for debts over ninety days old, one left for good, two waiting, one turned down
  perform pg_temp.act_as('manager');
  perform agency.block_agency('demo-blocked', a.id, 'Nợ quá hạn ba tháng')
  from agency.agency as a where a.code = 'DL0013';
  perform agency.terminate_agency('demo-terminated', a.id, 'Ngừng kinh doanh')
  from agency.agency as a where a.code = 'DL0016';
  perform pg_temp.act_as('sales');
  perform agency.create_agency('demo-new-' || w.nth, w.name, t.id, d.id, phone => w.phone,
    address => w.address, representative => w.representative)
  from (values
    (1, 'Tạp hóa Mười Hai', 'Quận 10', '0900 000 038', '9 Sư Vạn Hạnh', 'Trần Thị Mười Hai'),
    (2, 'Đại lý Phú Quý', 'Quận 1', '0900 000 039', '4 Pasteur', 'Lương Phú Quý'),
    (3, 'Cửa hàng Vô Danh', 'Quận 6', '0900 000 040', null, null)
  ) as w (nth, name, district_name, phone, address, representative)
  join agency.agency_type as t on t.name = 'Cấp 2'
  join agency.district as d on d.name = w.district_name
  order by w.nth;
  -- goods that a dealer wants to bring back: the warehouse has not seen them yet
  perform inventory.request_issue_return('demo-return-asked', d.id,
    array[row(d.item_id, 1, false)::inventory.issue_line], reason => 'Hàng cận hạn, khách xin trả')
  from (
    select i.id, l.item_id
    from inventory.issue as i
    join agency.agency as a on a.id = i.agency_id and a.code = 'DL0002'
    join inventory.issue_detail as l on l.issue_id = i.id and l.quantity > 2
    where i.status = 'delivered'
      and not exists (select from inventory.issue_return as r where r.issue_id = i.id)
    order by i.code desc, l.line_no limit 1) as d;
  perform pg_temp.act_as('manager');
  perform agency.reject_agency('demo-rejected', a.id, 'Không xác minh được địa chỉ')
  from agency.agency as a where a.name = 'Cửa hàng Vô Danh';

  -- requests that wait for staff, one of them postponed, one turned down
  perform pg_temp.act_as('agency');
  perform inventory.request_issue('demo-request-' || w.nth, a.id, (
      select array_agg(row(i.id, 2 * w.nth, false)::inventory.issue_line order by i.sku)
      from inventory.item as i where i.sku in ('MH001', 'MH005', 'MH00' || w.nth + 5)),
    case w.nth when 1 then 'Cần trước thứ sáu' end)
  from generate_series(1, 4) as w (nth) cross join agency.agency as a where a.code = 'DL0001';
  -- one was asked for anew, one confirmed with less than was asked for
  perform inventory.revise_request('demo-revised', i.id, i.version, (
      select array_agg(row(d.item_id, d.quantity + 1, false)::inventory.issue_line
        order by d.line_no)
      from inventory.issue_detail as d where d.issue_id = i.id),
    'Thêm mỗi loại một thùng', config.business_date() + 2)
  from inventory.issue as i where i.request_code is not null and i.status = 'requested'
  order by i.request_code desc limit 1;
  perform pg_temp.act_as('manager');
  perform inventory.confirm_issue('demo-cut', q.id, items => array[
    row(q.item_id, q.quantity - 1, false)::inventory.issue_line])
  from (
    select i.id, d.item_id, d.quantity
    from inventory.issue as i
    join inventory.issue_detail as d on d.issue_id = i.id and d.line_no = 1
    where i.request_code is not null and i.status = 'requested' and i.note is null
    order by i.request_code limit 1) as q;
  perform pg_temp.act_as('sales');
  perform inventory.request_issue('demo-request-5', a.id,
    array[row(i.id, 6, false)::inventory.issue_line], 'Khách gọi điện đặt')
  from agency.agency as a cross join inventory.item as i
  where a.code = 'DL0004' and i.sku = 'MH012';
  perform inventory.postpone_issue('demo-postponed', i.id, 'Chờ hàng về')
  from inventory.issue as i where i.note = 'Cần trước thứ sáu';
  select i.* into strict asked from inventory.issue as i
  where i.status = 'requested' and i.created_by = auth.current_user_id();
  perform inventory.reject_issue('demo-turned-down', asked.id, 'Khách đổi ý');

  -- cash taken with slips reached the till, but for the newest
  perform pg_temp.act_as('accountant');
  perform finance.hand_over_cash('demo-cash-' || d.part, array_agg(d.id))
  from (
    select p.id, (row_number() over (order by p.code desc) - 5) / 50 as part,
      row_number() over (order by p.code desc) as place
    from finance.payment as p
    where p.issue_id is not null and p.status = 'confirmed' and p.handed_over_at is null) as d
  where d.place > 4
  group by d.part;

  -- all months are closed but the last two and this one
  perform pg_temp.act_as('manager');
  perform finance.close_period('demo-closed',
    (date_trunc('month', config.business_date()) - interval '3 months')::date);
end
$$;

-- the old books are in
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, w.value, config.business_date(), 'Đã nhập xong sổ cũ'
from (values ('BACKDATE_DAYS', '15'), ('BACKDATE_FAR_DAYS', '31'),
  ('PRICE_JUMP_PERCENT', '20')) as w (key, value)
join config.regulation as r on r.key = w.key;

update auth.session set ended_at = now();
-- people start with the newest of each kind unread, not with a year of them
select count(*)
from graphile_worker.complete_jobs(array(
  select n.id
  from (
    select j.id, row_number() over (partition by j.task_identifier order by j.id desc) as place
    from graphile_worker.jobs as j) as n
  where n.place > 3));
delete from notification.announcement as a
using (
  select w.id,
    row_number() over (partition by w.kind order by w.created_at desc, w.id desc) as place
  from notification.announcement as w) as n
where a.id = n.id and n.place > 3;
select report.refresh(r.report) from unnest(array['monthly_sales', 'agency_ranking']) as r (report);
