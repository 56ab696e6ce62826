-- Who works here, whom they sell to and what: as many as the plan says.
insert into auth."user" (email, full_name) values
  ('admin@sodaily.test', 'Trần Quốc Bảo'),
  ('manager@sodaily.test', 'Lê Thị Thu Hà'),
  ('sales@sodaily.test', 'Nguyễn Văn Lộc'),
  ('warehouse@sodaily.test', 'Phạm Văn Tâm'),
  ('accountant@sodaily.test', 'Đỗ Ngọc Ánh'),
  ('auditor@sodaily.test', 'Vũ Minh Khôi'),
  ('agency@sodaily.test', 'Huỳnh Thị Ba');
insert into auth.user_role (user_id, role_id)
select u.id, r.id from auth."user" as u join auth.role as r on r.code = split_part(u.email, '@', 1);
create temporary table person on commit drop as
select split_part(u.email, '@', 1) as role, u.id from auth."user" as u;

insert into agency.agency_type (name, debt_limit)
  values ('Cấp 1', 1000000000), ('Cấp 2', 500000000);
insert into agency.district (city, name, max_agencies)
select 'TP. Hồ Chí Minh', 'Địa bàn ' || lpad(d::text, 2, '0'), p.agencies / 20 + 5
from plan as p cross join generate_series(1, 20) as d;

insert into agency.agency (id, code, name, agency_type_id, district_id, reception_date, status,
  approved_at, approved_by, created_at)
overriding system value
select pg_temp.key('agency', n), 'DL' || lpad(n::text, greatest(4, length(n::text)), '0'),
  (array['Tạp hóa', 'Đại lý', 'Cửa hàng', 'Bách hóa'])[1 + n % 4] || ' '
    || (array['Minh Phát', 'Hưng Thịnh', 'An Khang', 'Bình An', 'Ngọc Ánh'])[1 + n / 4 % 5]
    || ' ' || n,
  t.id, d.id, p.first_day - 30, 'active', p.first_day - 30, m.id, p.first_day - 30
from plan as p
cross join generate_series(1, p.agencies) as n
join agency.agency_type as t on t.name = case when n % 3 = 0 then 'Cấp 1' else 'Cấp 2' end
join agency.district as d on d.name = 'Địa bàn ' || lpad((1 + n % 20)::text, 2, '0')
join person as m on m.role = 'manager'
order by n;
insert into auth.user_agency (user_id, agency_id)
select w.id, pg_temp.key('agency', n)
from plan as p
cross join generate_series(1, least(20, p.agencies)) as n
join person as w on w.role = 'sales' or w.role = 'agency' and n = 1;

insert into inventory.unit (name, is_decimal) values ('Thùng', false), ('Kg', true);
-- every tenth item is weighed; prices of the first month, đồng
create temporary table goods on commit drop as
select n, n % 10 = 0 as is_decimal,
  1000 * (10 + floor(490 * pg_temp.chance(10, n)))::numeric as price
from plan as p cross join generate_series(1, p.items) as n;
insert into inventory.item (id, sku, item_name, unit_id, import_price, min_stock, created_at)
overriding system value
select pg_temp.key('item', g.n), 'MH' || lpad(g.n::text, greatest(5, length(g.n::text)), '0'),
  (array['Mì', 'Nước mắm', 'Dầu ăn', 'Sữa', 'Bia', 'Đường', 'Gạo', 'Bột giặt'])[1 + g.n % 8]
    || ' số ' || g.n, u.id, g.price, 20, p.first_day
from plan as p cross join goods as g
join inventory.unit as u on u.is_decimal = g.is_decimal
order by g.n;

-- one supplier for fifty items
insert into inventory.supplier (id, code, name, created_at, created_by)
overriding system value
select pg_temp.key('supplier', n), 'NCC' || lpad(n::text, 4, '0'), 'Nhà cung cấp ' || n,
  p.first_day, w.id
from plan as p
cross join generate_series(1, (p.items + 49) / 50) as n
join person as w on w.role = 'warehouse'
order by n;
