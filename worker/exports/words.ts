import type { Language } from '../../platform/sheets/column.ts';

/** States and kinds as the screen says them; what is unknown stays as it is. */
const words: Record<string, Record<Language, string>> = {
  pending: { vi: 'Chờ duyệt', en: 'Pending' }, active: { vi: 'Đang hoạt động', en: 'Active' },
  rejected: { vi: 'Từ chối', en: 'Rejected' }, blocked: { vi: 'Tạm khóa', en: 'Blocked' },
  terminated: { vi: 'Đã chấm dứt', en: 'Terminated' }, requested: { vi: 'Chờ xác nhận', en: 'Requested' },
  postponed: { vi: 'Hoãn', en: 'Postponed' }, confirmed: { vi: 'Đã ghi sổ', en: 'Confirmed' },
  delivered: { vi: 'Đã giao', en: 'Delivered' }, cancelled: { vi: 'Đã hủy', en: 'Cancelled' },
  cash: { vi: 'Tiền mặt', en: 'Cash' }, bank: { vi: 'Chuyển khoản', en: 'Bank' }, other: { vi: 'Khác', en: 'Other' },
  opening: { vi: 'Số đầu', en: 'Opening' }, opening_cancel: { vi: 'Hoàn tác số đầu', en: 'Opening undone' }, issue: { vi: 'Xuất hàng', en: 'Issue' }, paid_now: { vi: 'Trả ngay', en: 'Paid now' },
  payment: { vi: 'Thu tiền', en: 'Payment' }, issue_cancel: { vi: 'Hủy phiếu xuất', en: 'Issue cancelled' },
  payment_cancel: { vi: 'Hủy phiếu thu', en: 'Payment cancelled' }, receipt: { vi: 'Nhập hàng', en: 'Receipt' },
  receipt_cancel: { vi: 'Hủy phiếu nhập', en: 'Receipt cancelled' }, return: { vi: 'Trả hàng', en: 'Return' },
  return_cancel: { vi: 'Hủy trả hàng', en: 'Return cancelled' },
  refund: { vi: 'Phiếu chi', en: 'Refund' }, refund_cancel: { vi: 'Hủy phiếu chi', en: 'Refund cancelled' },
  adjustment: { vi: 'Điều chỉnh công nợ', en: 'Adjustment' }, adjustment_cancel: { vi: 'Hủy điều chỉnh', en: 'Adjustment cancelled' },
  trading: { vi: 'Đang hợp tác', en: 'In use' }, stopped: { vi: 'Ngừng hợp tác', en: 'Out of use' },
  parts: { vi: 'Có phần lẻ', en: 'With decimals' }, whole: { vi: 'Số nguyên', en: 'Whole numbers' },
  working: { vi: 'Hoạt động', en: 'Active' }, left: { vi: 'Ngừng', en: 'Deactivated' },
  on: { vi: 'Bật', en: 'On' }, off: { vi: 'Tắt', en: 'Off' },
  open: { vi: 'Đang mở', en: 'Open' }, closed: { vi: 'Đã khóa', en: 'Closed' },
  current: { vi: 'Tháng này', en: 'This month' },
  uploading: { vi: 'Chưa gửi xong', en: 'Not sent to its end' }, checking: { vi: 'Đang kiểm tra', en: 'Being checked' },
  checked: { vi: 'Đã kiểm tra', en: 'Checked' }, applying: { vi: 'Đang ghi sổ', en: 'Being written' },
  applied: { vi: 'Đã ghi sổ', en: 'In the books' }, undone: { vi: 'Đã hoàn tác', en: 'Undone' }, failed: { vi: 'Không làm được', en: 'Failed' }, expired: { vi: 'Quá hạn', en: 'Too old' },
  insert: { vi: 'Thêm', en: 'Added' }, update: { vi: 'Sửa', en: 'Changed' }, delete: { vi: 'Xóa', en: 'Deleted' },
  baseline: { vi: 'Khi mở sổ', en: 'When the books were opened' },
  free: { vi: 'Hàng tặng', en: 'Free' },
  up: { vi: 'Tăng nợ', en: 'Up' }, down: { vi: 'Giảm nợ', en: 'Down' },
  count: { vi: 'Kiểm kê', en: 'Count' }, count_kept: { vi: 'Giữ số kiểm kê', en: 'Count kept' },
  count_kept_cancel: { vi: 'Hủy giữ số kiểm kê', en: 'Kept count undone' }, brought_forward: { vi: 'Nợ đầu kỳ', en: 'Brought forward' },
};

const spoken = new Set(['status', 'kind', 'method', 'entry', 'action', 'factor', 'value', 'direction', 'gift']);

/** The cell of a column of states or kinds, in words. */
export const inWords = (column: string, cell: string | null, language: Language): string | null =>
  (cell !== null && spoken.has(column) ? words[cell]?.[language] ?? cell : cell);
