-- The classic preset of tests: two types, two territories, four agencies, six items, one user a
-- role. Small enough to know by heart:
--   DL0001 and DL0002 belong to sales@, DL0001 is agency@; DL0003 is blocked; DL0004 nobody's.
--   TRON costs 1,000,000 ₫ to issue exactly (980,392 × 1.02 rounds up to it).

insert into auth."user" (email, full_name) values
  ('admin@sodaily.test', 'Trần Quản Trị'),
  ('manager@sodaily.test', 'Lê Thị Quản'),
  ('sales@sodaily.test', 'Nguyễn Văn Bán'),
  ('warehouse@sodaily.test', 'Phạm Thủ Kho'),
  ('accountant@sodaily.test', 'Đỗ Thị Kế'),
  ('auditor@sodaily.test', 'Vũ Kiểm Toán'),
  ('agency@sodaily.test', 'Cô Ba');
insert into auth.user_role (user_id, role_id)
select u.id, r.id from auth."user" as u join auth.role as r on r.code = split_part(u.email, '@', 1);

-- tests that are about the second factor switch it on
update auth.role set is_second_factor_required = false where code = 'admin';

insert into agency.agency_type (name, debt_limit) values ('Loại 1', 10000000), ('Loại 2', 5000000);
insert into agency.district (city, name)
  values ('TP. Hồ Chí Minh', 'Quận 1'), ('TP. Hồ Chí Minh', 'Quận 2');
insert into agency.agency (
  code, name, agency_type_id, district_id, phone, reception_date, status, status_reason)
select w.code, w.name, t.id, d.id, w.phone, date '2024-01-15', w.status,
  case w.status when 'blocked' then 'Nợ quá hạn' end
from (values
  ('DL0001', 'Tạp hóa Cô Ba', 'Loại 1', 'Quận 1', '0900000001', 'active'),
  ('DL0002', 'Đại lý Minh Phát', 'Loại 2', 'Quận 1', '0900000002', 'active'),
  ('DL0003', 'Đại lý Hưng Thịnh', 'Loại 1', 'Quận 2', '0900000003', 'blocked'),
  ('DL0004', 'Cửa hàng An Khang', 'Loại 1', 'Quận 2', '0900000004', 'active')
) as w (code, name, type_name, district_name, phone, status)
join agency.agency_type as t on t.name = w.type_name
join agency.district as d on d.name = w.district_name;
insert into auth.user_agency (user_id, agency_id)
select u.id, a.id from auth."user" as u join agency.agency as a on
  u.email = 'sales@sodaily.test' and a.code in ('DL0001', 'DL0002', 'DL0003')
  or u.email = 'agency@sodaily.test' and a.code = 'DL0001';

insert into inventory.unit (name, is_decimal)
  values ('Thùng', false), ('Chai', false), ('Kg', true);
insert into inventory.item (sku, item_name, unit_id, import_price, is_active)
select w.sku, w.item_name, u.id, w.import_price, w.is_active
from (values
  ('TRON', 'Hàng giá tròn một triệu', 'Thùng', 980392, true),
  ('MI', 'Mì Hảo Hảo thùng 30 gói', 'Thùng', 108000, true),
  ('LE', 'Dầu ăn giá lẻ', 'Chai', 12345, true),
  ('DUONG', 'Đường Biên Hòa', 'Kg', 24500, true),
  ('CUOI', 'Nước mắm chai cuối cùng', 'Chai', 31000, true),
  ('NGUNG', 'Hàng đã ngừng bán', 'Chai', 10000, false)
) as w (sku, item_name, unit_name, import_price, is_active)
join inventory.unit as u on u.name = w.unit_name;

-- tests write into any day at any price: those that are about bounds set their own
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, case when r.key = 'PRICE_JUMP_PERCENT' then '' else '9999' end, date '2000-01-02',
  'Dữ liệu thử ghi vào mọi ngày'
from config.regulation as r
where r.key in ('BACKDATE_DAYS', 'BACKDATE_FAR_DAYS', 'PRICE_JUMP_PERCENT');

-- opening stock through the real function, as the administrator
insert into auth.session (user_id, refresh_token_hash, expires_at)
select u.id, sha256('classic seed'), now() + interval '1 minute'
from auth."user" as u where u.email = 'admin@sodaily.test';
select
  set_config('app.session_id', s.id::text, true),
  set_config('app.current_user_id', s.user_id::text, true)
from auth.session as s;
select inventory.open_stock(
  array_agg(row(i.id, q.quantity, false)::inventory.issue_line), date '2024-01-01')
from (values ('TRON', 100), ('MI', 50), ('LE', 1000), ('DUONG', 20.5), ('CUOI', 1), ('NGUNG', 10))
  as q (sku, quantity)
join inventory.item as i on i.sku = q.sku;
update auth.session set ended_at = now();
