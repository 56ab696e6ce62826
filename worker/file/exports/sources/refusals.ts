import { startOfDay, where, type Source } from '../source.ts';

export const refusals: Source = {
  title: { vi: 'Các lần bị từ chối', en: 'Refusals' },
  columns: [
    { key: 'createdAt', vi: 'Lúc', en: 'At', kind: 'moment', width: 18, sql: 'r.created_at' },
    {
      key: 'who',
      vi: 'Người làm',
      en: 'Who',
      kind: 'text',
      width: 22,
      sql: 'audit.refusal_user_name(r)',
    },
    { key: 'command', vi: 'Việc', en: 'Command', kind: 'text', width: 24, sql: 'r.command' },
    { key: 'code', vi: 'Mã từ chối', en: 'Code', kind: 'text', width: 24, sql: 'r.code' },
    { key: 'details', vi: 'Số liệu', en: 'Figures', kind: 'text', width: 60, sql: 'r.details' },
    {
      key: 'trace',
      vi: 'Mã truy vết',
      en: 'Trace id',
      kind: 'text',
      width: 20,
      sql: 'r.request_id',
    },
  ],
  from: ({ from, to, code, userId }, value) => `from audit.refusal as r
    ${where(
      from && `r.created_at >= ${startOfDay(value(from))}`,
      to && `r.created_at < ${startOfDay(value(to))} + interval '1 day'`,
      code && `r.code = ${value(code)}`,
      userId && `r.user_id::text = ${value(userId)}`,
    )}
    order by r.created_at desc, r.id::text desc`,
};
