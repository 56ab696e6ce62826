import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { CountForm } from './CountForm.tsx';

const keeper = { user: { ...salesSession.user, roles: ['warehouse'], scopes: ['inventory:read', 'inventory:adjust'] } };
const item = {
  __typename: 'Item', id: '5', sku: 'MH005', itemName: 'Bia Tiger', stockQuantity: '10.000', isActive: false, importPrice: '300000',
  unit: { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false },
};
const open = (answers: Answers) => show(<CountForm />, {
  address: '/kiem-ke/new', session: keeper, answers: { HandledItems: () => ({ searchItems: { __typename: 'C', nodes: [item] } }), ...answers },
});

async function count(user: ReturnType<typeof open>['user'], figure: string) {
  await user.type(await screen.findByRole('combobox', { name: 'Mặt hàng, dòng 1' }), 'tiger{Enter}');
  await waitFor(() => expect(screen.getByLabelText('Đếm được, dòng 1')).toHaveFocus());
  await user.keyboard(figure);
}

describe('a stock count', () => {
  it('shows the difference live, asks with it, and goes to the count', async () => {
    const { user, sent, router } = open({ CreateStockCount: () => ({ createStockCount: { stockCount: { __typename: 'StockCount', id: '3', code: 'KK-2026-000003' } } }) });
    await count(user, '7');
    expect(screen.getByText('−3')).toBeVisible();
    expect(screen.getByTestId('live-total')).toHaveTextContent('1 mặt hàng, 1 lệch');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Tồn kho của 1 mặt hàng được đặt theo số đếm:');
    expect(dialog).toHaveTextContent('Bia Tiger: 10 → 7 (−3)');
    await user.click(within(dialog).getByRole('button', { name: 'Lập phiếu kiểm kê' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/kiem-ke/3'));
    expect(sent.find(({ operation }) => operation === 'CreateStockCount')?.variables['input']).toMatchObject({ note: null, items: [{ itemId: '5', counted: '7', seen: '10.000' }] });
  });

  it('that agrees with the books says that stock does not change; nothing counted is not zero', async () => {
    const { user, sent } = open({});
    await count(user, '{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    await user.type(screen.getByLabelText('Đếm được, dòng 1'), '10{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('dialog')).toHaveTextContent('Số đếm khớp với sổ; tồn kho không đổi.');
    expect(sent.some(({ operation }) => operation === 'CreateStockCount')).toBe(false);
  });

  it('of an earlier day says so under the day and in the question', async () => {
    const { user } = open({});
    await count(user, '7{Alt>}d{/Alt}');
    await waitFor(() => expect(screen.getByLabelText('Ngày kiểm kê')).toHaveFocus());
    await user.keyboard('-3{Enter}');
    expect(screen.getByText('Lùi ngày 3 ngày')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(within(await screen.findByRole('dialog')).getByTestId('back-dating')).toHaveTextContent('Lùi ngày 3 ngày');
  });

  it('that is refused names the items and keeps the figures', async () => {
    const { user } = open({ CreateStockCount: () => { throw new Refused('OUT_OF_STOCK', { items: [{ item_id: '5', item_name: 'Bia Tiger', unit: 'Thùng', available: '2', requested: '5', first_day: '2026-11-20' }] }); } });
    await count(user, '2{Control>}{Enter}{/Control}');
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lập phiếu kiểm kê' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Bia Tiger: ngày 20/11/2026 chỉ còn 2, cần 5 Thùng');
    expect(screen.getByLabelText('Đếm được, dòng 1')).toHaveValue('2');
  });
});
