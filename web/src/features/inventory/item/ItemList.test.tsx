import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../../test_render.tsx';
import { ItemList } from './ItemList.tsx';

const item = (id: string, more: object) => ({
  __typename: 'Item',
  id,
  sku: `MH00${id}`,
  itemName: `Hàng ${id}`,
  stockQuantity: '100.000',
  minStock: '10.000',
  isActive: true,
  isLow: false,
  issuePrice: '110160',
  barcode: null,
  unit: { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false },
  ...more,
});
const connection = (nodes: object[]) => ({
  searchItems: {
    __typename: 'ItemConnection',
    totalCount: nodes.length,
    nodes,
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
  },
});

describe('the list of items', () => {
  it('marks what runs low, what is gone, and what is no longer sold', async () => {
    show(<ItemList />, {
      address: '/mat-hang',
      answers: {
        ItemList: () =>
          connection([
            item('1', {}),
            item('2', { stockQuantity: '10.000', isLow: true }),
            item('3', { stockQuantity: '0.000' }),
            item('4', { isActive: false }),
          ]),
      },
    });
    expect(await screen.findByText('Hàng 1')).toBeVisible();
    const marks = screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.children[2]?.textContent);
    expect(marks).toEqual(['', 'Sắp hết', 'Hết hàng', 'Ngừng bán']);
    expect(screen.getAllByText('110.160')).toHaveLength(4);
  });

  it('searches after a pause in typing', async () => {
    const { user, sent } = show(<ItemList />, {
      address: '/mat-hang',
      answers: { ItemList: ({ query }) => connection(query ? [] : [item('1', {})]) },
    });
    await screen.findByText('Hàng 1');
    await user.type(screen.getByLabelText('Tìm mã, tên, mã vạch'), 'bia tiger');
    expect(await screen.findByText('Không có mặt hàng phù hợp.')).toBeVisible();
    expect(
      sent
        .filter(({ operation }) => operation === 'ItemList')
        .map(({ variables }) => variables['query']),
    ).toEqual(['', 'bia tiger']);
  });

  it('is narrowed to one group', async () => {
    const { user, sent } = show(<ItemList />, {
      address: '/mat-hang',
      answers: {
        ItemList: () => connection([item('1', {})]),
        ItemGroups: () => ({ itemGroups: { __typename: 'C', nodes: ['Bia', 'Bánh kẹo'] } }),
      },
    });
    await user.click(await screen.findByRole('combobox', { name: 'Nhóm hàng' }));
    await user.click(screen.getByRole('option', { name: 'Bánh kẹo' }));

    await waitFor(() =>
      expect(sent.findLast(({ operation }) => operation === 'ItemList')?.variables).toMatchObject({
        query: '',
        itemGroup: 'Bánh kẹo',
      }),
    );
  });
});
