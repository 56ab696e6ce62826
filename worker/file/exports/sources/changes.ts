import { startOfDay, where, type Source } from '../source.ts';

export const changes: Source = {
  columns: [
    { key: 'changedAt', kind: 'moment', width: 18, sql: 'c.changed_at' },
    {
      key: 'who',
      kind: 'text',
      width: 22,
      sql: 'coalesce(audit.change_user_name(c), c.database_user)',
    },
    { key: 'action', kind: 'text', width: 10, sql: 'c.action', words: 'change_action' },
    { key: 'table', kind: 'text', width: 22, sql: 'c.table_name', words: 'table' },
    { key: 'row', kind: 'text', width: 12, sql: 'c.row_key' },
    { key: 'before', kind: 'text', width: 40, sql: 'c.before' },
    { key: 'after', kind: 'text', width: 40, sql: 'c.after' },
    { key: 'trace', kind: 'text', width: 20, sql: 'c.trace_id' },
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
