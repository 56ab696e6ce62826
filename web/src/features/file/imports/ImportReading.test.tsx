import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show, type Answers } from '../../../test_render.tsx';
import { ImportReading } from './ImportReading.tsx';

const column = (code: string, nameVi: string) => ({
  __typename: 'ImportColumn',
  code,
  nameVi,
  nameEn: code,
  form: 'text',
  isRequired: true,
  example: '',
});

const answers: Answers = {
  ImportKinds: () => ({
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
            nodes: [column('sku', 'Mã hàng'), column('item_name', 'Tên hàng')],
          },
        },
      ],
    },
  }),
  ImportReading: () => ({
    import: {
      __typename: 'Import',
      id: '7',
      sheetNames: ['Bảng giá', 'Giá cũ'],
      sheetName: 'Bảng giá',
      headRowNo: '4',
      heads: ['Mã VT', 'Diễn giải', 'Ghi chú'],
      columns: ['sku', null, null],
      leftOut: [{ row: 250, text: 'Tổng cộng' }],
      sample: [{ row: '5', cells: { sku: '00123' } }],
    },
  }),
  ReadImportAgain: () => ({ readImportAgain: { import: null } }),
};

const open = () => {
  let changes = 0;
  const shown = show(<ImportReading id="7" what="items" onChanged={() => (changes += 1)} />, {
    answers,
  });
  return { ...shown, changes: () => changes };
};

describe('how a file is read', () => {
  it('is told before anything is stored: sheet, heads, columns and rows that are left out', async () => {
    open();

    expect(await screen.findByText('Đọc trang “Bảng giá”.')).toBeVisible();
    expect(screen.getByText('Tiêu đề ở dòng 4.')).toBeVisible();
    expect(screen.getByText('Bỏ cột: Diễn giải, Ghi chú.')).toBeVisible();
    expect(screen.getByText('Bỏ dòng 250: Tổng cộng')).toBeVisible();
    expect(within(screen.getByRole('table')).getByText('00123')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Đọc lại theo cách này' })).toBeDisabled();
  });

  it('is changed column by column, and read again', async () => {
    const { user, sent, changes } = open();
    await user.click(await screen.findByRole('combobox', { name: 'Diễn giải' }));
    await user.click(screen.getByRole('option', { name: 'Tên hàng' }));
    await user.click(screen.getByRole('button', { name: 'Đọc lại theo cách này' }));

    await waitFor(() => expect(changes()).toBe(1));
    expect(sent.find(({ operation }) => operation === 'ReadImportAgain')?.variables).toMatchObject({
      input: {
        importId: '7',
        sheetName: 'Bảng giá',
        headRowNo: '4',
        columns: ['sku', 'item_name', null],
      },
    });
  });

  it('recognizes the columns of another sheet anew', async () => {
    const { user, sent } = open();
    await user.click(await screen.findByRole('combobox', { name: 'Trang tính' }));
    await user.click(screen.getByRole('option', { name: 'Giá cũ' }));
    await user.click(screen.getByRole('button', { name: 'Đọc lại theo cách này' }));

    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'ReadImportAgain')?.variables,
      ).toMatchObject({ input: { sheetName: 'Giá cũ', headRowNo: null, columns: null } }),
    );
  });
});
