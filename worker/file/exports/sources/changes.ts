import { startOfDay, where, type Source } from '../source.ts';

export const changes: Source = {
  title: { vi: 'Nhật ký thay đổi', en: 'Audit trail' },
  columns: [
    { key: 'changedAt', vi: 'Lúc', en: 'At', kind: 'moment', width: 18, sql: 'c.changed_at' },
    {
      key: 'who',
      vi: 'Người làm',
      en: 'Who',
      kind: 'text',
      width: 22,
      sql: 'coalesce(audit.change_user_name(c), c.database_user)',
    },
    { key: 'action', vi: 'Việc', en: 'Action', kind: 'text', width: 10, sql: 'c.action' },
    { key: 'table', vi: 'Bảng', en: 'Table', kind: 'text', width: 22, sql: 'c.table_name' },
    { key: 'row', vi: 'Khóa', en: 'Key', kind: 'text', width: 12, sql: 'c.row_key' },
    { key: 'before', vi: 'Trước', en: 'Before', kind: 'text', width: 40, sql: 'c.before' },
    { key: 'after', vi: 'Sau', en: 'After', kind: 'text', width: 40, sql: 'c.after' },
    { key: 'trace', vi: 'Mã truy vết', en: 'Trace id', kind: 'text', width: 20, sql: 'c.trace_id' },
  ],
  from: ({ from, to, table, rowKey, userId }, value) => `from audit.change as c
    ${where(
      from && `c.changed_at >= ${startOfDay(value(from))}`,
      to && `c.changed_at < ${startOfDay(value(to))} + interval '1 day'`,
      table && `c.table_name = ${value(table)}`,
      rowKey && `c.row_key = ${value(rowKey)}`,
      userId && `c.user_id::text = ${value(userId)}`,
    )}
    order by c.changed_at desc, c.id::text desc`,
};
