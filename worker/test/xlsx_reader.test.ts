// Files as Excel, LibreOffice and others write them, and files that mean harm.
import yazl from 'yazl';
import { describe, expect, test } from 'vitest';
import { Unreadable, type SheetRow } from '../file/imports/sheet.ts';
import { readXlsx } from '../file/imports/xlsx.ts';

const NAMES =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
  + 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const standard = {
  'xl/workbook.xml':
    `<workbook ${NAMES}><sheets><sheet name="Hàng" sheetId="1" r:id="rId7"/><sheet `
    + 'name="Khác" sheetId="2" r:id="rId8"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId8" Target="worksheets/other.xml"/><Relationship '
    + 'Id="rId7" Target="worksheets/first.xml"/></Relationships>',
};

async function packed(parts: Record<string, string>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries({ ...standard, ...parts }))
    zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
const sheet = (rows: string) =>
  `<worksheet ${NAMES}><dimension ref="A1:C9"/><sheetData>${rows}</sheetData></worksheet>`;

async function read(parts: Record<string, string>): Promise<SheetRow[]> {
  const found: SheetRow[] = [];
  for await (const row of (await readXlsx(await packed(parts))).rows) found.push(row);
  return found;
}

describe('a workbook', () => {
  test('keeps its texts apart, in runs and with how they are read aloud', async () => {
    expect(
      await read({
        'xl/sharedStrings.xml':
          '<sst><si><t>Mã hàng</t></si><si><r><t>Bánh '
          + '</t></r><r><t>kẹo</t></r><rPh><t>đọc</t></rPh></si></sst>',
        'xl/worksheets/first.xml': sheet(
          '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>',
        ),
      }),
    ).toEqual([{ rowNo: 1, cells: ['Mã hàng', null, 'Bánh kẹo'] }]);
  });

  test('has numbers, formulas with what they came to, and texts in the cell', async () => {
    expect(
      await read({
        'xl/worksheets/first.xml': sheet(
          '<row r="4"><c r="A4"><v>12500</v></c><c r="B4"><f>A4*2</f><v>25000</v></c><c '
            + 'r="C4" t="inlineStr"><is><t>0900 000 001</t></is></c></row>',
        ),
      }),
    ).toEqual([{ rowNo: 4, cells: [12_500, 25_000, '0900 000 001'] }]);
  });

  test('may say no places, leave rows empty and write a prefix before every name', async () => {
    expect(
      await read({
        'xl/worksheets/first.xml':
          '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c '
          + 't="str"><x:v>một</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row/><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      }),
    ).toEqual([
      { rowNo: 1, cells: ['một', 2] },
      { rowNo: 3, cells: [3] },
    ]);
  });

  test('of which only the first sheet counts', async () => {
    expect(
      await read({
        'xl/worksheets/first.xml': sheet(''),
        'xl/worksheets/other.xml': sheet('<row><c><v>1</v></c></row>'),
      }),
    ).toEqual([]);
  });
});

describe('cells that were made one', () => {
  const text = (place: string, written: string) =>
    `<c r="${place}" t="inlineStr"><is><t>${written}</t></is></c>`;
  const merged = (rows: string, ...areas: string[]) =>
    `<worksheet ${NAMES}><sheetData>${rows}</sheetData><mergeCells>${areas
      .map((area) => `<mergeCell ref="${area}"/>`)
      .join('')}</mergeCells></worksheet>`;

  test('say in every row what the first of them says', async () => {
    expect(
      await read({
        'xl/worksheets/first.xml': merged(
          `<row r="1">${text('A1', 'HD-1')}${text('B1', 'MI')}</row>
           <row r="2"><c r="A2"/>${text('B2', 'GAO')}</row>
           <row r="3">${text('B3', 'SUA')}</row>
           <row r="4">${text('A4', 'HD-2')}${text('B4', 'MI')}</row>
           <row r="5">${text('B5', 'MI')}</row>`,
          'A1:A3',
          'B4:C4',
        ),
      }),
    ).toEqual([
      { rowNo: 1, cells: ['HD-1', 'MI'] },
      { rowNo: 2, cells: ['HD-1', 'GAO'], merged: [0] },
      { rowNo: 3, cells: ['HD-1', 'SUA'], merged: [0] },
      { rowNo: 4, cells: ['HD-2', 'MI'] },
      { rowNo: 5, cells: [null, 'MI'] },
    ]);
  });

  test('make no row of one that has nothing of its own', async () => {
    expect(
      await read({
        'xl/worksheets/first.xml': merged(
          `<row r="1">${text('A1', 'Nhóm')}${text('B1', 'MI')}</row><row r="2"><c r="A2"/></row>`,
          'A1:A2',
        ),
      }),
    ).toEqual([{ rowNo: 1, cells: ['Nhóm', 'MI'] }]);
  });

  test('are read as far as they go, whatever their list says', async () => {
    const wild = ['A1:A1048576', 'XFD1:XFD9', 'A9:A1', 'rubbish', 'A1'];
    expect(
      await read({
        'xl/worksheets/first.xml': merged(
          `<row r="1">${text('A1', 'x')}</row><row r="2">${text('B2', 'y')}</row>`,
          ...wild,
        ),
      }),
    ).toEqual([
      { rowNo: 1, cells: ['x'] },
      { rowNo: 2, cells: ['x', 'y'], merged: [0] },
    ]);
  });
});

describe('cells are read as people see them', () => {
  const styles =
    `<styleSheet ${NAMES}><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt `
    + 'numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf '
    + 'numFmtId="165"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf '
    + 'numFmtId="165"/><xf numFmtId="14"/></cellXfs></styleSheet>';

  test('without the noise of the machine, with the noughts of their format', async () => {
    expect(
      await read({
        'xl/styles.xml': styles,
        'xl/worksheets/first.xml': sheet(
          '<row r="1"><c><v>116640.00000000001</v></c><c s="1"><v>123</v></c><c '
            + 't="b"><v>1</v></c><c t="str"><v>một_x000D_hai</v></c><c '
            + 't="d"><v>2026-11-30T00:00:00</v></c></row>',
        ),
      }),
    ).toEqual([{ rowNo: 1, cells: [116_640, '00123', 'TRUE', 'một\rhai', '2026-11-30'] }]);
  });

  test('days are days, counted from 1900 or from 1904', async () => {
    const row = '<row r="1"><c s="2"><v>46356</v></c><c s="3"><v>46356.5</v></c></row>';
    expect(await read({ 'xl/styles.xml': styles, 'xl/worksheets/first.xml': sheet(row) })).toEqual([
      {
        rowNo: 1,
        cells: [
          { day: 46_356, text: '2026-11-30' },
          { day: 46_356.5, text: '2026-11-30' },
        ],
      },
    ]);
    expect(
      await read({
        'xl/styles.xml': styles,
        'xl/workbook.xml':
          `<workbook ${NAMES}><workbookPr date1904="1"/><sheets><sheet `
          + 'r:id="rId7"/></sheets></workbook>',
        'xl/worksheets/first.xml': sheet('<row r="1"><c s="2"><v>44894</v></c></row>'),
      }),
    ).toEqual([{ rowNo: 1, cells: [{ day: 46_356, text: '2026-11-30' }] }]);
  });

  test('what a formula could not find is a fault', async () => {
    expect(
      await read({
        'xl/worksheets/first.xml': sheet('<row r="1"><c t="e"><v>#N/A</v></c></row>'),
      }),
    ).toEqual([{ rowNo: 1, cells: [{ fault: 'error_cell', text: '#N/A' }] }]);
  });

  test('of the sheet that was open, or the first that is not hidden', async () => {
    const first = sheet('<row r="1"><c><v>1</v></c></row>');
    const other = sheet('<row r="1"><c><v>2</v></c></row>');
    const book = (view: string, state: string) =>
      `<workbook ${NAMES}><bookViews><workbookView ${view}/></bookViews><sheets><sheet `
      + `name="Một" ${state} r:id="rId7"/><sheet name="Hai" `
      + 'r:id="rId8"/></sheets></workbook>';
    const of = (view: string, state: string) =>
      read({
        'xl/workbook.xml': book(view, state),
        'xl/worksheets/first.xml': first,
        'xl/worksheets/other.xml': other,
      });

    expect(await of('', '')).toEqual([{ rowNo: 1, cells: [1] }]);
    expect(await of('activeTab="1"', '')).toEqual([{ rowNo: 1, cells: [2] }]);
    expect(await of('activeTab="0"', 'state="hidden"')).toEqual([{ rowNo: 1, cells: [2] }]);
  });
});

describe('a file that means harm is unreadable, and takes no memory', () => {
  test.each([
    ['has no sheet', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }],
    ['names a sheet that is not there', {}],
    ['is cut off', { 'xl/worksheets/first.xml': '<worksheet><sheetData><row><c><v>1</v></c>' }],
    [
      'has parts without end',
      Object.fromEntries(Array.from({ length: 1_001 }, (_none, index) => [`p${index}`, ''])),
    ],
    [
      'has an attribute without end',
      { 'xl/worksheets/first.xml': `<worksheet a="${'a'.repeat(3_000_000)}"/>` },
    ],
    [
      'brings texts without end',
      {
        'xl/worksheets/first.xml': sheet(''),
        'xl/sharedStrings.xml': `<sst>${`<si><t>${'a'.repeat(30_000)}</t></si>`.repeat(2_400)}</sst>`,
      },
    ],
  ])('%s', async (_what, parts) => {
    await expect(read(parts)).rejects.toBeInstanceOf(Unreadable);
  });

  const kB = (text: string, many: number) => text.repeat(Math.ceil((many * 1_000) / text.length));
  test.each([
    ['a dimension of digits', `<dimension ref="${kB('1', 900)}x"/>`],
    ['a dimension of letters', `<dimension ref="${kB('A', 900)}"/>`],
    ['a place of letters', `<row><c r="${kB('A', 900)}"><v>1</v></c></row>`],
    ['a row of digits', `<row r="${kB('9', 900)}"><c><v>1</v></c></row>`],
    [
      'a tag of many attributes',
      `<row ${Array.from({ length: 60_000 }, (_none, nth) => `a${nth}="1"`).join(' ')}/>`,
    ],
    ['tags in tags', `${kB('<a>', 6_000)}`],
    ['a word that never ends', `<row>&${kB('a', 3_000)}</row>`],
    ['marks without an end', `<row>${kB('&', 3_000)}</row>`],
    ['brackets', kB('<![CDATA[]]', 3_000)],
    ['a comment of lines', `<!--${kB('-', 3_000)}`],
    ['questions', `<?${kB('?', 3_000)}`],
    ['a doctype', `<!DOCTYPE a [${kB('<!ENTITY a "b">', 3_000)}`],
  ])(
    '%s takes no time',
    async (_what, text) => {
      const began = performance.now();
      await read({ 'xl/worksheets/first.xml': `<worksheet ${NAMES}>${text}</worksheet>` }).then(
        () => 'read',
        (error: unknown) => expect(error).toBeInstanceOf(Unreadable),
      );
      expect(performance.now() - began).toBeLessThan(5_000);
    },
    30_000,
  );

  test('a cell of fifty million letters is cut to what a spreadsheet keeps', async () => {
    const [row] = await read({
      'xl/worksheets/first.xml': sheet(
        `<row><c t="str"><v>${'b'.repeat(50_000_000)}</v></c></row>`,
      ),
    });

    expect(String(row?.cells[0]).length).toBeLessThan(200_000);
  });
});
