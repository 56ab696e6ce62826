import type { SourceColumn, Source } from '../source.ts';

const agency: SourceColumn[] = [
  { key: 'agencyCode', vi: 'Mã đại lý', en: 'Agency code', kind: 'text', width: 10, sql: 'a.code' },
  { key: 'agency', vi: 'Đại lý', en: 'Agency', kind: 'text', width: 30, sql: 'a.name' },
];
const dong = (key: string, vi: string, en: string, sql: string): SourceColumn => ({
  key,
  vi: `${vi} (₫)`,
  en: `${en} (₫)`,
  kind: 'dong',
  width: 16,
  sql,
});
const month = 'coalesce($month, config.business_date())';
const at = (given: string | undefined, value: (given: unknown) => string, type: string) =>
  `${value(given ?? null)}::${type}`;

export const monthlySales: Source = {
  title: { vi: 'Báo cáo doanh số', en: 'Sales report' },
  columns: [
    ...agency,
    { key: 'slips', vi: 'Số phiếu', en: 'Slips', kind: 'count', width: 10, sql: 'r.slip_count' },
    dong('total', 'Doanh số', 'Sales', 'r.total_amount'),
    { key: 'share', vi: 'Tỉ lệ (%)', en: 'Share (%)', kind: 'percent', width: 10, sql: 'r.share' },
    dong('cancelled', 'Hủy trong tháng', 'Cancelled', 'r.cancelled_slip_amount'),
    dong('returned', 'Hàng trả', 'Returned', 'r.return_amount'),
    dong('later', 'Hủy về sau', 'Cancelled later', 'r.cancelled_later_slip_amount'),
  ],
  from: (
    given,
    value,
  ) => `from report.monthly_sales(${month.replace('$month', at(given.month, value, 'date'))}, ${value(given.search ?? null)})
    with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality`,
};

export const monthlyDebt: Source = {
  title: { vi: 'Báo cáo công nợ', en: 'Debt report' },
  columns: [
    ...agency,
    dong('opening', 'Nợ đầu', 'Opening', 'r.opening_amount'),
    dong('increase', 'Phát sinh tăng', 'Increase', 'r.increase_amount'),
    dong('decrease', 'Phát sinh giảm', 'Decrease', 'r.decrease_amount'),
    dong('closing', 'Nợ cuối', 'Closing', 'r.closing_amount'),
  ],
  from: (
    given,
    value,
  ) => `from report.monthly_debt(${month.replace('$month', at(given.month, value, 'date'))},
      ${at(given.knownAt, value, 'timestamptz')}, ${value(given.search ?? null)})
    with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality`,
};

export const ageing: Source = {
  title: { vi: 'Báo cáo tuổi nợ', en: 'Ageing of debt' },
  columns: [
    ...agency,
    dong('notDue', 'Chưa đến hạn', 'Not due', 'r.not_due_amount'),
    dong('upTo30', '1–30 ngày', '1–30 days', 'r.up_to_30_amount'),
    dong('upTo60', '31–60 ngày', '31–60 days', 'r.up_to_60_amount'),
    dong('upTo90', '61–90 ngày', '61–90 days', 'r.up_to_90_amount'),
    dong('over90', 'Trên 90 ngày', 'Over 90 days', 'r.over_90_amount'),
    dong('advance', 'Trả trước', 'Advance', 'r.advance_amount'),
    dong('debt', 'Công nợ', 'Debt', 'r.debt_amount'),
  ],
  from: (
    given,
    value,
  ) => `from report.ageing(${at(given.to, value, 'date')}, ${value(given.search ?? null)})
    with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality`,
};

export const agencyRanking: Source = {
  title: { vi: 'Xếp hạng đại lý', en: 'Ranking of agencies' },
  columns: [
    { key: 'place', vi: 'Hạng', en: 'Place', kind: 'count', width: 8, sql: 'r.place' },
    ...agency,
    dong('sold', 'Mua 12 tháng', 'Bought in 12 months', 'r.sold_amount'),
    dong('before', '12 tháng trước đó', '12 months before', 'r.sold_before_amount'),
    dong('collected', 'Đã thu 12 tháng', 'Collected in 12 months', 'r.collected_amount'),
  ],
  from: () =>
    'from report.agency_ranking() with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality',
};

export const statement: Source = {
  title: { vi: 'Sổ chi tiết công nợ', en: 'Statement' },
  columns: [
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 'r.business_date' },
    { key: 'entry', vi: 'Diễn giải', en: 'Entry', kind: 'text', width: 20, sql: 'r.kind' },
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'r.code' },
    dong('up', 'Tăng', 'Increase', 'r.increase_amount'),
    dong('down', 'Giảm', 'Decrease', 'r.decrease_amount'),
    dong('balance', 'Còn nợ', 'Balance', 'r.balance_amount'),
  ],
  from: (given, value) => `from agency.agency as a
    cross join lateral report.agency_statement(a.id, ${at(given.from, value, 'date')}, ${at(given.to, value, 'date')})
      with ordinality as r where a.id::text = ${value(given.agencyId ?? '')} order by r.ordinality`,
};

const quantity = (key: string, vi: string, en: string, sql: string): SourceColumn => ({
  key,
  vi,
  en,
  kind: 'quantity',
  width: 12,
  sql,
});

export const stock: Source = {
  title: { vi: 'Báo cáo tồn kho', en: 'Stock report' },
  columns: [
    { key: 'sku', vi: 'Mã hàng', en: 'Item code', kind: 'text', width: 14, sql: 'i.sku' },
    { key: 'item', vi: 'Tên hàng', en: 'Item', kind: 'text', width: 32, sql: 'i.item_name' },
    { key: 'unit', vi: 'ĐVT', en: 'Unit', kind: 'text', width: 8, sql: 'u.name' },
    quantity('opening', 'Tồn đầu', 'Opening', 'r.opening_quantity'),
    quantity('in', 'Nhập', 'In', 'r.in_quantity'),
    quantity('out', 'Xuất', 'Out', 'r.out_quantity'),
    quantity('adjusted', 'Kiểm kê', 'Counted', 'r.adjustment_quantity'),
    quantity('freeIn', 'Nhập tặng', 'Free in', 'r.free_in_quantity'),
    quantity('freeOut', 'Xuất tặng', 'Free out', 'r.free_out_quantity'),
    quantity('kept', 'Trong đó giữ số', 'Of it kept', 'r.kept_quantity'),
    quantity('closing', 'Tồn cuối', 'Closing', 'r.closing_quantity'),
    dong('worth', 'Giá trị', 'Worth', 'r.worth'),
  ],
  from: (
    given,
    value,
  ) => `from report.stock_between(${at(given.from, value, 'date')}, ${at(given.to, value, 'date')},
      ${at(given.knownAt, value, 'timestamptz')}, ${value(given.search ?? null)}) with ordinality as r
    join inventory.item as i on i.id = r.item_id join inventory.unit as u on u.id = i.unit_id order by r.ordinality`,
};
