export const vi = {
  many: 'Thông báo',
  bellNone: 'Thông báo, không có tin chưa đọc',
  bell_other: 'Thông báo, {{count}} chưa đọc',
  markAll: 'Đánh dấu đã đọc tất cả',
  unread: 'Chưa đọc',
  empty: 'Chưa có thông báo.',
  emptyText: 'Khi có phiếu xuất mới, bạn sẽ thấy ngay ở đây.',
  created: '{{agency}} lấy hàng: {{code}}, {{total}}',
  createdNoMoney: '{{agency}} lấy hàng: {{code}}',
  announced_other: 'Đã báo phiếu {{code}} của {{agency}} cho {{count}} người',
  announcedNone: 'Phiếu {{code}} của {{agency}} không có ai cần báo',
  other: 'Thông báo mới',
};
