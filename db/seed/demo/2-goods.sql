-- What is sold, at the import prices of today. Real brands, because people know what they cost.
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
