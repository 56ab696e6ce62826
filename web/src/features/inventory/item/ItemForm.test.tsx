import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { ItemForm } from './ItemForm.tsx';
import { ItemSheet } from './ItemSheet.tsx';
import type { ShownItemFragment } from '../../../gql/graphql.ts';

const keeper = { user: { ...salesSession.user, scopes: ['inventory:read', 'inventory:adjust'] } };
const units = () => ({
  units: { __typename: 'C', nodes: [{ __typename: 'Unit', id: '1', name: 'Thùng' }] },
});
const item = {
  __typename: 'Item',
  id: '5',
  sku: 'MH005',
  itemName: 'Bia Tiger',
  barcode: null,
  minStock: '10.000',
  stockQuantity: '3.000',
  isLow: true,
  isActive: true,
  inactiveReason: null,
  issuePrice: '306000',
  version: '2',
  unit: { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false },
} as unknown as ShownItemFragment;

describe('editing an item', () => {
  /** The page of an item whose next version is another one. */
  function Edited() {
    const [read, setRead] = useState(item);
    const newer = { ...item, itemName: 'Bia Tiger Bạc', version: '3' };
    return <ItemSheet item={read} onReload={() => Promise.resolve(setRead(newer))} />;
  }
  const open = (answers: Answers) =>
    show(<Edited />, {
      address: '/mat-hang/5/sua',
      session: keeper,
      answers: { ItemUnits: units, ...answers },
    });

  it('that somebody else edited keeps what was typed, shows the new version, and goes on from it', async () => {
    const { user, sent, router } = open({
      UpdateItem: (_, call) => {
        if (call === 0) throw new Refused('STALE_VERSION', { read_version: '2', version: '3' });
        return {
          updateItem: {
            item: {
              __typename: 'Item',
              id: '5',
              sku: 'MH005',
              itemName: 'Bia Tiger Crystal',
              version: '4',
            },
          },
        };
      },
    });
    const name = await screen.findByLabelText('Tên mặt hàng');
    await user.clear(name);
    await user.type(name, 'Bia Tiger Crystal');
    await user.click(screen.getByRole('button', { name: 'Lưu thay đổi' }));
    await user.click(await screen.findByRole('button', { name: /Lấy bản mới/ }));
    expect(await screen.findByText('Bản mới: Bia Tiger Bạc')).toBeVisible();
    expect(name).toHaveValue('Bia Tiger Crystal');
    await user.click(screen.getByRole('button', { name: 'Lưu thay đổi' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/mat-hang/5'));
    const inputs = sent
      .filter(({ operation }) => operation === 'UpdateItem')
      .map(({ variables }) => variables['input'] as { version: string });
    expect(inputs.map(({ version }) => version)).toEqual(['2', '3']);
  });

  it('marks the field that the server refuses', async () => {
    const { user } = open({
      UpdateItem: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'sku', reason: 'taken', value: 'Bia 333' }],
        });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Lưu thay đổi' }));
    expect(await screen.findByText('Đã có mặt hàng hoặc nhà cung cấp khác dùng.')).toBeVisible();
    await waitFor(() =>
      expect(screen.getByLabelText('Mã hàng')).toHaveAttribute('aria-invalid', 'true'),
    );
  });
});

describe('adding an item', () => {
  it('without a name asks for it and sends nothing', async () => {
    const { user, sent } = show(<ItemForm />, {
      address: '/mat-hang/new',
      session: keeper,
      answers: { ItemUnits: units },
    });
    await user.click(await screen.findByRole('button', { name: 'Thêm mặt hàng' }));
    expect(screen.getAllByText('Chưa nhập.').length).toBeGreaterThan(1);
    expect(sent.some(({ operation }) => operation === 'CreateItem')).toBe(false);
  });
});
