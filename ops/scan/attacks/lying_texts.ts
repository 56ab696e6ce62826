import { anyOf, keysOf, plausible, TABLES } from '../commands.ts';
import type { Attack, Scan } from '../scan.ts';
import { filled, inputOf, mutations, type Field } from '../schema.ts';
import { command, toldIn } from '../send.ts';

/** Texts that look like others, hide what follows, or are two lines where one is expected. */
const LIES = [
  'Cửa hàng\r\nBcc: all@example.test',
  'Cửa hàng\nX-Injected: 1',
  'Hóa đơn\u202Egnp.exe',
  '\u2066Cửa hàng\u2069 Minh',
  'Cửa\u200Bhàng',
  '\uFEFFCửa hàng',
  'Cửa\u2028hàng',
  'Cửa\u0000hàng',
  'Cửa\u001B[31mhàng',
  'Cửa\u007Fhàng',
  '\u3164',
  '\u00A0\u2003',
  '\uD800',
  '<x@example.test>',
  'Minh <x@example.test>',
  'g:z@example.test;',
  '"a b"@example.test',
  'a@b@example.test',
  'a,b@example.test',
  'a@example.test\r\nCc: b@example.test',
  'a@exa\u202Emple.test',
  'a@-example.test',
  'a@[127.0.0.1]',
  '=HYPERLINK("http://evil.example")',
];

/** Columns of one line, which lists, mails and papers show as they are. */
const ONE_LINE =
  '^(name|name_vi|name_en|full_name|item_name|code|sku|representative|email|recipient|phone|address|ward|tax_code|reference|file_name)$';
const FORBIDDEN =
  '[\\u0001-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]';
/** What a mailer reads as more than one address, or as a name with an address. */
const STRANGE_ADDRESS = '[\\s<>,;:"()\\[\\]\\\\]|@.*@';

/** Every text of every command, as a text that lies; then the books are looked through for it. */
export const lyingTextsAttack: Attack = {
  name: '11 Texts that lie',
  async run(scan) {
    const cases = mutations.flatMap((mutation) =>
      textsOf(mutation).flatMap((field) => LIES.map((lie) => ({ mutation, field, lie }))),
    );
    for (const { mutation, field, lie } of scan.sample(cases))
      await tell(scan, mutation, field, lie);
    await lookThrough(scan);
  },
};

function textsOf(mutation: Field): string[] {
  const names = new Set<string>();
  filled(inputOf(mutation), 'input', (name, type) => {
    if (type === 'String' && name !== 'clientKey') names.add(name);
  });
  return [...names];
}

async function tell(scan: Scan, mutation: Field, field: string, lie: string): Promise<void> {
  const { report, people, random } = scan;
  const [primary = ''] = keysOf(mutation);
  const id = anyOf(scan, primary);
  const version = await versionOf(scan, primary, id);
  const input = filled(inputOf(mutation), 'input', (name, type) => {
    if (name === field) return lie;
    if (type === 'ID') return anyOf(scan, name);
    return name === 'version' ? version : plausible(name, type, undefined);
  });
  const role = random.pick(['admin', 'manager'] as const);
  const answer = await command(scan, people[role], mutation.name, input);
  report.answer(
    `${role} ${mutation.name} with ${field} ${JSON.stringify(lie)} → `
      + `${toldIn(answer).code ?? 'done'}`,
    answer,
    { status: [200, 400, 429], hides: [/X-Injected: 1\r?\n/] },
  );
}

async function versionOf({ target }: Scan, key: string, id: string): Promise<string> {
  const table = TABLES[key];
  if (table === undefined || key === 'ids') return '1';
  const quoted = table.replace('auth.user', 'auth."user"');
  const [row] = await target
    .query<{ version: string }>(
      `select to_jsonb(t) ->> 'version' as version from ${quoted} as t where t.id::text = $1`,
      [id],
    )
    .catch(() => []);
  return row?.version ?? '1';
}

async function lookThrough({ target, report }: Scan): Promise<void> {
  const columns = await target.query<{ place: string; table: string; column: string }>(
    `select format('%I.%I', c.table_schema, c.table_name) as "table", c.column_name as "column",
       c.table_name || '.' || c.column_name as place
     from information_schema.columns as c
     join information_schema.tables as t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.data_type = 'text' and c.column_name ~ $1
       and c.table_schema = any('{agency,auth,inventory,finance,config,file,notification}')`,
    [ONE_LINE],
  );
  for (const { table, column, place } of columns) {
    const isAddress = ['email', 'recipient'].includes(column);
    const rows = await target.query<{ text: string }>(
      `select ${column} as text from ${table} where ${column} ~ $1 limit 5`,
      [isAddress ? `${FORBIDDEN}|${STRANGE_ADDRESS}` : FORBIDDEN],
    );
    report.expect(`${place} holds nothing that lies`, rows.length === 0, JSON.stringify(rows));
  }
}
