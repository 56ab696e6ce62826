export const vi = {
  verb: 'Xuất tệp',
  xlsx: 'Excel (XLSX)',
  csv: 'CSV',
  pdf: 'PDF',
  preparing: 'Đang chuẩn bị tệp',
  progress: 'Đã ghi {{done}} / {{total}} dòng',
  done: 'Đã xuất {{rows}} dòng',
  cancel: 'Hủy',
  close: 'Đóng',
  hint: 'Đóng ô này thì tệp vẫn được làm tiếp.',
  all: 'Tệp đã xuất',
  fetch: 'Tải về',
  list: {
    empty: 'Chưa xuất tệp nào. Mở một danh sách hoặc báo cáo rồi chọn “Xuất tệp”.', when: 'Lúc', who: 'Người xuất', what: 'Dữ liệu', format: 'Dạng', rows: 'Số dòng', state: 'Trạng thái', act: 'Việc',
    lead: 'Tệp giữ một ngày, chỉ người xuất tải được; nhật ký thì còn mãi.',
    waiting: 'Đang chờ', running: 'Đang làm', done: 'Xong', failed: 'Không làm được', cancelled: 'Đã hủy', gone: 'Quá hạn', fetched: 'Đã tải {{at}}',
  },
  whats: {
    agencies: 'Đại lý', items: 'Mặt hàng', issues: 'Phiếu xuất', issue_lines: 'Chi tiết phiếu xuất', receipts: 'Phiếu nhập', payments: 'Phiếu thu', issue_returns: 'Phiếu trả hàng',
    stock_ledger: 'Thẻ kho', debt_ledger: 'Sổ công nợ', statement: 'Sổ chi tiết công nợ', monthly_sales: 'Báo cáo doanh số', monthly_debt: 'Báo cáo công nợ', ageing: 'Báo cáo tuổi nợ',
    stock: 'Báo cáo tồn kho', agency_ranking: 'Xếp hạng', exports: 'Nhật ký xuất dữ liệu',
  },
};
