export const vi = {
  where: {
    everywhere: 'Ở mọi trang',
    document: 'Khi lập phiếu',
    form: 'Khi nhập biểu mẫu',
  },
  does: {
    palette: 'Tìm hoặc đi tới',
    newIssue: 'Lập phiếu xuất',
    search: 'Tới ô tìm kiếm',
    close: 'Đóng hộp thoại',
    help: 'Xem các phím tắt',
    next: 'Sang ô kế tiếp, dòng kế tiếp',
    removeLine: 'Bỏ dòng đang nhập',
    free: 'Đổi dòng thành hàng tặng',
    date: 'Tới ô ngày của phiếu',
    ask: 'Xem lại rồi lập phiếu',
    send: 'Lưu',
  },
};
