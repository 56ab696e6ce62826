/** What a file is of, as people call it: rows of file.export_kind. */
const names: Readonly<Record<string, Readonly<{ vi: string; en: string }>>> = {
  agencies: { vi: 'Đại lý', en: 'Agencies' },
  agency_types: { vi: 'Loại đại lý', en: 'Agency types' },
  districts: { vi: 'Địa bàn', en: 'Territories' },
  items: { vi: 'Mặt hàng', en: 'Items' },
  units: { vi: 'Đơn vị tính', en: 'Units' },
  issues: { vi: 'Phiếu xuất', en: 'Issue slips' },
  issue_lines: { vi: 'Chi tiết phiếu xuất', en: 'Lines of issue slips' },
  receipts: { vi: 'Phiếu nhập', en: 'Receipts' },
  payments: { vi: 'Phiếu thu', en: 'Payments' },
  refunds: { vi: 'Phiếu chi', en: 'Refunds' },
  adjustments: { vi: 'Điều chỉnh công nợ', en: 'Adjustments of debt' },
  opening_debts: { vi: 'Nợ đầu kỳ', en: 'Opening debt' },
  issue_returns: { vi: 'Phiếu trả hàng', en: 'Returns' },
  stock_counts: { vi: 'Phiếu kiểm kê', en: 'Stock counts' },
  suppliers: { vi: 'Nhà cung cấp', en: 'Suppliers' },
  stock_ledger: { vi: 'Thẻ kho', en: 'Stock ledger' },
  debt_ledger: { vi: 'Sổ công nợ', en: 'Debt ledger' },
  statement: { vi: 'Sổ chi tiết công nợ', en: 'Statement' },
  monthly_sales: { vi: 'Báo cáo doanh số', en: 'Sales report' },
  monthly_debt: { vi: 'Báo cáo công nợ', en: 'Debt report' },
  ageing: { vi: 'Báo cáo tuổi nợ', en: 'Ageing report' },
  stock: { vi: 'Báo cáo tồn kho', en: 'Stock report' },
  agency_ranking: { vi: 'Xếp hạng đại lý', en: 'Ranking' },
  changes: { vi: 'Nhật ký thay đổi', en: 'Audit trail' },
  refusals: { vi: 'Các lần bị từ chối', en: 'Refusals' },
  users: { vi: 'Người dùng', en: 'Users' },
  periods: { vi: 'Khóa sổ', en: 'Closing months' },
  regulations: { vi: 'Quy định', en: 'Regulations' },
  imports: { vi: 'Nhật ký nhập từ tệp', en: 'Files brought in' },
  exports: { vi: 'Nhật ký xuất dữ liệu', en: 'Export log' },
  import_faults: { vi: 'Tệp nhập đã đánh dấu ô lỗi', en: 'File with its faults marked' },
  issue_slip: { vi: 'Phiếu xuất kho', en: 'Issue slip' },
  receipt_slip: { vi: 'Phiếu nhập kho', en: 'Receipt' },
  return_slip: { vi: 'Phiếu trả hàng', en: 'Return' },
  count_slip: { vi: 'Phiếu kiểm kê', en: 'Stock count' },
  payment_slip: { vi: 'Phiếu thu', en: 'Payment' },
  refund_slip: { vi: 'Phiếu chi', en: 'Refund' },
  adjustment_slip: { vi: 'Phiếu điều chỉnh công nợ', en: 'Adjustment of debt' },
  balance_letters: { vi: 'Biên bản đối chiếu công nợ', en: 'Letters of balance' },
};

interface Named {
  what: string;
  format: string;
  id: string;
  language?: string | undefined;
  /** As its maker called it; null for files of before that was kept. */
  file_name?: string | null;
  /** Whether the browser shows it. */
  isShown?: boolean;
}

/** What an exported file is called, and whether it is kept or shown. */
export function dispositionOf(file: Named): string {
  const { what, format, id, language = 'vi', file_name: own, isShown = false } = file;
  const key = id.replaceAll(/[^\w-]/g, '');
  const isEnglish = language === 'en';
  const usual = names[what]?.[isEnglish ? 'en' : 'vi'];
  const name = own ?? (usual && `${usual} (${isEnglish ? 'file' : 'tệp'} ${key})`);
  const disposition = attachment(
    `so-dai-ly-${what.replaceAll('_', '-')}-${key}.${format}`,
    name && `${name}.${format}`,
  );
  return isShown ? disposition.replace('attachment', 'inline') : disposition;
}

/**
 * RFC 6266: the name as people write it, and one of plain letters for programs that know no other.
 */
export const attachment = (plain: string, written: string | undefined): string =>
  `attachment; filename="${plain}"${written ? `; filename*=UTF-8''${extended(written)}` : ''}`;

/** RFC 8187: parentheses and apostrophes are no letters of such a value, though of an address. */
const extended = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
