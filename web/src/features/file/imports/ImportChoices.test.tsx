import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { show, type Answers } from '../../../test_render.tsx';
import { GroupChoice } from './GroupChoice.tsx';
import { ImportChanges } from './ImportChanges.tsx';
import { ImportChoices } from './ImportChoices.tsx';
import type { FaultGroup } from './fault_group.ts';

const chosen: Answers = { ChooseForImport: () => ({ chooseForImport: { import: null } }) };
const group = (column: string, reason: string, value: string): FaultGroup => ({
  column,
  reason,
  cells: '3',
  different: '1',
  values: [{ value, cells: '3', row: '5', beside: {} }],
});

function offer(faults: FaultGroup) {
  let changes = 0;
  const shown = show(<GroupChoice importId="7" group={faults} onChanged={() => (changes += 1)} />, {
    answers: chosen,
  });
  return { ...shown, changes: () => changes };
}

describe('what can be decided about cells that are wrong in one way', () => {
  it.each([
    [group('import_price', 'whole_number_only', '24499.6'), ['Làm tròn đến đồng']],
    [group('sku', 'taken', 'Cũ'), ['Cập nhật theo tệp', 'Bỏ qua các dòng đã có']],
    [group('quantity', 'not_positive', '0'), ['Bỏ các dòng có số lượng 0']],
    [group('row', 'hidden_rows', '14'), ['Bỏ dòng ẩn', 'Đọc cả dòng ẩn']],
    [group('quantity', 'not_positive', '-2'), []],
    [group('min_stock', 'whole_number_only', '1.5'), []],
    [group('barcode', 'taken', 'Cũ'), []],
  ])('is offered where it helps: %j', (faults, names) => {
    offer(faults);
    expect(screen.queryAllByRole('button').map(({ textContent }) => textContent)).toEqual(names);
  });

  it('is sent at once, and the file is read anew', async () => {
    const { user, sent, changes } = offer(group('import_price', 'small_prices', '11.5–345'));
    await user.click(screen.getByRole('button', { name: 'Nghìn đồng, nhân 1.000' }));

    await waitFor(() => expect(changes()).toBe(1));
    expect(sent.at(-1)?.variables).toMatchObject({
      input: { importId: '7', choice: 'small_prices', way: 'thousand' },
    });
  });
});

describe('what was decided', () => {
  it('is told, and taken back one by one', async () => {
    let changes = 0;
    const { user, sent } = show(
      <ImportChoices
        file={
          {
            id: '7',
            choices: { price_fractions: 'round', there_already: 'skip' },
          } as unknown as ImportStateFragment
        }
        onChanged={() => (changes += 1)}
      />,
      { answers: chosen },
    );
    expect(screen.getByText('Số tiền lẻ được làm tròn đến đồng.')).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Hoàn tác: Dòng đã có trong sổ được bỏ qua.' }),
    );

    await waitFor(() => expect(changes).toBe(1));
    expect(sent.at(-1)?.variables).toMatchObject({
      input: { importId: '7', choice: 'there_already', way: null },
    });
  });

  it('tells what names stand for, and takes it back by column', async () => {
    let changes = 0;
    const { user, sent } = show(
      <ImportChoices
        file={
          {
            id: '7',
            choices: {
              names: {
                unit: {
                  cái: { written: 'Cái', name: 'Thùng' },
                  xấp: { written: 'Xấp', name: 'Gói' },
                },
              },
            },
          } as unknown as ImportStateFragment
        }
        onChanged={() => (changes += 1)}
      />,
      { answers: { AssignImportNames: () => ({ assignImportNames: { import: null } }) } },
    );
    const told = 'Đơn vị tính đọc theo danh mục: Cái → Thùng; Xấp → Gói';
    expect(screen.getByText(told)).toBeVisible();
    await user.click(screen.getByRole('button', { name: `Hoàn tác: ${told}` }));

    await waitFor(() => expect(changes).toBe(1));
    expect(sent.at(-1)?.variables).toMatchObject({
      input: {
        importId: '7',
        columnCode: 'unit',
        names: [
          { written: 'Cái', name: null },
          { written: 'Xấp', name: null },
        ],
      },
    });
  });

  it('is shown cell by cell, before and after', async () => {
    show(<ImportChanges id="7" what="items" />, {
      answers: {
        ImportKinds: () => ({ importKinds: { __typename: 'C', nodes: [] } }),
        ImportChangeList: () => ({
          importChanges: {
            __typename: 'C',
            totalCount: 2,
            pageInfo: { __typename: 'P', hasNextPage: false, endCursor: null },
            nodes: [
              {
                __typename: 'ImportChange',
                rowNo: '5',
                columnCode: 'item_name',
                way: 'update',
                before: 'Cũ hai',
                after: 'Mới hai',
              },
              {
                __typename: 'ImportChange',
                rowNo: '6',
                columnCode: 'quantity',
                way: 'leave_out',
                before: '0',
                after: null,
              },
            ],
          },
        }),
      },
    });
    const table = within(await screen.findByRole('table'));
    expect(table.getByText('Cũ hai').tagName).toBe('DEL');
    expect(table.getByText('Mới hai').tagName).toBe('INS');
    expect(table.getByText('không ghi vào sổ')).toBeVisible();
    expect(table.getByText('Bỏ dòng')).toBeVisible();
  });
});
