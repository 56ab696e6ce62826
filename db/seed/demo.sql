-- Demo data: a small distributor in Thành phố Hồ Chí Minh. Master data is inserted, history is made
-- by the functions people call, with a fixed random seed. Names, phones and mails are invented.
begin;
set local role sodaily_definer;

insert into auth."user" (email, full_name, phone) values
  ('admin@sodaily.test', 'Trần Quốc Bảo', '0900 000 001'),
  ('manager@sodaily.test', 'Lê Thị Thu Hà', '0900 000 002'),
  ('sales@sodaily.test', 'Nguyễn Văn Lộc', '0900 000 003'),
  ('warehouse@sodaily.test', 'Phạm Văn Tâm', '0900 000 004'),
  ('accountant@sodaily.test', 'Đỗ Ngọc Ánh', '0900 000 005'),
  ('auditor@sodaily.test', 'Vũ Minh Khôi', '0900 000 006'),
  ('agency@sodaily.test', 'Huỳnh Thị Ba', '0900 000 007');
insert into auth.user_role (user_id, role_id)
select u.id, r.id from auth."user" as u join auth.role as r on r.code = split_part(u.email, '@', 1);

insert into agency.agency_type (name, max_debt) values ('Cấp 1', 500000000), ('Cấp 2', 200000000);
insert into agency.district (city, name)
select 'TP. Hồ Chí Minh', w.name
from unnest(array[
  'Quận 1', 'Quận 2', 'Quận 3', 'Quận 4', 'Quận 5', 'Quận 6', 'Quận 7', 'Quận 8', 'Quận 9',
  'Quận 10', 'Quận 11', 'Quận 12', 'Bình Tân', 'Bình Thạnh', 'Gò Vấp', 'Phú Nhuận', 'Tân Bình',
  'Tân Phú', 'Thủ Đức', 'Bình Chánh']) as w (name);

insert into agency.agency (
  code, name, agency_type_id, district_id, ward, address, phone, email, representative,
  reception_date, status, status_reason)
select w.code, w.name, t.id, d.id, w.ward, w.address,
  '0900 000 0' || right(w.code, 2), lower(w.code) || '@example.com', w.representative,
  config.business_date() - w.age, w.status,
  case w.status when 'blocked' then 'Nợ quá hạn ba tháng' when 'terminated' then 'Ngừng kinh doanh' end
from (values
  ('DL0001', 'Tạp hóa Cô Ba', 'Cấp 2', 'Quận 1', 'Bến Thành', '12 Lê Thánh Tôn', 'Huỳnh Thị Ba', 720, 'active'),
  ('DL0002', 'Đại lý Minh Phát', 'Cấp 1', 'Quận 1', 'Đa Kao', '45 Đinh Tiên Hoàng', 'Trần Minh Phát', 700, 'active'),
  ('DL0003', 'Đại lý Hưng Thịnh Phát', 'Cấp 2', 'Bình Thạnh', 'Phường 25', '210 Xô Viết Nghệ Tĩnh', 'Lý Hưng', 640, 'active'),
  ('DL0004', 'Cửa hàng An Khang', 'Cấp 2', 'Gò Vấp', 'Phường 5', '88 Nguyễn Oanh', 'Bùi An Khang', 610, 'active'),
  ('DL0005', 'Bách hóa Bình An', 'Cấp 1', 'Tân Bình', 'Phường 4', '301 Hoàng Văn Thụ', 'Ngô Thị Bình', 580, 'active'),
  ('DL0006', 'Tạp hóa Chú Sáu', 'Cấp 2', 'Quận 4', 'Phường 3', '17 Tôn Đản', 'Võ Văn Sáu', 540, 'active'),
  ('DL0007', 'Đại lý Thành Công', 'Cấp 1', 'Thủ Đức', 'Linh Trung', '9 Võ Văn Ngân', 'Đặng Thành Công', 500, 'active'),
  ('DL0008', 'Cửa hàng Hoàng Gia', 'Cấp 2', 'Phú Nhuận', 'Phường 7', '54 Phan Xích Long', 'Hoàng Gia Bảo', 470, 'active'),
  ('DL0009', 'Đại lý Ngọc Ánh', 'Cấp 2', 'Quận 7', 'Tân Quy', '102 Lê Văn Lương', 'Trịnh Ngọc Ánh', 430, 'active'),
  ('DL0010', 'Tạp hóa Dì Năm', 'Cấp 2', 'Bình Chánh', 'Bình Hưng', '66 Quốc lộ 50', 'Phan Thị Năm', 390, 'active'),
  ('DL0011', 'Đại lý Trường Thọ', 'Cấp 1', 'Thủ Đức', 'Trường Thọ', '5 Đặng Văn Bi', 'Mai Trường Thọ', 350, 'active'),
  ('DL0012', 'Bách hóa Việt Hùng', 'Cấp 2', 'Tân Phú', 'Sơn Kỳ', '72 Tân Kỳ Tân Quý', 'Đinh Việt Hùng', 300, 'active'),
  ('DL0013', 'Đại lý Song Nguyễn', 'Cấp 2', 'Quận 10', 'Phường 12', '140 Thành Thái', 'Nguyễn Song', 260, 'blocked'),
  ('DL0014', 'Cửa hàng Hải Đăng', 'Cấp 2', 'Quận 8', 'Phường 1', '23 Dương Bá Trạc', 'Lâm Hải Đăng', 20, 'pending'),
  ('DL0015', 'Tạp hóa Út Mười', 'Cấp 2', 'Bình Tân', 'An Lạc', '350 Kinh Dương Vương', 'Cao Văn Mười', 9, 'pending'),
  ('DL0016', 'Đại lý Bảo Châu', 'Cấp 2', 'Quận 5', 'Phường 8', '18 Nguyễn Trãi', 'Hồ Bảo Châu', 650, 'terminated')
) as w (code, name, type_name, district_name, ward, address, representative, age, status)
join agency.agency_type as t on t.name = w.type_name
join agency.district as d on d.name = w.district_name;

insert into auth.user_agency (user_id, agency_id)
select u.id, a.id from auth."user" as u join agency.agency as a on
  u.email = 'sales@sodaily.test' and a.code <= 'DL0010'
  or u.email = 'agency@sodaily.test' and a.code = 'DL0001';

insert into inventory.unit (name, is_decimal) values
  ('Thùng', false), ('Chai', false), ('Gói', false), ('Lon', false), ('Hộp', false),
  ('Túi', false), ('Kg', true), ('Lít', true), ('Bao', false), ('Can', false);
insert into inventory.item (sku, item_name, unit_id, barcode, import_price, min_stock)
select w.sku, w.item_name, u.id, '8930000000' || right(w.sku, 3), w.import_price, w.min_stock
from (values
  ('MH001', 'Bia Tiger thùng 24 lon', 'Thùng', 345000, 40),
  ('MH002', 'Bia Sài Gòn Special thùng 24 lon', 'Thùng', 328000, 40),
  ('MH003', 'Coca-Cola thùng 24 lon', 'Thùng', 182000, 40),
  ('MH004', 'Nước suối Aquafina thùng 24 chai', 'Thùng', 92000, 30),
  ('MH005', 'Mì Hảo Hảo tôm chua cay thùng 30 gói', 'Thùng', 108000, 60),
  ('MH006', 'Phở bò Vifon thùng 24 gói', 'Thùng', 146000, 20),
  ('MH007', 'Dầu ăn Neptune 1L', 'Chai', 48000, 60),
  ('MH008', 'Dầu ăn Tường An can 5L', 'Can', 225000, 20),
  ('MH009', 'Đường Biên Hòa 1kg', 'Gói', 24500, 60),
  ('MH010', 'Gạo ST25 túi 5kg', 'Túi', 160000, 30),
  ('MH011', 'Gạo Nàng Thơm bao 25kg', 'Bao', 512000, 10),
  ('MH012', 'Sữa Vinamilk thùng 48 hộp', 'Thùng', 325000, 30),
  ('MH013', 'Sữa đặc Ông Thọ 380g', 'Hộp', 24000, 60),
  ('MH014', 'Nước mắm Nam Ngư 750ml', 'Chai', 31000, 60),
  ('MH015', 'Nước tương Maggi 700ml', 'Chai', 27500, 40),
  ('MH016', 'Bột giặt OMO 3kg', 'Túi', 118000, 30),
  ('MH017', 'Nước rửa chén Sunlight 3,6kg', 'Can', 96500, 20),
  ('MH018', 'Cà phê G7 hộp 21 gói', 'Hộp', 56000, 40),
  ('MH019', 'Hạt nêm Knorr 900g', 'Gói', 72000, 30),
  ('MH020', 'Đậu phộng rang cân', 'Kg', 68000, 15)
) as w (sku, item_name, unit_name, import_price, min_stock)
join inventory.unit as u on u.name = w.unit_name;

-- sessions of those who make the history; ended below
insert into auth.session (user_id, refresh_token_hash, expires_at)
select u.id, sha256(convert_to('demo ' || u.email, 'UTF8')), now() + interval '10 minutes'
from auth."user" as u;

do $$
declare
  slip_count constant integer := 72;
  acts_as text;
  buyer agency.agency;
  nth integer;
  wanted inventory.issue_line[];
  worth numeric;
begin
  perform setseed(0.2026);
  -- sets who is asking, as the server does for a request
  create function pg_temp.act_as(email text) returns void language sql as $f$
    select set_config('app.session_id', s.id::text, true),
      set_config('app.current_user_id', s.user_id::text, true)
    from auth.session as s join auth."user" as u on u.id = s.user_id
    where u.email = act_as.email and s.ended_at is null
  $f$;

  perform pg_temp.act_as('admin@sodaily.test');
  perform inventory.open_stock(
    array_agg(row(i.id, case i.sku when 'MH017' then 12 when 'MH011' then 64 when 'MH020' then 210.5
      else 1600 + (i.import_price % 7) * 150 end)::inventory.issue_line),
    config.business_date() - 120)
  from inventory.item as i;

  for nth in 1..slip_count loop
    -- sorted before it is shuffled: the same seed gives the same history on every machine
    select a.* into buyer from (
      select d.* from agency.agency as d
      where d.status = 'active' and d.code <> 'DL0003' order by d.code offset 0) as a
    order by random() limit 1;
    acts_as := case when buyer.code <= 'DL0010' then 'sales' else 'manager' end;
    perform pg_temp.act_as(acts_as || '@sodaily.test');
    select array_agg(row(p.id, p.quantity)::inventory.issue_line),
      sum(p.quantity * inventory.item_issue_price(p.item))
    into wanted, worth
    from (
      select i.id, i.item, 5 + floor(random() * 45) as quantity
      from (
        select g.id, g as item from inventory.item as g
        where g.sku not in ('MH011', 'MH017') order by g.sku offset 0) as i
      order by random() limit 2 + floor(random() * 4)) as p;
    perform inventory.create_issue(
      'demo-' || nth, buyer.id, wanted,
      config.business_date() - (slip_count - nth),
      case when nth % 4 = 0 then floor(worth / 2000) * 1000 else 0 end,
      case when nth % 9 = 0 then 'Giao buổi sáng, gọi trước 30 phút' end);
  end loop;

  -- goods come in from two suppliers, at the prices of the list
  perform pg_temp.act_as('admin@sodaily.test');
  perform inventory.create_supplier('demo-supplier-1', 'Công ty Phân phối Phương Nam', phone => '0900 000 101');
  perform inventory.create_supplier('demo-supplier-2', 'Nhà máy Thực phẩm Bình Minh', phone => '0900 000 102');
  perform inventory.create_receipt('demo-receipt-' || w.nth, s.id, (
      select array_agg(row(i.id, 100, i.import_price)::inventory.receipt_line order by i.sku)
      from inventory.item as i
      where right(i.sku, 1) = w.nth::text and i.sku not in ('MH011', 'MH017')),
    config.business_date() - 10 * w.nth)
  from generate_series(1, 6) as w (nth)
  join inventory.supplier as s
    on s.code = (select u.code from inventory.supplier as u order by u.code offset w.nth % 2 limit 1);

  -- agencies pay part of what they owe
  perform pg_temp.act_as('accountant@sodaily.test');
  perform finance.create_payment('demo-payment-' || d.code, d.id, floor(d.debt_amount / 3000) * 1000,
    config.business_date() - 3, case when right(d.code, 1) in ('2', '5', '8') then 'bank' else 'cash' end)
  from (
    select a.id, a.code, a.debt_amount from agency.agency as a
    where a.debt_amount > 3000000 order by a.code) as d;

  -- what left more than a week ago has arrived; one slip was a mistake
  perform pg_temp.act_as('warehouse@sodaily.test');
  perform inventory.deliver_issue('demo-delivered-' || d.code, d.id)
  from (
    select i.id, i.code from inventory.issue as i
    where i.issue_date < config.business_date() - 7 order by i.code) as d;
  perform pg_temp.act_as('manager@sodaily.test');
  perform inventory.cancel_issue('demo-cancelled', i.id, 'Lập nhầm đại lý')
  from inventory.issue as i where i.code like '%000070';

  -- requests that wait for staff
  perform pg_temp.act_as('agency@sodaily.test');
  perform inventory.request_issue('demo-request-' || w.nth, a.id, (
      select array_agg(row(i.id, 4 * w.nth)::inventory.issue_line order by i.sku)
      from inventory.item as i where i.sku in ('MH001', 'MH005', 'MH00' || w.nth + 6)),
    case w.nth when 1 then 'Cần trước thứ sáu' end)
  from generate_series(1, 3) as w (nth) cross join agency.agency as a where a.code = 'DL0001';
  perform pg_temp.act_as('sales@sodaily.test');
  perform inventory.postpone_issue('demo-postponed', i.id, 'Chờ hàng về')
  from inventory.issue as i where i.note = 'Cần trước thứ sáu';

  -- one dealer at about 95 % of the ceiling
  perform pg_temp.act_as('sales@sodaily.test');
  perform inventory.create_issue(
    'demo-near-limit', a.id,
    array[row(i.id, floor(190000000 / inventory.item_issue_price(i)))::inventory.issue_line],
    config.business_date(), 0, 'Hàng Tết đợt 1')
  from agency.agency as a cross join inventory.item as i
  where a.code = 'DL0003' and i.sku = 'MH012';
end
$$;

update auth.session set ended_at = now();
-- people start with the newest slips unread, not with two months of them
select count(*)
from graphile_worker.complete_jobs(array(
  select j.id from graphile_worker.jobs as j
  where j.task_identifier = 'notify_issue_created'
  order by j.id desc
  offset 3));
select report.refresh('monthly_sales');
commit;
