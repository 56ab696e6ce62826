export const vi = {
  one: 'Phiếu điều chỉnh công nợ',
  many: 'Điều chỉnh công nợ',
  new: 'Điều chỉnh công nợ mới',
  make: 'Lập điều chỉnh',
  unnumbered: 'Chưa có số',
  date: 'Ngày ghi sổ',
  direction: 'Chiều',
  corrects: 'Chứng từ được sửa',
  noDocument: 'Không sửa chứng từ nào',
  due: 'Hạn trả',
  reason: 'Lý do',
  opening: 'Nợ đầu kỳ ngày {{date}}',
  list: {
    search: 'Số phiếu, như DC-2026-000012 hoặc 12',
    all: 'Tất cả',
    waiting: 'Chờ xác nhận',
    rest: 'Đã giải quyết',
    empty: 'Chưa có phiếu điều chỉnh nào.',
    noneFound: 'Không có phiếu điều chỉnh phù hợp.',
    first: 'Lập phiếu đầu tiên',
  },
  form: {
    choose: 'Chọn đại lý để xem công nợ.',
    debtNow: 'Nợ hiện tại',
    open: 'còn {{open}}',
    free: 'còn dư {{free}}',
    settled: 'đã trả hết',
    failed: 'Không tải được chứng từ của đại lý.',
    dueHint: 'Để trống thì đến hạn ngay ngày ghi sổ.',
    final:
      'Điều chỉnh không sửa phiếu cũ mà ghi thêm một dòng vào sổ. Lập sai thì hủy phiếu '
      + 'điều chỉnh.',
    takeMost: 'Giảm {{limit}}',
  },
  confirm: {
    title: { down: 'Giảm nợ {{amount}}', up: 'Tăng nợ {{amount}}' },
    now: 'Phiếu được đánh số và ghi sổ ngay.',
    later:
      'Đang áp dụng quy định hai người: phiếu chờ người khác xác nhận, đến lúc đó công nợ '
      + 'chưa đổi.',
    maybe:
      'Nếu đang áp dụng quy định hai người, phiếu chờ người khác xác nhận, đến lúc đó '
      + 'công nợ chưa đổi.',
    dueOwn: 'Ngay ngày ghi sổ',
  },
  done: {
    confirmed: 'Đã ghi sổ {{code}}',
    requested: 'Đã gửi phiếu điều chỉnh',
    waits: 'Phiếu chờ người khác xác nhận; công nợ chưa đổi.',
  },
  show: {
    facts: 'Thông tin phiếu',
    own: 'Bạn đã lập phiếu này nên người khác phải xác nhận.',
    nothingYet: 'Chưa ghi gì vào sổ công nợ.',
    never: 'Phiếu không được xác nhận nên không ghi gì vào sổ công nợ.',
    rejectedAt: 'Từ chối lúc',
    rejectReason: 'Lý do từ chối',
    confirmedAt: 'Xác nhận lúc',
    notFound: 'Không có phiếu điều chỉnh này, hoặc bạn không được xem.',
    back: 'Về danh sách điều chỉnh',
  },
  acts: {
    confirm: {
      verb: 'Xác nhận',
      title: 'Xác nhận điều chỉnh {{amount}}?',
      done: 'Đã ghi sổ {{code}}',
      text: 'Phiếu được đánh số và ghi sổ ngay.',
    },
    reject: {
      verb: 'Từ chối',
      title: 'Từ chối điều chỉnh {{amount}}?',
      done: 'Đã từ chối phiếu điều chỉnh',
      text: 'Phiếu được giữ lại cùng lý do; công nợ không đổi.',
    },
    withdraw: {
      verb: 'Rút lại',
      title: 'Rút lại điều chỉnh {{amount}}?',
      done: 'Đã rút lại phiếu điều chỉnh',
      text: 'Phiếu được giữ lại cùng lý do; công nợ không đổi.',
    },
    cancel: {
      verb: 'Hủy phiếu',
      title: 'Hủy {{code}}?',
      done: 'Đã hủy {{code}}',
      text:
        'Từ hôm nay công nợ trở lại như chưa có phiếu này. Phiếu đã hủy không mở lại được; '
        + 'sổ giữ dòng cũ và ghi thêm dòng đảo.',
    },
    rises: 'Công nợ tăng',
    falls: 'Công nợ giảm',
  },
  field: {
    required: 'Chưa nhập.',
    unknown: 'Không tìm thấy.',
    in_future: 'Ngày này không được sau hôm nay.',
    too_far_back: 'Bạn chỉ ghi lùi được tới {{limit}}.',
    before_reception: 'Ngày này không được trước ngày tiếp nhận đại lý.',
    before_document: 'Không được trước ngày của chứng từ ({{limit}}).',
    before_adjustment: 'Hạn trả không được trước ngày ghi sổ.',
    not_for_this: 'Chỉ điều chỉnh tăng không sửa chứng từ mới có hạn trả riêng.',
    cancelled: 'Chứng từ này đã hủy.',
    exceeds_item: 'Nhiều hơn giá trị còn lại của chứng từ: giảm được nhiều nhất {{limit}}.',
    not_positive: 'Phải lớn hơn 0.',
    too_large: 'Số quá lớn.',
    too_long: 'Quá dài.',
    other: 'Giá trị này không được nhận.',
  },
};
