import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show, type Answers } from '../../../test_render.tsx';
import { FaultGroups } from './FaultGroups.tsx';
import type { FaultGroup } from './fault_group.ts';

const kinds = {
  importKinds: {
    __typename: 'C',
    nodes: [
      {
        __typename: 'ImportKind',
        code: 'items',
        nameVi: 'Mặt hàng',
        nameEn: 'Items',
        mayBringIn: true,
        columns: {
          __typename: 'C',
          nodes: ['unit', 'import_price'].map((code) => ({
            __typename: 'ImportColumn',
            code,
            nameVi: code === 'unit' ? 'Đơn vị tính' : 'Giá nhập',
            nameEn: code,
            form: 'text',
            isRequired: true,
            example: '',
          })),
        },
      },
    ],
  },
};

const units: FaultGroup = {
  column: 'unit',
  reason: 'unknown',
  cells: '47',
  different: '2',
  values: [
    { value: 'Cái', cells: '41', row: '5', beside: {} },
    { value: 'Xấp', cells: '6', row: '9', beside: {} },
  ],
};
const prices: FaultGroup = {
  column: 'import_price',
  reason: 'required',
  cells: '1',
  different: '0',
  values: [{ value: null, cells: '1', row: '12', beside: {} }],
};
const territories: FaultGroup = {
  column: 'district',
  reason: 'unknown',
  cells: '3',
  different: '1',
  values: [{ value: 'Quận 9', cells: '3', row: '4', beside: {} }],
};

const nodes = (...rows: object[]) => ({ __typename: 'C', nodes: rows });
const catalogue = {
  units: nodes(
    { __typename: 'Unit', id: '1', name: 'Gói' },
    { __typename: 'Unit', id: '2', name: 'Thùng' },
  ),
  agencyTypes: nodes(),
  districts: nodes({ __typename: 'District', id: '5', name: 'Thủ Đức', city: 'TP. Hồ Chí Minh' }),
};

function open(groups: FaultGroup[], scopes: string[], answers: Answers = {}) {
  let changes = 0;
  const shown = show(<FaultGroups id="7" what="items" onChanged={() => (changes += 1)} />, {
    session: { user: { ...salesSession.user, scopes } },
    answers: {
      ImportKinds: () => kinds,
      ImportFaultGroups: () => ({
        import: { __typename: 'Import', id: '7', faultGroups: groups },
      }),
      CheckImportAgain: () => ({ checkImportAgain: { import: null } }),
      ...answers,
    },
  });
  return { ...shown, changes: () => changes };
}

describe('what is wrong with a file', () => {
  it('is told by kind, with what stands in its cells and how often', async () => {
    open([units, prices], ['inventory:adjust']);

    expect(await screen.findByText('2 đơn vị tính chưa có')).toBeVisible();
    expect(screen.getByText('47 ô')).toBeVisible();
    expect(screen.getByText('Cái × 41')).toBeVisible();
    expect(screen.getByText('Giá nhập: Bắt buộc nhưng để trống')).toBeVisible();
    expect(screen.getByText('Từ dòng 12')).toBeVisible();
  });

  it('is told of a whole column with its figures, and of many rows with their values', async () => {
    open(
      [
        {
          column: 'import_price',
          reason: 'small_prices',
          cells: '1',
          different: '1',
          values: [{ value: '11.5–345', cells: '1', row: '4', beside: {} }],
        },
        {
          column: 'unit',
          reason: 'twice_in_file',
          cells: '2',
          different: '2',
          values: [
            { value: '2', cells: '1', row: '5', beside: {} },
            { value: '3', cells: '1', row: '6', beside: {} },
          ],
        },
      ],
      ['inventory:adjust'],
    );

    expect(await screen.findByText(/^Giá nhập: Cả cột nhỏ hơn 1\.000 \(11\.5–345\)/)).toBeVisible();
    expect(screen.getByText('Đơn vị tính: Trùng với dòng …')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Nghìn đồng, nhân 1.000' })).toBeVisible();
  });

  it('tells how many phones lost their nought, and one of them', async () => {
    open(
      [
        {
          column: 'unit',
          reason: 'lost_noughts',
          cells: '1',
          different: '1',
          values: [{ value: '12 977 100 001', cells: '1', row: '1', beside: {} }],
        },
      ],
      [],
    );

    expect(
      await screen.findByText('Đơn vị tính: 12 số mất số 0 ở đầu (như 977 100 001)'),
    ).toBeVisible();
  });

  it('tells of texts that are too long how long they are', async () => {
    open(
      [
        {
          column: 'unit',
          reason: 'too_long',
          cells: '1',
          different: '1',
          values: [{ value: '245', cells: '1', row: '8', beside: {} }],
        },
      ],
      [],
    );

    expect(await screen.findByText('Đơn vị tính: Quá dài (245 ký tự)')).toBeVisible();
    expect(screen.queryByText('245')).toBeNull();
  });

  it('is left out with its rows, when nobody mends them', async () => {
    const { user, sent, changes } = open([prices], [], {
      ChooseForImport: () => ({ chooseForImport: { import: null } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Bỏ mọi dòng còn lỗi' }));

    await waitFor(() => expect(changes()).toBe(1));
    expect(sent.find(({ operation }) => operation === 'ChooseForImport')?.variables).toMatchObject({
      input: { importId: '7', choice: 'faulty_rows', way: 'leave_out' },
    });
  });

  it('is mended by making the units it names, each once, and checked again', async () => {
    const { user, sent, changes } = open([units], ['inventory:adjust'], {
      CreateUnit: (_, call) => {
        if (call === 1) throw new Refused('VALIDATION_ERROR', { fields: [] });
        return { createUnit: { unit: { __typename: 'Unit', id: String(call) } } };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Tạo 2 đơn vị' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('checkbox', { name: 'Số lượng có phần lẻ: Xấp' }));
    const send = () => user.click(dialog.getByRole('button', { name: 'Tạo và kiểm tra lại' }));
    await send();
    await waitFor(() => expect(sent.filter(isUnit)).toHaveLength(2));
    await send();

    await waitFor(() => expect(changes()).toBe(1));
    const inputs = sent.filter(isUnit).map(({ variables }) => variables['input']) as {
      clientKey: string;
      name: string;
      isDecimal: boolean;
    }[];
    expect(inputs.map(({ name, isDecimal }) => [name, isDecimal])).toEqual([
      ['Cái', false],
      ['Xấp', true],
      ['Cái', false],
      ['Xấp', true],
    ]);
    // what was made before the refusal is asked for under the same key
    expect(inputs[2]?.clientKey).toBe(inputs[0]?.clientKey);
    expect(sent.some(({ operation }) => operation === 'CheckImportAgain')).toBe(true);
  });

  it('is mended by saying which of the catalogue they are, for all rows at once', async () => {
    const { user, sent, changes } = open([units], ['agency:write'], {
      ImportCatalogue: () => catalogue,
      AssignImportNames: () => ({ assignImportNames: { import: null } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Gán vào mục có sẵn' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Gán và kiểm tra lại' }));
    expect(sent.some(({ operation }) => operation === 'AssignImportNames')).toBe(false);

    await user.click(dialog.getByRole('combobox', { name: '“Xấp” là' }));
    await user.click(await screen.findByRole('option', { name: 'Gói' }));
    await user.click(dialog.getByRole('button', { name: 'Gán và kiểm tra lại' }));

    await waitFor(() => expect(changes()).toBe(1));
    expect(
      sent.find(({ operation }) => operation === 'AssignImportNames')?.variables,
    ).toMatchObject({
      input: {
        importId: '7',
        columnCode: 'unit',
        names: [{ written: 'Xấp', name: 'Gói', city: null }],
      },
    });
  });

  it('tells territories of one name apart by their city', async () => {
    const { user, sent, changes } = open([territories], [], {
      ImportCatalogue: () => catalogue,
      AssignImportNames: () => ({ assignImportNames: { import: null } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Gán vào mục có sẵn' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('combobox', { name: '“Quận 9” là' }));
    await user.click(await screen.findByRole('option', { name: 'Thủ Đức, TP. Hồ Chí Minh' }));
    await user.click(dialog.getByRole('button', { name: 'Gán và kiểm tra lại' }));

    await waitFor(() => expect(changes()).toBe(1));
    expect(
      sent.find(({ operation }) => operation === 'AssignImportNames')?.variables,
    ).toMatchObject({
      input: { names: [{ written: 'Quận 9', name: 'Thủ Đức', city: 'TP. Hồ Chí Minh' }] },
    });
  });

  it('makes a territory under its whole name, of whose short one the file knows it', async () => {
    const shorts = {
      ...territories,
      values: [
        { value: 'Q.9', cells: '1', row: '4', beside: { city: 'TP.HCM' } },
        { value: 'Quận 9', cells: '2', row: '5', beside: {} },
      ],
    };
    const { user, sent, changes } = open([shorts], ['config:write'], {
      CreateDistrict: () => ({ createDistrict: { district: { __typename: 'District', id: '1' } } }),
      CheckImportAgain: () => ({ checkImportAgain: { import: null } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Tạo 1 địa bàn' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Tạo và kiểm tra lại' }));

    await waitFor(() => expect(changes()).toBe(1));
    const made = sent.filter(({ operation }) => operation === 'CreateDistrict');
    expect(made.map(({ variables }) => variables)).toMatchObject([
      { input: { name: 'Quận 9', city: 'TP. Hồ Chí Minh' } },
    ]);
  });

  it('asks for the city of a territory before it is made', async () => {
    const { user, sent, changes } = open([territories], ['config:write'], {
      CreateDistrict: () => ({ createDistrict: { district: { __typename: 'District', id: '1' } } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Tạo 1 địa bàn' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Tạo và kiểm tra lại' }));
    expect(sent.some(({ operation }) => operation === 'CreateDistrict')).toBe(false);

    await user.type(dialog.getByLabelText('Tỉnh thành: Quận 9'), 'TP. Hồ Chí Minh');
    await user.click(dialog.getByRole('button', { name: 'Tạo và kiểm tra lại' }));

    await waitFor(() => expect(changes()).toBe(1));
    expect(
      sent.find(({ operation }) => operation === 'CreateDistrict')?.variables['input'],
    ).toMatchObject({ name: 'Quận 9', city: 'TP. Hồ Chí Minh' });
  });

  it('is fetched as the same file with its faults marked', async () => {
    const { user, sent } = open([units], ['inventory:adjust'], {
      StartExport: () => ({
        startExport: { export: { __typename: 'Export', id: '31' } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Tải tệp đã đánh dấu ô lỗi' }));

    await waitFor(() =>
      expect(sent.find(({ operation }) => operation === 'ExportWatch')?.variables).toEqual({
        id: '31',
      }),
    );
    expect(
      sent.find(({ operation }) => operation === 'StartExport')?.variables['input'],
    ).toMatchObject({
      what: 'import_faults',
      format: 'xlsx',
      parameters: { id: '7', language: 'vi' },
    });
  });

  it('is not mended by who may not make what is missing', async () => {
    open([territories], ['agency:write']);

    expect(await screen.findByText(/^Nhờ quản trị tạo/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Tạo/ })).toBeNull();
  });
});

const isUnit = ({ operation }: { operation: string }) => operation === 'CreateUnit';
