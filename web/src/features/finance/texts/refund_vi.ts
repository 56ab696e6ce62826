export const vi = {
  one: 'Phiếu chi',
  many: 'Phiếu chi',
  new: 'Phiếu chi mới',
  make: 'Lập phiếu chi',
  date: 'Ngày chi',
  list: {
    search: 'Số phiếu, như PC-2026-000012 hoặc 12',
    empty: 'Chưa có phiếu chi. Phiếu chi trả lại tiền cho đại lý đang có dư.',
    noneFound: 'Không có phiếu chi phù hợp.',
    first: 'Lập phiếu đầu tiên',
  },
  form: {
    whole: 'Chi hết số dư',
    creditNow: 'Số dư hiện tại',
    choose: 'Chọn đại lý để xem số dư.',
    has: 'đang có dư {{credit}}',
    hasNone: 'Không có dư để chi trả.',
    lowers: 'Phiếu chi làm số dư giảm đi đúng số tiền đã chi.',
    takeMost: 'Chi {{credit}}',
  },
  confirm: { title: 'Lập phiếu chi {{amount}}' },
  done: {
    title: 'Đã lập phiếu chi {{code}}',
    credit: '{{agency}} còn dư {{credit}}.',
    none: '{{agency}} không còn dư.',
  },
  show: {
    facts: 'Thông tin phiếu',
    notFound: 'Không có phiếu chi này, hoặc bạn không được xem.',
    back: 'Về danh sách phiếu chi',
  },
  cancel: {
    verb: 'Hủy phiếu',
    title: 'Hủy phiếu chi {{code}}?',
    credit: 'Công nợ giảm lại',
    text:
      'Số tiền đã chi trở lại thành số dư của đại lý, nên chỉ hủy khi tiền chưa đưa hoặc đã '
      + 'nhận lại. Phiếu đã hủy không mở lại được; sổ giữ dòng cũ và ghi thêm dòng đảo.',
    done: 'Đã hủy phiếu chi {{code}}',
  },
};
