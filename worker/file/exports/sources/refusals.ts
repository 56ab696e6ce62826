import { refusalSentence } from '../refusal_sentence.ts';
import { startOfDay, where, type Source } from '../source.ts';

export const refusals: Source = {
  columns: [
    { key: 'createdAt', kind: 'moment', width: 18, sql: 'r.created_at' },
    { key: 'who', kind: 'text', width: 22, sql: 'audit.refusal_user_name(r)' },
    { key: 'command', kind: 'text', width: 24, sql: 'r.command', words: 'command' },
    { key: 'code', kind: 'text', width: 24, sql: 'r.code' },
    {
      key: 'refusal',
      kind: 'text',
      width: 48,
      sql: "jsonb_build_object('code', r.code, 'details', r.details)",
      say: refusalSentence,
    },
    { key: 'details', kind: 'text', width: 60, sql: 'r.details' },
    { key: 'trace', kind: 'text', width: 20, sql: 'r.request_id' },
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
