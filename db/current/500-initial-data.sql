-- What every installation starts with. Written as the definer, because row-level security is
-- forced upon the owner too.
set local role sodaily_definer;

insert into auth.permission (code, description_vi, description_en) values
  ('user:read', 'Xem người dùng', 'See users'),
  ('user:write', 'Quản lý người dùng và vai trò', 'Manage users and roles'),
  ('agency:read', 'Xem đại lý', 'See agencies'),
  ('agency:write', 'Thêm, sửa đại lý', 'Add and edit agencies'),
  ('agency:approve', 'Duyệt, khóa đại lý', 'Approve and block agencies'),
  ('inventory:read', 'Xem mặt hàng, phiếu và tồn kho', 'See items, slips and stock'),
  ('inventory:write', 'Lập phiếu xuất', 'Write stock-out slips'),
  ('inventory:confirm', 'Xác nhận hàng đã rời kho', 'Confirm that goods left'),
  ('inventory:adjust', 'Nhập kho, kiểm kê', 'Take in goods, count stock'),
  ('finance:read', 'Xem công nợ và phiếu thu', 'See debt and payments'),
  ('finance:write', 'Lập phiếu thu', 'Record payments'),
  ('config:read', 'Xem quy định', 'See regulations'),
  ('config:write', 'Đổi quy định', 'Change regulations'),
  ('report:read', 'Xem báo cáo', 'See reports'),
  ('audit:read', 'Xem nhật ký kiểm toán', 'See the audit trail'),
  ('price:override', 'Đặt giá khác giá quy định', 'Set another price than the rule''s'),
  ('slip:cancel', 'Hủy phiếu', 'Cancel slips'),
  ('period:close', 'Khóa sổ', 'Close a period'),
  ('profile:read', 'Xem hồ sơ của mình', 'See one''s profile'),
  ('profile:write', 'Sửa hồ sơ của mình', 'Edit one''s profile');

insert into auth.role (code, name_vi, name_en, database_role) values
  ('admin', 'Quản trị', 'Administrator', 'sodaily_staff'),
  ('manager', 'Quản lý', 'Manager', 'sodaily_staff'),
  ('sales', 'Kinh doanh', 'Sales', 'sodaily_user'),
  ('warehouse', 'Thủ kho', 'Warehouse', 'sodaily_warehouse'),
  ('accountant', 'Kế toán', 'Accountant', 'sodaily_staff'),
  ('agency', 'Đại lý', 'Agency', 'sodaily_user'),
  ('auditor', 'Kiểm toán', 'Auditor', 'sodaily_auditor');

insert into auth.role_permission (role_id, permission_code)
select r.id, p.code
from auth.role as r
join auth.permission as p on case r.code
  when 'admin' then true
  when 'manager' then p.code in (
    'agency:read', 'agency:write', 'agency:approve', 'inventory:read', 'inventory:write',
    'inventory:confirm', 'finance:read', 'config:read', 'report:read', 'price:override',
    'slip:cancel', 'period:close')
  when 'sales' then p.code in (
    'agency:read', 'agency:write', 'inventory:read', 'inventory:write', 'inventory:confirm',
    'finance:read')
  when 'warehouse' then p.code in (
    'agency:read', 'inventory:read', 'inventory:confirm', 'inventory:adjust')
  when 'accountant' then p.code in (
    'agency:read', 'inventory:read', 'finance:read', 'finance:write', 'config:read',
    'report:read')
  when 'agency' then p.code in ('agency:read', 'inventory:read', 'finance:read')
  when 'auditor' then p.code in (
    'user:read', 'agency:read', 'inventory:read', 'finance:read', 'config:read', 'report:read',
    'audit:read')
end or p.code in ('profile:read', 'profile:write');

insert into config.regulation (key, value_type, min_value, max_value, description_vi, description_en)
values ('EXPORT_PRICE_RATIO', 'number', 0.5, 5,
  'Giá xuất = giá nhập × tỉ lệ này', 'Issue price = import price × this ratio');

insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '1.02', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key = 'EXPORT_PRICE_RATIO';

set local role sodaily_owner;
