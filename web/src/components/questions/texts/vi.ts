export const vi = {
  title_other: 'Cần bạn trả lời {{count}} điều',
  lead: 'Chưa có gì được ghi sổ.',
  missing: 'Chưa chọn.',
  forAll_other: 'Trả lời chung cho {{count}} câu:',
  unknown: 'Câu hỏi {{code}} cần bản trang mới hơn: tải lại trang rồi ghi lại.',
  countedSince: {
    text:
      '{{item}}: phiếu kiểm kê {{code}} ngày {{day}} đếm được {{counted}}. Lúc đếm đã tính '
      + 'đến phiếu này chưa?',
    included: 'Đã tính: giữ số đã đếm',
    notIncluded: 'Chưa tính: sổ thành {{book}}',
    allIncluded: 'Đã tính hết',
    noneIncluded: 'Chưa tính mặt hàng nào',
  },
  stockMoved: {
    text:
      '{{item}}: lúc bạn xem, sổ còn {{seen}}; nay còn {{book}}. Bạn đã đếm trước hay sau '
      + 'khi hàng ra vào?',
    before: 'Đếm trước: ghi {{counted}}',
    after: 'Đếm sau: ghi {{counted}}',
  },
  priceJump: {
    text:
      '{{item}}: giá nhập {{price}}, trước đó {{before}}, lệch {{percent}}% (quá '
      + '{{allowed}}%).',
    right: 'Giá này đúng',
    allRight: 'Các giá đều đúng',
  },
  duplicate: {
    row: 'Dòng {{row}}',
    text: 'Đã có {{other}}, trùng {{same}}.',
    hidden: 'Đã có một bản ghi trùng {{same}} mà bạn không được xem.',
    same: {
      name: 'tên và địa bàn',
      phone: 'số điện thoại',
      tax_code: 'mã số thuế',
      reference: 'mã giao dịch ngân hàng',
      supplier_document: 'số chứng từ của nhà cung cấp',
    },
    other: {
      agency: 'Đây là đại lý khác, vẫn lưu',
      payment: 'Đây là khoản thu khác, vẫn lập phiếu',
      receipt: 'Đây là lần nhập khác, vẫn lập phiếu',
    },
    allOther: 'Không dòng nào trùng',
  },
  similarName: {
    text: '{{what}} “{{written}}” ({{rows}} dòng) không có; có “{{name}}”, chỉ khác dấu.',
    unit: 'Đơn vị',
    supplier: 'Nhà cung cấp',
    agency_type: 'Loại đại lý',
    district: 'Địa bàn',
    right: 'Đúng là “{{name}}”',
    allRight: 'Các tên đều đúng',
  },
  priceChanged: {
    text: 'Giá đã đổi từ khi đại lý đặt hàng: tổng {{before}} thành {{after}}.',
    accept: 'Xác nhận theo giá mới, {{total}}',
    keep: 'Giữ giá lúc đặt, {{total}}',
  },
};
