-- Who works here and whom they sell to. Names, phones and mails are invented.
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

-- invented, too; the account is none that anybody could pay into
insert into config.company_profile (
  version, name, address, tax_code, phone, email, signing_place, bank_bin, bank_account,
  bank_holder, representative, representative_title)
values (
  1, 'Công ty TNHH Phân phối Đại Phát',
  '128 Kinh Dương Vương, phường An Lạc, TP. Hồ Chí Minh', '0312345670', '028 3750 0000',
  'lienhe@example.com', 'TP. Hồ Chí Minh', '970436', '0071000123456', 'CONG TY TNHH DAI PHAT',
  'Lê Thị Thu Hà', 'Giám đốc');

-- the year is written on one day; the last file puts the days back
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, case when r.key = 'PRICE_JUMP_PERCENT' then '' else '9999' end, date '2000-01-02',
  'Nhập sổ cũ'
from config.regulation as r
where r.key in ('BACKDATE_DAYS', 'BACKDATE_FAR_DAYS', 'PRICE_JUMP_PERCENT');

-- a demo may be looked at without an app
update auth.role set is_second_factor_required = false where code = 'admin';

-- the big ones have longer to pay
insert into agency.agency_type (name, debt_limit, payment_term_days)
values ('Cấp 1', 500000000, 45), ('Cấp 2', 200000000, null);
insert into agency.district (city, name)
select 'TP. Hồ Chí Minh', w.name
from unnest(array[
  'Quận 1', 'Quận 2', 'Quận 3', 'Quận 4', 'Quận 5', 'Quận 6', 'Quận 7', 'Quận 8', 'Quận 9',
  'Quận 10', 'Quận 11', 'Quận 12', 'Bình Tân', 'Bình Thạnh', 'Gò Vấp', 'Phú Nhuận', 'Tân Bình',
  'Tân Phú', 'Thủ Đức', 'Bình Chánh']) as w (name);

-- Quận 1 is full; age is the number of days since the agency was received
insert into agency.agency (
  code, name, agency_type_id, district_id, ward, address, phone, email, representative,
  reception_date, status)
select w.code, w.name, t.id, d.id, w.ward, w.address,
  '0900 000 0' || right(w.code, 2), lower(w.code) || '@example.com', w.representative,
  config.business_date() - w.age, 'active'
from (values
  ('DL0001', 'Tạp hóa Cô Ba', 'Cấp 2', 'Quận 1', 'Bến Thành', '12 Lê Thánh Tôn',
    'Huỳnh Thị Ba', 720),
  ('DL0002', 'Đại lý Minh Phát', 'Cấp 1', 'Quận 1', 'Đa Kao', '45 Đinh Tiên Hoàng',
    'Trần Minh Phát', 700),
  ('DL0003', 'Đại lý Hưng Thịnh Phát', 'Cấp 2', 'Bình Thạnh', 'Phường 25', '210 Xô Viết Nghệ Tĩnh',
    'Lý Hưng', 640),
  ('DL0004', 'Cửa hàng An Khang', 'Cấp 2', 'Gò Vấp', 'Phường 5', '88 Nguyễn Oanh',
    'Bùi An Khang', 610),
  ('DL0005', 'Bách hóa Bình An', 'Cấp 1', 'Tân Bình', 'Phường 4', '301 Hoàng Văn Thụ',
    'Ngô Thị Bình', 580),
  ('DL0006', 'Tạp hóa Chú Sáu', 'Cấp 2', 'Quận 4', 'Phường 3', '17 Tôn Đản', 'Võ Văn Sáu', 540),
  ('DL0007', 'Đại lý Thành Công', 'Cấp 1', 'Thủ Đức', 'Linh Trung', '9 Võ Văn Ngân',
    'Đặng Thành Công', 500),
  ('DL0008', 'Cửa hàng Hoàng Gia', 'Cấp 2', 'Phú Nhuận', 'Phường 7', '54 Phan Xích Long',
    'Hoàng Gia Bảo', 470),
  ('DL0009', 'Đại lý Ngọc Ánh', 'Cấp 2', 'Quận 7', 'Tân Quy', '102 Lê Văn Lương',
    'Trịnh Ngọc Ánh', 430),
  ('DL0010', 'Tạp hóa Dì Năm', 'Cấp 2', 'Bình Chánh', 'Bình Hưng', '66 Quốc lộ 50',
    'Phan Thị Năm', 420),
  ('DL0011', 'Đại lý Trường Thọ', 'Cấp 1', 'Thủ Đức', 'Trường Thọ', '5 Đặng Văn Bi',
    'Mai Trường Thọ', 415),
  ('DL0012', 'Bách hóa Việt Hùng', 'Cấp 2', 'Tân Phú', 'Sơn Kỳ', '72 Tân Kỳ Tân Quý',
    'Đinh Việt Hùng', 410),
  ('DL0013', 'Đại lý Song Nguyễn', 'Cấp 2', 'Quận 10', 'Phường 12', '140 Thành Thái',
    'Nguyễn Song', 405),
  ('DL0014', 'Cửa hàng Hải Đăng', 'Cấp 2', 'Quận 8', 'Phường 1', '23 Dương Bá Trạc',
    'Lâm Hải Đăng', 400),
  ('DL0015', 'Tạp hóa Út Mười', 'Cấp 2', 'Bình Tân', 'An Lạc', '350 Kinh Dương Vương',
    'Cao Văn Mười', 400),
  ('DL0016', 'Đại lý Bảo Châu', 'Cấp 2', 'Quận 5', 'Phường 8', '18 Nguyễn Trãi',
    'Hồ Bảo Châu', 650),
  ('DL0017', 'Đại lý Tân Lập', 'Cấp 2', 'Quận 12', 'Hiệp Thành', '31 Nguyễn Ảnh Thủ',
    'Tô Tân Lập', 520),
  ('DL0018', 'Tạp hóa Bà Tư', 'Cấp 2', 'Quận 3', 'Võ Thị Sáu', '7 Bà Huyện Thanh Quan',
    'Lê Thị Tư', 515),
  ('DL0019', 'Bách hóa Kim Ngân', 'Cấp 1', 'Quận 6', 'Phường 11', '90 Hậu Giang',
    'Quách Kim Ngân', 510),
  ('DL0020', 'Đại lý Đại Phúc', 'Cấp 2', 'Quận 9', 'Phước Long B', '44 Đỗ Xuân Hợp',
    'Chu Đại Phúc', 505),
  ('DL0021', 'Cửa hàng Phương Linh', 'Cấp 2', 'Quận 2', 'Thảo Điền', '19 Xuân Thủy',
    'Dương Phương Linh', 490),
  ('DL0022', 'Đại lý Hòa Bình', 'Cấp 1', 'Quận 11', 'Phường 5', '260 Lạc Long Quân',
    'Trương Hòa', 480),
  ('DL0023', 'Tạp hóa Anh Hai', 'Cấp 2', 'Bình Tân', 'Tân Tạo', '15 Tên Lửa',
    'Nguyễn Văn Hai', 475),
  ('DL0024', 'Đại lý Vạn Lợi', 'Cấp 2', 'Quận 5', 'Phường 11', '77 Trần Hưng Đạo B',
    'Lưu Vạn Lợi', 460),
  ('DL0025', 'Cửa hàng Sao Mai', 'Cấp 2', 'Gò Vấp', 'Phường 17', '120 Lê Đức Thọ',
    'Kiều Sao Mai', 455),
  ('DL0026', 'Bách hóa Gia Hưng', 'Cấp 1', 'Tân Phú', 'Hòa Thạnh', '8 Lũy Bán Bích',
    'Thái Gia Hưng', 450),
  ('DL0027', 'Đại lý Thiên Ân', 'Cấp 2', 'Quận 1', 'Cầu Ông Lãnh', '63 Nguyễn Thái Học',
    'Vương Thiên Ân', 440),
  ('DL0028', 'Tạp hóa Chị Đẹp', 'Cấp 2', 'Quận 1', 'Tân Định', '28 Hai Bà Trưng',
    'Bạch Thị Đẹp', 435),
  ('DL0029', 'Đại lý Nam Long', 'Cấp 2', 'Quận 7', 'Phú Mỹ', '5 Huỳnh Tấn Phát',
    'Hứa Nam Long', 425),
  ('DL0030', 'Cửa hàng Mỹ Duyên', 'Cấp 2', 'Phú Nhuận', 'Phường 2', '39 Phan Đăng Lưu',
    'Tạ Mỹ Duyên', 410),
  ('DL0031', 'Đại lý Quang Vinh', 'Cấp 1', 'Bình Chánh', 'Tân Kiên', '2 Nguyễn Cửu Phú',
    'Lục Quang Vinh', 400),
  ('DL0032', 'Tạp hóa Bé Chín', 'Cấp 2', 'Quận 8', 'Phường 7', '51 Phạm Thế Hiển',
    'Ông Văn Chín', 300),
  ('DL0033', 'Đại lý Hiệp Thành', 'Cấp 2', 'Quận 12', 'Thới An', '84 Lê Văn Khương',
    'Mạc Hiệp Thành', 280),
  ('DL0034', 'Bách hóa Tâm An', 'Cấp 2', 'Bình Thạnh', 'Phường 13', '17 Nơ Trang Long',
    'Khổng Tâm An', 220),
  ('DL0035', 'Cửa hàng Bảy Hiền', 'Cấp 2', 'Tân Bình', 'Phường 11', '3 Lạc Long Quân',
    'Giang Bảy Hiền', 160),
  ('DL0036', 'Đại lý Cát Tường', 'Cấp 2', 'Quận 3', 'Phường 9', '65 Trần Quốc Thảo',
    'Ngụy Cát Tường', 120),
  ('DL0037', 'Tạp hóa Thím Tám', 'Cấp 2', 'Quận 4', 'Phường 13', '12 Xóm Chiếu', 'Vi Thị Tám', 60)
) as w (code, name, type_name, district_name, ward, address, representative, age)
join agency.agency_type as t on t.name = w.type_name
join agency.district as d on d.name = w.district_name;

-- one that paid late too often has less time than its type
with changed as (
  update agency.agency set payment_term_days = 15 where code = 'DL0024' returning id)
insert into agency.agency_terms_change (agency_id, payment_term_days, reason, created_by)
select c.id, 15, 'Hay trả chậm, rút ngắn hạn nợ', u.id
from changed as c, auth."user" as u where u.email = 'manager@sodaily.test';

insert into auth.user_agency (user_id, agency_id)
select u.id, a.id from auth."user" as u join agency.agency as a on
  u.email = 'sales@sodaily.test' and a.code <= 'DL0010'
  or u.email = 'agency@sodaily.test' and a.code = 'DL0001';

-- sessions of those who make the history; ended by the last file
insert into auth.session (user_id, refresh_token_hash, expires_at)
select u.id, sha256(convert_to('demo ' || u.email, 'UTF8')), now() + interval '10 minutes'
from auth."user" as u;
