"""Makes worker/test/corpus: lists as other programs and people write them, with what has to be
understood of each. Made by `npm run corpus` (Python 3 with openpyxl 3.1.5) and committed, so that
`npm test` needs npm alone. No file of anybody else is copied: shapes are imitated, names invented.
"""

import datetime
import json
import pathlib
import re
import unicodedata
import zipfile

from openpyxl import Workbook

HERE = pathlib.Path(__file__).resolve().parents[2] / "worker" / "test" / "corpus"
shapes = []


def shape(name, what, expected, title):
    shapes.append({"file": name, "what": what, "title": title, **expected})


def text(name, what, title, lines, expected, encoding="utf-8", end="\n"):
    (HERE / name).write_bytes(end.join(lines).encode(encoding))
    shape(name, what, expected, title)


def book(name, what, title, rows, expected, change=None):
    made = Workbook()
    # the same bytes each time
    made.properties.created = made.properties.modified = datetime.datetime(2026, 11, 30)
    sheet = made.active
    sheet.title = "Sheet1"
    for row in rows:
        sheet.append(row)
    if change:
        change(made, sheet)
    path = HERE / name
    made.save(path)
    steady(path)
    shape(name, what, expected, title)


def steady(path, change=lambda part, text: text):
    """Writes a package anew without the hour in it; `change` may change its parts."""
    with zipfile.ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts:
            if part == "docProps/core.xml":
                data = re.sub(rb"2\d{3}-\d\d-\d\dT[\d:]+Z", b"2026-11-30T00:00:00Z", data)
            info = zipfile.ZipInfo(part, (2026, 11, 30, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, change(part, data))


def understood(head, columns, rows, first, faults=(), left_out=(), last=None):
    return {
        "head": head,
        "columns": columns,
        "rows": rows,
        "first": first,
        "faults": list(faults),
        "leftOut": list(left_out),
        **({"last": last} if last else {}),
    }


ITEM = {"sku": "SP000123", "item_name": "Bánh quy bơ", "unit": "Hộp", "import_price": "45000"}

# --- products -----------------------------------------------------------------------------------

book(
    "kiotviet_products.xlsx", "items", "KiotViet: list of products",
    [
        ["Loại hàng", "Nhóm hàng(3 Cấp)", "Mã hàng", "Mã vạch", "Tên hàng", "Thương hiệu",
         "Giá bán", "Giá vốn", "Tồn kho", "KH đặt", "Tồn nhỏ nhất", "Tồn lớn nhất", "ĐVT"],
        ["Hàng hóa", "Bánh kẹo>>Bánh", "SP000123", "8934000000017", "Bánh quy bơ", "An Bình",
         52000, 45000, 120, 0, 5, 999999999, "Hộp"],
        ["Hàng hóa", "Bánh kẹo>>Kẹo", "SP000124", "8934000000024", "Kẹo dừa", "An Bình",
         31000, 325154.56, 0, 0, 0, 999999999, "Gói"],
    ],
    understood(
        1, [None, "item_group", "sku", "barcode", "item_name", None, None, "import_price",
            "opening_stock", None, "min_stock", None, "unit"], 2,
        {**ITEM, "item_group": "Bánh kẹo>>Bánh", "barcode": "8934000000017", "min_stock": "5",
         "opening_stock": "120"},
        faults=["3 import_price whole_number_only 325154.56"]))

text(
    "odoo_products.csv", "items", "Odoo: export of product templates",
    ['"Internal Reference","Name","Unit of Measure","Cost","Sales Price","Barcode"',
     '"SP000123","Bánh quy bơ","Hộp","45000.0","52000.0","8934000000017"',
     '"SP000124","Kẹo dừa, vị ""lá dứa""","Gói","25000.0","31000.0",""'],
    understood(1, ["sku", "item_name", "unit", "import_price", None, "barcode"], 2,
               {**ITEM, "import_price": "45000.0", "barcode": "8934000000017"},
               last={"item_name": 'Kẹo dừa, vị "lá dứa"'}), end="\r\n")

text(
    "woocommerce.csv", "items", "WooCommerce: products, without units and cost",
    ["\ufeffID,Type,SKU,Name,Published,Regular price,Stock",
     "11,simple,SP000123,Bánh quy bơ,1,52000,120"],
    understood(1, [None, "item_group", "sku", "item_name", None, None, "opening_stock"], 0, None,
               faults=["1 import_price column_missing", "1 unit column_missing"]))

book(
    "price_list_titles.xlsx", "items", "price list with a company's title above its heads",
    [
        ["CÔNG TY TNHH THƯƠNG MẠI AN BÌNH"], ["BẢNG GIÁ THÁNG 11/2026"], [],
        ["STT", "Mã VT", "Tên vật tư", "ĐVT", "Giá nhập (VNĐ)", "Ghi chú"],
        [1, "SP000123", "Bánh quy bơ", "Hộp", 45000, None],
        [2, "SP000124", "Kẹo dừa", "Gói", 116640.00000000001, "km 10+1"],
        [None, "Tổng cộng", None, None, 161640, None],
        [None, None, None, None, "Ngày 30 tháng 11 năm 2026", None],
        [None, "Người lập biểu", None, None, "Giám đốc", None],
    ],
    understood(4, [None, "sku", "item_name", "unit", "import_price", None], 2, ITEM,
               left_out=[7, 8, 9], last={"import_price": "116640"}))

book(
    "two_row_heads.xlsx", "items", "heads in two rows, merged across",
    [
        ["STT", "Hàng hóa", None, "ĐVT", "Giá (₫)", None],
        [None, "Mã hàng", "Tên hàng", None, "Giá vốn", "Giá bán"],
        [1, "SP000123", "Bánh quy bơ", "Hộp", 45000, 52000],
    ],
    understood(2, [None, "sku", "item_name", "unit", "import_price", None], 1, ITEM),
    change=lambda made, sheet: [sheet.merge_cells(area) for area in
                                ("A1:A2", "B1:C1", "D1:D2", "E1:F1")])


def formats(made, sheet):
    for row in sheet.iter_rows(min_row=2, min_col=1, max_col=1):
        row[0].number_format = "00000"


book(
    "number_formats.xlsx", "items", "codes that are numbers, shown with noughts",
    [["Mã SP", "Tên sản phẩm", "Đơn vị tính", "Đơn giá nhập", "Barcode"],
     [123, "Bánh quy bơ", "Hộp", 45000, 8934000000017]],
    understood(1, ["sku", "item_name", "unit", "import_price", "barcode"], 1,
               {**ITEM, "sku": "00123", "barcode": "8934000000017"}), change=formats)

book(
    "text_numbers.xlsx", "items", "numbers that are text",
    [["CODE", "TÊN HÀNG", "ĐVT", "GIÁ VỐN"], ["SP000123", "Bánh quy bơ", "Hộp", "45.000"],
     ["SP000124", "Kẹo dừa", "Gói", "25,000 ₫"]],
    understood(1, ["sku", "item_name", "unit", "import_price"], 2, ITEM,
               last={"import_price": "25000"}))


def broken(made, sheet):
    sheet["D3"].data_type = "e"
    sheet["D3"].value = "#N/A"


book(
    "broken_lookup.xlsx", "items", "a price that a formula did not find",
    [["Mã hàng", "Tên hàng", "ĐVT", "Giá vốn"], ["SP000123", "Bánh quy bơ", "Hộp", 45000],
     ["SP000124", "Kẹo dừa", "Gói", "#N/A"]],
    understood(1, ["sku", "item_name", "unit", "import_price"], 2, ITEM,
               faults=["3 import_price error_cell #N/A"]), change=broken)

book(
    "codes_became_dates.xlsx", "items", "codes that a spreadsheet made days",
    [["Mã hàng", "Tên hàng", "ĐVT", "Giá vốn"], ["SP000123", "Bánh quy bơ", "Hộp", 45000],
     [datetime.date(2026, 12, 1), "Kẹo dừa", "Gói", 25000]],
    understood(1, ["sku", "item_name", "unit", "import_price"], 2, ITEM,
               faults=["3 sku became_date 2026-12-01"]))


def hidden(made, sheet):
    data = made.create_sheet("Danh mục")
    for row in ([["Mã hàng", "Tên hàng", "ĐVT", "Giá vốn"],
                 ["SP000123", "Bánh quy bơ", "Hộp", 45000]]):
        data.append(row)
    sheet.sheet_state = "hidden"
    made.active = 0


book("hidden_first_sheet.xlsx", "items", "a hidden first sheet", [["nháp"], ["x"]],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, ITEM), change=hidden)


def monthly(made, sheet):
    sheet.title = "Tháng 10"
    data = made.create_sheet("Tháng 11")
    for row in ([["Mã hàng", "Tên hàng", "ĐVT", "Giá vốn"],
                 ["SP000123", "Bánh quy bơ", "Hộp", 45000]]):
        data.append(row)
    made.active = 1


book("monthly_sheets.xlsx", "items", "a sheet a month, the last one open",
     [["Mã hàng", "Tên hàng", "ĐVT", "Giá vốn"], ["CU", "Hàng cũ", "Hộp", 1]],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, ITEM), change=monthly)

text("semicolons_title.csv", "items", "semicolons below a title that has none",
     ["Bảng giá sỉ, áp dụng từ 1/11", "", "Mã hàng;Tên hàng;ĐVT;Giá vốn",
      "SP000123;Bánh quy bơ;Hộp;45.000"],
     understood(3, ["sku", "item_name", "unit", "import_price"], 1, ITEM))

text("pipes.txt", "items", "strokes between cells",
     ["Mã hàng|Tên hàng|ĐVT|Giá vốn", "SP000123|Bánh quy bơ|Hộp|45000"],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, ITEM))

text("tabs_utf16.txt", "items", "what Excel calls Unicode text",
     ["\ufeffMã hàng\tTên hàng\tĐVT\tGiá vốn", "SP000123\tBánh quy bơ\tHộp\t45.000"],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, ITEM),
     encoding="utf-16-le", end="\r\n")

text("blank_first_line.csv", "items", "a mark of the encoding and a blank line before the heads",
     ["\ufeff", "Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,Bánh quy bơ,Hộp,45000"],
     understood(2, ["sku", "item_name", "unit", "import_price"], 1, ITEM))

text("decomposed.csv", "items", "accents written as signs of their own, blanks doubled",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,Bánh  quy bơ\u200b,Hộp,45000".replace(
         "á", "a\u0301").replace("ộ", "o\u0323\u0302")],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, ITEM))

text("lost_letters.csv", "items", "letters that became question marks",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,B?nh quy b?,Hộp,45000"],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1,
                {"sku": "SP000123", "unit": "Hộp"},
                faults=["2 item_name lost_letters B?nh quy b?"]))

text("lost_digits.csv", "items", "codes of which the first digits are left",
     ["SKU,Title,Unit,Cost", "8.934E+12,Bánh quy bơ,Hộp,45000"],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1,
                {"item_name": "Bánh quy bơ"}, faults=["2 sku lost_digits 8.934E+12"]))

text("unknown_units.csv", "items", "units that are not there yet",
     ["Mã hàng,Tên hàng,Đơn vị,Giá vốn", "SP1,Áo,Cái,1000", "SP2,Quần,Xấp,1000"],
     understood(1, ["sku", "item_name", "unit", "import_price"], 2, {"sku": "SP1"},
                faults=["2 unit unknown Cái", "3 unit unknown Xấp"]))

long_name = "Bánh " * 45
text("long_names.csv", "items", "names of more than 200 letters",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", f"SP1,{long_name},Hộp,1000"],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, {"sku": "SP1"},
                faults=["2 item_name too_long 224"]))

# --- a workbook of other programs ----------------------------------------------------------------

book("root_workbook.xlsx", "items", "a package whose workbook is at its root",
     [["Mã hàng", "Tên hàng", "ĐVT", "Giá vốn"], ["SP000123", "Bánh quy bơ", "Hộp", 45000]],
     understood(1, ["sku", "item_name", "unit", "import_price"], 1, ITEM))
with zipfile.ZipFile(HERE / "root_workbook.xlsx") as package:
    moved = [(part, package.read(part)) for part in package.namelist()]
with zipfile.ZipFile(HERE / "root_workbook.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
    for part, data in moved:
        info = zipfile.ZipInfo(part.removeprefix("xl/"), (2026, 11, 30, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        data = data.replace(b'"/xl/', b'"/').replace(b'"xl/', b'"')
        package.writestr(info, data)


# --- customers -----------------------------------------------------------------------------------

AGENCY = {"own_code": "KH001", "name": "Tạp hóa Bích Liên", "phone": "0977100001"}

book(
    "misa_customers.xlsx", "agencies", "MISA: list of customers, title rows and stars",
    [
        ["DANH SÁCH KHÁCH HÀNG"], ["Chi nhánh: Tất cả"],
        ["Mã khách hàng (*)", "Tên khách hàng (*)", "Địa chỉ", "Mã số thuế", "Điện thoại",
         "Nhóm khách hàng", "Địa bàn"],
        ["KH001", "Tạp hóa Bích Liên", "12 Lê Lợi", "0399000011", "0977100001", "Loại 1",
         "Quận 1"],
        ["KH002", "Tạp hóa Mai Anh", "8 Hai Bà Trưng", "079085001234",
         "0977100002 / 0977100003", "Loại 2", "Quận 2"],
    ],
    understood(3, ["own_code", "name", "address", "tax_code", "phone", "agency_type", "district"],
               2, {**AGENCY, "tax_code": "0399000011", "agency_type": "Loại 1"},
               last={"phone": "0977100002 / 0977100003"}))

book(
    "kiotviet_customers.xlsx", "agencies", "KiotViet: list of customers",
    [["Loại khách", "Mã khách hàng", "Tên khách hàng", "Điện thoại", "Địa chỉ", "Khu vực",
      "Phường/Xã", "Mã số thuế", "Email", "Nợ cần thu hiện tại"],
     ["Loại 1", "KH001", "Tạp hóa Bích Liên", "0977100001", "12 Lê Lợi", "Quận 1", "Bến Thành",
      "0399000011", "bichlien@example.com", 1500000]],
    understood(1, ["agency_type", "own_code", "name", "phone", "address", "district", "ward",
                   "tax_code", "email", None], 1,
               {**AGENCY, "ward": "Bến Thành", "email": "bichlien@example.com"}))


def noughts(made, sheet):
    sheet["D2"].number_format = "0000000000"


book("phone_formats.xlsx", "agencies", "phones that are numbers, shown with their nought",
     [["MAKH", "TENKH", "Loại", "DIENTHOAI", "Quận"],
      ["KH001", "Tạp hóa Bích Liên", "Loại 1", 977100001, "Quận 1"]],
     understood(1, ["own_code", "name", "agency_type", "phone", "district"], 1, AGENCY),
     change=noughts)

# --- opening stock and debts ---------------------------------------------------------------------

book(
    "stock_signatures.xlsx", "opening_stock", "stock list with footers and signatures",
    [["BÁO CÁO TỒN KHO"], [], ["STT", "Mã vật tư", "Tên vật tư", "ĐVT", "Tồn kho hiện tại"],
     [1, "TRON", "Hàng", "Thùng", 12], [2, "LE", "Dầu", "Chai", 5],
     [None, None, "Cộng:", None, 17],
     [None, "Thủ kho", None, "Kế toán trưởng", None]],
    understood(3, [None, "sku", None, None, "quantity"], 2, {"sku": "TRON", "quantity": "12"},
               faults=["4 sku has_history TRON", "5 sku has_history LE"], left_out=[6, 7]))

book(
    "debts_by_document.xlsx", "opening_debt", "last month's debts, a row a document",
    [["Mã KH", "Tên KH", "Số hóa đơn", "Ngày hóa đơn", "Hạn thanh toán", "Còn phải thu"],
     ["DL0001", "Tạp hóa Cô Ba", "HD-1", datetime.date(2026, 9, 15),
      datetime.datetime(2026, 10, 15, 8, 30), 1500000],
     ["DL0001", "Tạp hóa Cô Ba", "HD-2", "16/09/2026", "2026-10-16", 250000],
     [None, "Tổng cộng", None, None, None, 1750000]],
    understood(1, ["code", "name", "document", "document_date", "due_date", "amount"], 2,
               {"code": "DL0001", "document_date": "2026-09-15", "due_date": "2026-10-15",
                "amount": "1500000"}, left_out=[4],
               last={"document_date": "2026-09-16", "due_date": "2026-10-16"}))

text("debts_by_name.csv", "opening_debt", "debts by name and phone, without codes",
     ["Khách hàng;SĐT;Công nợ", "Tạp hóa Cô Ba;;1.500.000 đ", ";0900 000 002;250.000"],
     understood(1, ["name", "phone", "amount"], 2, {"name": "Tạp hóa Cô Ba", "amount": "1500000"},
                last={"phone": "0900 000 002", "amount": "250000"}))

text("timestamps.csv", "opening_debt", "days with the hour of a database",
     ["Mã KH,Công nợ,Ngày hóa đơn", "DL0001,1000,2026-06-22 19:35:19.0"],
     understood(1, ["code", "amount", "document_date"], 1,
                {"code": "DL0001", "document_date": "2026-06-22"}))

# --- letters, doubts and names of places ----------------------------------------------------------

TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows(line):
    """As Windows-1258 has it: each vowel, then its tone."""
    apart = []
    for letter in unicodedata.normalize("NFC", line):
        signs = unicodedata.normalize("NFD", letter)
        vowel = "".join(sign for sign in signs if sign not in TONES)
        tone = "".join(sign for sign in signs if sign in TONES)
        apart.append(unicodedata.normalize("NFC", vowel) + tone)
    return "".join(apart)


FOUR = ["sku", "item_name", "unit", "import_price"]

text("windows_1258.csv", "items", "a text of a Vietnamese Windows without Unicode",
     [windows("Mã hàng;Tên hàng;ĐVT;Giá vốn"), windows("SP000123;Bánh quy bơ;Hộp;45.000")],
     understood(1, FOUR, 1, ITEM), encoding="cp1258", end="\r\n")

text("tabs_utf16_be.txt", "items", "UTF-16 with the higher byte first",
     ["\ufeffMã hàng\tTên hàng\tĐVT\tGiá vốn", "SP000123\tBánh quy bơ\tHộp\t45.000"],
     understood(1, FOUR, 1, ITEM), encoding="utf-16-be", end="\r\n")

text("vni_letters.csv", "items", "letters that only a font of VNI shows",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,Baùnh quy bô,Hoäp,45000"],
     understood(1, FOUR, 1, {"sku": "SP000123", "import_price": "45000"},
                faults=["2 item_name old_letters Baùnh quy bô", "2 unit unknown Hoäp"]))

text("tcvn3_letters.csv", "items", "letters that only a font of TCVN3 shows",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,B¸nh quy b¬,Hộp,45000"],
     understood(1, FOUR, 1, {"sku": "SP000123", "unit": "Hộp"},
                faults=["2 item_name old_letters B¸nh quy b¬"]))

text("prices_in_thousands.csv", "items", "prices in thousands of đồng",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,Bánh quy bơ,Hộp,45", 'SP000124,Kẹo dừa,Gói,"11,5"'],
     understood(1, FOUR, 2, {**ITEM, "import_price": "45"},
                faults=["1 import_price small_prices 11.5–45",
                        "3 import_price whole_number_only 11.5"]))

text("phones_without_nought.csv", "agencies", "phones that lost the nought they begin with",
     ["Mã KH,Tên KH,Loại,Quận,SĐT", "KH001,Tạp hóa Bích Liên,Loại 1,Quận 1,977100001"],
     understood(1, ["own_code", "name", "agency_type", "district", "phone"], 1,
                {**AGENCY, "phone": "977100001"}, faults=["1 phone lost_noughts 1 977100001"]))

text("short_places.csv", "agencies", "territories and cities by their short names",
     ["Mã KH;Tên KH;Loại;Địa bàn;Tỉnh thành", "KH001;Tạp hóa Bích Liên;Loại 1;Q.1;TP.HCM"],
     understood(1, ["own_code", "name", "agency_type", "district", "city"], 1,
                {"own_code": "KH001", "district": "Q.1", "city": "TP.HCM"}))

# --- other programs' heads, and what people write below and around a list ---------------------------

text("foreign_heads.csv", "items", "heads of a German shop",
     ["SKU;Title;Mengeneinheit;Cost;Strichcode;Verkaufspreis",
      "SP000123;Bánh quy bơ;Hộp;45000;8934000000017;52000"],
     understood(1, ["sku", "item_name", "unit", "import_price", "barcode", None], 1,
                {**ITEM, "barcode": "8934000000017"}))

text("shopify_products.csv", "items", "Shopify: products, without units, cost under another name",
     ["Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price,Cost per item",
      "banh-quy-bo,Bánh quy bơ,SP000123,120,52000,45000"],
     understood(1, [None, "item_name", "sku", "opening_stock", None, None], 0, None,
                faults=["1 import_price column_missing", "1 unit column_missing"]))

text("database_heads.csv", "agencies", "heads of a database, in one word and capitals",
     ["MAKH;TENKH;DIENTHOAI;DIACHI;Loại;Quận",
      "KH001;Tạp hóa Bích Liên;0977100001;12 Lê Lợi;Loại 1;Quận 1"],
     understood(1, ["own_code", "name", "phone", "address", "agency_type", "district"], 1,
                {**AGENCY, "address": "12 Lê Lợi"}))

text("two_phones.csv", "agencies", "two phones in one cell",
     ["Mã KH;Tên KH;Loại;Quận;SĐT",
      "KH001;Tạp hóa Bích Liên;Loại 1;Quận 1;0977100001 - 0977100002",
      "KH002;Tạp hóa Mai;Loại 1;Quận 2;0977100003/0977100004"],
     understood(1, ["own_code", "name", "agency_type", "district", "phone"], 2,
                {**AGENCY, "phone": "0977100001 - 0977100002"},
                last={"phone": "0977100003/0977100004"}))

text("foreign_customers.csv", "agencies", "customers with codes that have a stroke, foreign heads",
     ["Mã Khách Hàng;Tên công ty;Nhóm khách hàng;Khu vực;Telefon;USt-IdNr.",
      "KH-0001;Tạp hóa Bích Liên;Loại 1;Quận 1;0977100001;0399000011"],
     understood(1, ["own_code", "name", "agency_type", "district", "phone", "tax_code"], 1,
                {**AGENCY, "own_code": "KH-0001", "tax_code": "0399000011"}))

text("html_names.csv", "items", "names with the marks of a web page",
     ["Mã hàng,Tên hàng,ĐVT,Giá vốn", "SP000123,<p>Bánh quy bơ</p>,Hộp,45000"],
     understood(1, FOUR, 1, {**ITEM, "item_name": "<p>Bánh quy bơ</p>"}))

text("bilingual_heads.csv", "items", "heads in two languages, on two lines of one cell",
     ['"MÃ HÀNG\n(Code)","TÊN HÀNG\n(Name)","ĐVT\n(Unit)","GIÁ VỐN\n(Cost)"',
      '"SP000123","Bánh quy bơ","Hộp","45000"'],
     understood(1, FOUR, 1, ITEM))

text("decimal_commas.csv", "items", "prices with their currency, and decimals that are none",
     ["Mã hàng;Tên hàng;ĐVT;Giá vốn", "SP000123;Bánh quy bơ;Hộp;45.000,00 ₫"],
     understood(1, FOUR, 1, {**ITEM, "import_price": "45000.00"}))

text("script_dates.csv", "opening_debt", "days as a script writes them",
     ["Mã KH,Công nợ,Ngày hóa đơn", "DL0001,1000,Mon Jun 22 2026 19:35:19 GMT+0700"],
     understood(1, ["code", "amount", "document_date"], 1, {"code": "DL0001", "amount": "1000"},
                faults=["2 document_date malformed_date Mon Jun 22 2026 19:35:19 GMT+0700"]))

text("database_debts.csv", "opening_debt", "debts by name under heads of a database",
     ["khachhang,phaithu", "Tạp hóa Cô Ba,1500000"],
     understood(1, ["name", "amount"], 1, {"name": "Tạp hóa Cô Ba", "amount": "1500000"}))

text("debts_signatures.csv", "opening_debt", "debts with a total, the day and who signs below",
     ["Mã KH;Tên khách hàng;Dư nợ", "DL0001;Tạp hóa Cô Ba;1.500.000", ";Tổng cộng;1.500.000",
      ";Ngày 30 tháng 11 năm 2026;", ";Người lập biểu;"],
     understood(1, ["code", "name", "amount"], 1, {"code": "DL0001", "amount": "1500000"},
                left_out=[3, 4, 5]))

text("zero_rows.csv", "opening_stock", "rows of nothing, half of a stock list",
     ["Mã SP;Tồn kho hiện tại", "MI;0", "DUONG;2,5"],
     understood(1, ["sku", "quantity"], 2, {"sku": "MI", "quantity": "0"},
                faults=["2 quantity not_positive 0", "2 sku has_history MI",
                        "3 sku has_history DUONG"],
                last={"sku": "DUONG", "quantity": "2.5"}))

text("day_columns.csv", "opening_stock", "a column for each day of the month",
     [";".join(["Mã hàng", "Tên hàng", *(str(day) for day in range(1, 32)), "Tồn cuối"]),
      ";".join(["MI", "Mì Hảo Hảo", *["0"] * 31, "12"])],
     understood(1, ["sku", *[None] * 32, "quantity"], 1, {"sku": "MI", "quantity": "12"},
                faults=["2 sku has_history MI"]))

(HERE / "shapes.json").write_text(
    json.dumps(shapes, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
print(len(shapes), "shapes,", sum(f.stat().st_size for f in HERE.iterdir()), "bytes")
