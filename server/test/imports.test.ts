import { randomUUID } from 'node:crypto';
import { runOnce } from 'graphile-worker';
import pg from 'pg';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../worker/file/imports/sheet.ts';
import { readXlsx } from '../../worker/file/imports/xlsx.ts';
import { silentWorkerLogger } from '../../worker/log.ts';
import { queuePreset } from '../../worker/queue_preset.ts';
import { taskList } from '../../worker/test/support/tasks.ts';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let pgPool: pg.Pool;
let warehouse: Person;
beforeAll(async () => {
  server = await testServer();
  warehouse = await server.signedIn('warehouse');
  pgPool = new pg.Pool({ connectionString: server.db.workerUrl, max: 4 });
});
afterAll(async () => {
  await pgPool.end();
  await server.close();
});

const FIELDS =
  'id status rowCount faultCount summary faults { nodes { rowNo columnCode reason value } }';
const runQueue = () =>
  runOnce({
    pgPool,
    taskList,
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
  });
const startImport = (
  person: Person,
  what: string,
  clientKey = randomUUID(),
  fileName = 'hang.csv',
) =>
  person.graphql(
    `mutation ($input: StartImportInput!) { startImport(input: $input) { import { id } } }`,
    { input: { clientKey, what, fileName } },
  );
const endUpload = (person: Person, importId: string) =>
  person.graphql(
    'mutation ($input: EndImportUploadInput!) { endImportUpload(input: $input) { import { '
      + `${FIELDS} } } }`,
    { input: { importId } },
  );
const apply = (person: Person, importId: string, clientKey = randomUUID()) =>
  person.graphql(
    `mutation ($input: ApplyImportInput!) { applyImport(input: $input) { import { ${FIELDS} } } }`,
    { input: { clientKey, importId } },
  );
const look = async (person: Person, id: string) =>
  (await person.graphql(`query ($id: ID!) { import(id: $id) { ${FIELDS} } }`, { id })).body.data
    .import;
const refusalOf = ({ body }: Answer) => body.errors?.[0]?.extensions;

/** Sends a piece as the page does: bytes, and the header that only our page sets. */
async function sendPiece(
  person: Person,
  id: string,
  bytes: Buffer | string,
  options: { seq?: number | string; headers?: Record<string, string | undefined> } = {},
) {
  const headers = new Headers({
    'X-Sodaily-CSRF': '1',
    'Content-Type': 'application/octet-stream',
    Cookie: person.cookieHeader(),
  });
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  const response = await fetch(`${server.url}/api/v1/imports/${id}/bytes/${options.seq ?? 0}`, {
    method: 'PUT',
    headers,
    body: bytes as never,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function begun(person = warehouse, what = 'items'): Promise<string> {
  return (await startImport(person, what)).body.data.startImport.import.id as string;
}
const csvOf = (sku: string) =>
  `Mã hàng,Tên hàng,Đơn vị tính,Giá nhập\r\n${sku},Kẹo ${sku},Thùng,12.000\r\n`;

describe('a file that comes in', () => {
  test('is sent in pieces, checked by the worker and applied on the word of whoever brought it', async () => {
    const id = await begun();
    const bytes = Buffer.from(csvOf('K-01'));
    expect((await sendPiece(warehouse, id, bytes.subarray(0, 20))).status).toBe(204);
    expect((await sendPiece(warehouse, id, bytes.subarray(20), { seq: 1 })).status).toBe(204);
    expect((await endUpload(warehouse, id)).body.data.endImportUpload.import).toMatchObject({
      status: 'checking',
      rowCount: null,
    });
    await runQueue();
    expect(await look(warehouse, id)).toMatchObject({
      status: 'checked',
      rowCount: '1',
      faultCount: '0',
      summary: { items: '1' },
      faults: { nodes: [] },
    });

    const clientKey = randomUUID();
    expect((await apply(warehouse, id, clientKey)).body.data.applyImport.import.status).toBe(
      'applying',
    );
    expect((await apply(warehouse, id, clientKey)).body.data.applyImport.import.id).toBe(id);
    await runQueue();

    expect(await look(warehouse, id)).toMatchObject({ status: 'applied' });
    expect(
      await server.db.query('select item_name from inventory.item where sku = $1', ['K-01']),
    ).toEqual([{ item_name: 'Kẹo K-01' }]);
  });

  test('tells every fault, each with its row, column and what stands there', async () => {
    const id = await begun();
    await sendPiece(
      warehouse,
      id,
      'Mã hàng,Tên hàng,Đơn vị tính,Giá nhập\r\nK-02,,Thùng,12.000\r\nK-03,Kẹo,Xe,mười\r\n',
    );
    await endUpload(warehouse, id);
    await runQueue();

    expect((await look(warehouse, id)).faults.nodes).toEqual([
      { rowNo: '2', columnCode: 'item_name', reason: 'required', value: null },
      { rowNo: '3', columnCode: 'import_price', reason: 'malformed_number', value: 'mười' },
      { rowNo: '3', columnCode: 'unit', reason: 'unknown', value: 'Xe' },
    ]);
    expect(refusalOf(await apply(warehouse, id))).toMatchObject({
      code: 'INVALID_TRANSITION',
      details: { fault_count: '3' },
    });
  });

  test('may have a piece sent again, and begin anew', async () => {
    const id = await begun();
    await sendPiece(warehouse, id, 'half of something else');
    const bytes = Buffer.from(csvOf('K-04'));
    await sendPiece(warehouse, id, bytes.subarray(0, 30));
    await sendPiece(warehouse, id, bytes.subarray(30), { seq: 1 });
    await sendPiece(warehouse, id, bytes.subarray(30), { seq: 1 });
    await endUpload(warehouse, id);
    await runQueue();

    expect(await look(warehouse, id)).toMatchObject({
      status: 'checked',
      rowCount: '1',
      faultCount: '0',
    });
  });

  test('is one file, however often its beginning is asked for', async () => {
    const key = randomUUID();
    const [first, again] = [
      await startImport(warehouse, 'items', key),
      await startImport(warehouse, 'items', key),
    ];

    expect(again.body.data.startImport.import.id).toBe(first.body.data.startImport.import.id);
    expect(refusalOf(await startImport(warehouse, 'items', key, 'other.csv'))).toMatchObject({
      code: 'DUPLICATE_REQUEST',
    });
  });

  test('that is empty is said to be missing', async () => {
    expect(refusalOf(await endUpload(warehouse, await begun()))).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'file', reason: 'required' }] },
    });
  });

  test('that is too large is refused with the limit', async () => {
    const id = await begun();
    const piece = Buffer.alloc(512 * 1024, 'a');
    for (let seq = 0; seq < 40; seq += 1)
      expect((await sendPiece(warehouse, id, piece, { seq })).status).toBe(204);

    expect(await sendPiece(warehouse, id, 'a', { seq: 40 })).toMatchObject({
      status: 413,
      body: { code: 'FILE_TOO_LARGE', details: { limit: String(20 * 1024 * 1024) } },
    });
  });

  test('takes nothing more once it is whole', async () => {
    const id = await begun();
    await sendPiece(warehouse, id, csvOf('K-05'));
    await endUpload(warehouse, id);

    expect(await sendPiece(warehouse, id, 'more', { seq: 1 })).toMatchObject({
      status: 409,
      body: { code: 'INVALID_TRANSITION' },
    });
    await runQueue();
  });

  test('that is in the books already is refused, with who applied it when', async () => {
    const ids = [await begun(), await begun()];
    for (const id of ids) await sendPiece(warehouse, id, csvOf('K-06'));
    await endUpload(warehouse, ids[0] ?? '');
    await runQueue();
    await apply(warehouse, ids[0] ?? '');
    await runQueue();

    expect(refusalOf(await endUpload(warehouse, ids[1] ?? ''))).toMatchObject({
      code: 'DUPLICATE_FILE',
      details: { import_id: ids[0], file_name: 'hang.csv', applied_by: expect.any(String) },
    });
  });
});

describe('who may bring what in', () => {
  test.each([
    ['sales', 'items'],
    ['sales', 'opening_debt'],
    ['warehouse', 'agencies'],
    ['warehouse', 'opening_debt'],
    ['accountant', 'receipts'],
    ['auditor', 'items'],
    ['agency', 'items'],
  ])('%s does not bring in %s', async (role, what) => {
    expect(refusalOf(await startImport(await server.signedIn(role), what))).toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  test('each sees what they may bring in', async () => {
    const kindsOf = async (role: string) =>
      (
        await (await server.signedIn(role)).graphql('{ importKinds { nodes { code mayBringIn } } }')
      ).body.data.importKinds.nodes
        .filter(({ mayBringIn }: { mayBringIn: boolean }) => mayBringIn)
        .map(({ code }: { code: string }) => code);

    expect(await kindsOf('warehouse')).toEqual(['items', 'opening_stock', 'receipts']);
    expect(await kindsOf('accountant')).toEqual(['opening_debt']);
    expect(await kindsOf('agency')).toEqual([]);
  });

  test('a file is nobody else’s: neither its bytes nor its faults nor its end', async () => {
    const id = await begun();
    await sendPiece(warehouse, id, csvOf(''));
    const admin = await server.signedIn('manager');

    expect(await sendPiece(admin, id, 'x')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    expect(refusalOf(await endUpload(admin, id))).toMatchObject({ code: 'NOT_FOUND' });
    expect(refusalOf(await apply(admin, id))).toMatchObject({ code: 'NOT_FOUND' });
    await endUpload(warehouse, id);
    await runQueue();
    expect((await look(warehouse, id)).faults.nodes).toHaveLength(1);
    const { body } = await admin.graphql(
      'query ($id: ID!) { importFaults(filter: { importId: { equalTo: $id } }) { nodes { '
        + 'rowNo } } }',
      { id },
    );
    expect(body.data.importFaults.nodes).toEqual([]);
  });

  test('what is unknown is nothing', async () => {
    expect((await sendPiece(warehouse, '999999', 'x')).status).toBe(404);
    expect(refusalOf(await startImport(warehouse, 'wishes'))).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'what', reason: 'unknown', value: 'wishes' }] },
    });
  });
});

describe('the address of pieces', () => {
  test('takes bytes of people who are signed in, from our own page, and nothing else', async () => {
    const id = await begun();

    expect((await sendPiece(server.visitor(), id, 'x')).status).toBe(401);
    expect(
      (await sendPiece(warehouse, id, 'x', { headers: { 'X-Sodaily-CSRF': undefined } })).body.code,
    ).toBe('CSRF_HEADER_MISSING');
    expect(
      (await sendPiece(warehouse, id, 'x', { headers: { 'Sec-Fetch-Site': 'cross-site' } })).body
        .code,
    ).toBe('CROSS_SITE_REQUEST');
    expect(
      await sendPiece(warehouse, id, '{}', { headers: { 'Content-Type': 'application/json' } }),
    ).toMatchObject({ status: 415 });
    expect(await sendPiece(warehouse, id, 'x', { seq: 'first' })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR' },
    });
    expect((await sendPiece(warehouse, id, Buffer.alloc(600 * 1024))).status).toBe(413);
    const { status, headers } = await warehouse.get(`/api/v1/imports/${id}/bytes/0`);
    expect([status, headers.get('allow')]).toEqual([405, 'PUT']);
  });
});

describe('a template', () => {
  const fetchTemplate = async (person: Person, path: string) => {
    const response = await fetch(`${server.url}/api/v1/imports/templates/${path}`, {
      headers: { Cookie: person.cookieHeader() },
    });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const headsOf = async (bytes: Buffer) => {
    let last: Cell[] = [];
    for await (const { cells } of (await readXlsx(bytes)).rows) last = cells;
    return last;
  };

  test('has the heads of its kind, with a star where every row needs one', async () => {
    const { status, headers, bytes } = await fetchTemplate(warehouse, 'items');

    expect(status).toBe(200);
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain(
      'Mẫu nhập Mặt hàng.xlsx',
    );
    expect(await headsOf(bytes)).toEqual([
      'Mã hàng *',
      'Tên hàng *',
      'Đơn vị tính *',
      'Giá nhập *',
      'Mã vạch',
      'Tồn tối thiểu',
      'Nhóm hàng',
      'Tồn đầu',
      'Đang bán',
    ]);
    expect((await headsOf((await fetchTemplate(warehouse, 'items?language=en')).bytes))[0]).toBe(
      'Code *',
    );
  });

  test.each(['agencies', 'items', 'opening_stock', 'opening_debt', 'receipts'])(
    'of %s has a sheet with a name that every program takes',
    async (what) => {
      for (const language of ['vi', 'en']) {
        const { status, bytes } = await fetchTemplate(warehouse, `${what}?language=${language}`);
        expect(status).toBe(200);
        const [sheet] = await readExcel(bytes);
        expect(sheet?.sheet).toMatch(
          language === 'vi' ? /^Mẫu nhập [^:\\/?*[\]']{1,22}$/ : /^Template [^:\\/?*[\]']{1,22}$/,
        );
      }
    },
  );

  test('comes back as an empty file, heads understood', async () => {
    const { bytes } = await fetchTemplate(warehouse, 'items');
    const id = await begun();
    await sendPiece(warehouse, id, bytes);
    await endUpload(warehouse, id);
    await runQueue();

    expect(await look(warehouse, id)).toMatchObject({
      status: 'checked',
      rowCount: '0',
      faultCount: '0',
    });
    expect(refusalOf(await apply(warehouse, id))).toMatchObject({
      code: 'INVALID_TRANSITION',
      details: { row_count: '0' },
    });
  });

  test('is of what there is, for people who are signed in', async () => {
    expect((await fetchTemplate(warehouse, 'wishes')).status).toBe(404);
    expect((await fetchTemplate(warehouse, 'items?language=fr')).status).toBe(400);
    expect((await fetchTemplate(server.visitor(), 'items')).status).toBe(401);
  });
});
