export const vi = {
  title_other: 'Cần bạn trả lời {{count}} điều',
  lead: 'Chưa có gì được ghi sổ.',
  missing: 'Chưa chọn.',
  forAll_other: 'Trả lời chung cho {{count}} câu:',
  unknown: 'Câu hỏi {{code}} cần bản trang mới hơn: tải lại trang rồi ghi lại.',
  countedSince: {
    text: '{{item}}: phiếu kiểm kê {{code}} ngày {{day}} đếm được {{counted}}. Lúc đếm đã tính đến phiếu này chưa?',
    included: 'Đã tính: giữ số đã đếm',
    notIncluded: 'Chưa tính: sổ thành {{book}}',
    allIncluded: 'Đã tính hết',
    noneIncluded: 'Chưa tính mặt hàng nào',
  },
  stockMoved: {
    text: '{{item}}: lúc bạn xem, sổ còn {{seen}}; nay còn {{book}}. Bạn đã đếm trước hay sau khi hàng ra vào?',
    before: 'Đếm trước: ghi {{counted}}',
    after: 'Đếm sau: ghi {{counted}}',
  },
  priceJump: {
    text: '{{item}}: giá nhập {{price}}, trước đó {{before}}, lệch {{percent}}% (quá {{allowed}}%).',
    right: 'Giá này đúng',
    allRight: 'Các giá đều đúng',
  },
  priceChanged: {
    text: 'Giá đã đổi từ khi đại lý đặt hàng: tổng {{before}} thành {{after}}.',
    accept: 'Xác nhận theo giá mới, {{total}}',
    keep: 'Giữ giá lúc đặt, {{total}}',
  },
};
