// The parts of a workbook that are the same in all: ECMA-376, the least that every program opens.
import { escaped, xml } from './xml.ts';

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Row `heads` comes again on every page that is printed. */
const printTitles = (sheet: string, heads: number): string =>
  escaped(`'${sheet.replaceAll("'", "''")}'!$${heads}:$${heads}`);

const definedName = (name: string, value: string): string =>
  `<definedName name="${name}" localSheetId="0">${value}</definedName>`;

/**
 * Path in the package → XML. `sheet` is a name that spreadsheets take (sheet_name.ts), `heads` the
 * row in which the heads of the columns stand.
 */
export const partsOf = (sheet: string, heads: number): Record<string, string> => ({
  '[Content_Types].xml': xml(`
    <Types xmlns="${PACKAGE}/content-types">
      <Default Extension="rels"
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Default Extension="xml" ContentType="application/xml"/>
      <Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>
      <Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>
      <Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>
    </Types>`),
  '_rels/.rels': xml(`
    <Relationships xmlns="${PACKAGE}/relationships">
      <Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>
    </Relationships>`),
  'xl/workbook.xml': xml(`
    <workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>
      <sheet name="${escaped(sheet).replaceAll('"', '&quot;')}" sheetId="1" r:id="rId1"/>
    </sheets><definedNames>
      ${definedName('_xlnm.Print_Titles', printTitles(sheet, heads))}
    </definedNames></workbook>`),
  'xl/_rels/workbook.xml.rels': xml(`
    <Relationships xmlns="${PACKAGE}/relationships">
      <Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
      <Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/>
    </Relationships>`),
  // xlsx.ts names the formats by their place (STYLES)
  'xl/styles.xml': xml(`
    <styleSheet xmlns="${MAIN}">
      <numFmts count="3">
        <numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>
        <numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/>
        <numFmt numFmtId="166" formatCode="#,##0.###"/>
      </numFmts>
      <fonts count="3">
        <font><sz val="11"/><name val="Calibri"/></font>
        <font><b/><sz val="14"/><name val="Calibri"/></font>
        <font><b/><sz val="11"/><name val="Calibri"/></font>
      </fonts>
      <fills count="3">
        <fill><patternFill patternType="none"/></fill>
        <fill><patternFill patternType="gray125"/></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill>
      </fills>
      <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
      <cellStyleXfs count="1"><xf/></cellStyleXfs>
      <cellXfs count="14">
        <xf/>
        <xf fontId="1" applyFont="1"/>
        <xf fontId="2" applyFont="1"/>
        <xf numFmtId="3" applyNumberFormat="1"/>
        <xf numFmtId="166" applyNumberFormat="1"/>
        <xf numFmtId="166" applyNumberFormat="1"/>
        <xf numFmtId="164" applyNumberFormat="1"/>
        <xf numFmtId="165" applyNumberFormat="1"/>
        <xf fontId="2" applyFont="1" applyAlignment="1"><alignment horizontal="right"/></xf>
        <xf numFmtId="49" applyNumberFormat="1"/>
        <xf numFmtId="3" fontId="2" applyNumberFormat="1" applyFont="1"/>
        <xf numFmtId="166" fontId="2" applyNumberFormat="1" applyFont="1"/>
        <xf fillId="2" applyFill="1"/>
        <xf numFmtId="164" fillId="2" applyNumberFormat="1" applyFill="1"/>
      </cellXfs>
    </styleSheet>`),
});
