import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Column } from '../../../platform/sheets/column.ts';
import { writeXlsx } from '../../../platform/sheets/xlsx.ts';
import { asUser, type Caller } from '../../database/transactions.ts';
import { Refusal } from '../../http/errors.ts';
import { parseBody } from '../../http/shapes.ts';
import type { Services } from '../../services.ts';
import { attachment } from './file_names.ts';

type Language = 'vi' | 'en';
type Template = {
  name_vi: string;
  name_en: string;
  columns: readonly { code: string; vi: string; en: string; form: string; width: number }[];
};

/** Heads as people write them; the star of required columns is none of their names. */
const TEMPLATE = {
  name: 'import_template',
  text: `select k.name_vi, k.name_en, (
      select json_agg(json_build_object(
        'code', c.code, 'form', c.form,
        'vi', c.name_vi || case when c.is_required then ' *' else '' end,
        'en', c.name_en || case when c.is_required then ' *' else '' end,
        'width', greatest(length(c.name_vi), length(c.example)) + 4) order by c.place)
      from file.import_column as c where c.import_kind_code = k.code
        -- only lists that went out have one
        and c.code <> 'version') as columns
  from file.import_kind as k where k.code = $1`,
};

const TEXTS = {
  vi: {
    title: 'Mẫu nhập',
    hint:
      'Cột có dấu * là bắt buộc. Mỗi dòng dưới hàng tiêu đề là một dòng dữ liệu; thứ tự cột '
      + 'tùy ý.',
  },
  en: {
    title: 'Template',
    hint:
      'Columns with * are required. Every row below the heads is a row of data; columns may '
      + 'stand in any order.',
  },
} as const;

export const templateQuery = z.object({ language: z.enum(['vi', 'en']).default('vi') });

/**
 * GET /api/v1/imports/templates/:what?language=vi: an empty spreadsheet with the heads of a file.
 * Error: NOT_FOUND.
 */
export async function fetchImportTemplate(
  { pool }: Services,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const { language } = parseBody(templateQuery, request.query);
  const what = String(request.params.what);
  const template = await asUser(pool, caller, async (client) => {
    const { rows } = await client.query<Template>({ ...TEMPLATE, values: [what] });
    return rows[0];
  });
  if (!template) throw new Refusal('NOT_FOUND', { what });
  const name = language === 'en' ? template.name_en : template.name_vi;
  const title = `${TEXTS[language].title}: ${name}`;
  response.set({
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': attachment(
      `so-dai-ly-mau-${what.replaceAll('_', '-')}.xlsx`,
      `${title.replace(':', '')}.xlsx`,
    ),
    'X-Content-Type-Options': 'nosniff',
  });
  const sheet = writeXlsx({
    title,
    subtitle: TEXTS[language].hint,
    columns: template.columns.map(asColumn),
    language: language satisfies Language,
    total: 0,
    batches: Readable.from([]),
  });
  await pipeline(Readable.from(sheet, { objectMode: false }), response);
}

/** Dates are left to the program that people use; everything that is no figure stays as written. */
function asColumn({ code, vi, en, form, width }: Template['columns'][number]): Column {
  const kind = ({ dong: 'dong', quantity: 'quantity', date: 'date' } as const)[form] ?? 'text';
  return { key: code, vi, en, width, kind };
}
