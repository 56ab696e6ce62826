// Goods given free: on the form of a slip, of a receipt, and when they come back.
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import { goodsTotal } from './goods_values.ts';
import { leftFor } from './issue/short_items.ts';
import { item, open, post, posted, quantity, typeSlip } from './issue/test_issue_form.tsx';
import type { Page } from './issue/test_issue_form.tsx';
import { MovedGoods } from './MovedGoods.tsx';
import { ReceiptForm } from './receipt/ReceiptForm.tsx';

beforeEach(() => {
  window.localStorage.clear();
});

/** Three bought, one more free: with the keyboard alone. */
async function typeGift(page: Page) {
  await typeSlip(page);
  await page.user.keyboard('tiger{Enter}');
  await waitFor(() => expect(quantity(2)).toHaveFocus());
  await page.user.keyboard('1{Alt>}t{/Alt}');
}

describe('a slip with free goods', () => {
  it('is typed with Alt+T, costs what is bought, says in the question what is free, and sends it so', async () => {
    const page = open({ CreateIssue: () => posted });
    await typeGift(page);
    expect(screen.getByRole('button', { name: 'Hàng tặng, dòng 2' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(screen.getByRole('button', { name: 'Hàng tặng, dòng 1' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    expect(screen.getByTestId('live-total')).toHaveTextContent('1.055.700 ₫');
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    const question = await screen.findByRole('dialog', { name: /^Lập phiếu xuất 1\.055\.700\s₫$/ });
    expect(question).toHaveTextContent('Hàng tặng1 Thùng Bia Tiger thùng 24 lon');
    await page.user.keyboard('{Enter}');
    await waitFor(() =>
      expect(
        page.sent.find(({ operation }) => operation === 'CreateIssue')?.variables['input'],
      ).toMatchObject({
        items: [
          { itemId: '11', quantity: '3' },
          { itemId: '11', quantity: '1', isFree: true },
        ],
      }),
    );
  });

  it('is bought again when the mark is taken away, also with the mouse', async () => {
    const page = open();
    await typeGift(page);
    await page.user.click(screen.getByRole('button', { name: 'Hàng tặng, dòng 2' }));
    expect(screen.getByTestId('live-total')).toHaveTextContent('1.407.600 ₫');
    await page.user.click(item(2));
    await page.user.keyboard('{Alt>}t{/Alt}');
    expect(screen.getByTestId('live-total')).toHaveTextContent('1.055.700 ₫');
  });

  it('that gives too much is told how much may be given, and marks no line as out of stock', async () => {
    const page = open({
      CreateIssue: () => {
        throw new Refused('PERMISSION_DENIED', {
          scope: 'price:override',
          items: [
            {
              item_id: '11',
              sku: 'MH001',
              item_name: 'Bia Tiger thùng 24 lon',
              unit: 'Thùng',
              paid: '3',
              free: '1',
              allowed: '0',
            },
          ],
        });
      },
    });
    await typeGift(page);
    await post(page);
    expect(await screen.findByTestId('free-beyond')).toHaveTextContent(
      'Bia Tiger thùng 24 lon: mua 3 Thùng, tặng 1; được tặng tối đa 0',
    );
    expect(screen.queryByText('Ngừng bán')).toBeNull();
  });

  it('leaves for a line what the other lines of the item do not take', () => {
    const line = (id: string, amount: string) => ({ item: { id } as never, quantity: amount });
    expect(leftFor([line('11', '10'), line('11', '1'), line('12', '5')], 0, '10')).toBe('9.000');
    expect(leftFor([line('11', '10'), line('11', '12')], 0, '10')).toBe('0');
  });
});

describe('a receipt with free goods', () => {
  const keeper = {
    user: {
      ...salesSession.user,
      roles: ['admin'],
      scopes: ['inventory:read', 'inventory:adjust', 'finance:read'],
    },
  };
  const supplier = {
    __typename: 'Supplier',
    id: '2',
    code: 'NCC0002',
    name: 'Công ty Bia Sài Gòn',
    phone: null,
    taxCode: null,
    isActive: true,
  };
  const beer = {
    __typename: 'Item',
    id: '5',
    sku: 'MH005',
    itemName: 'Bia Tiger',
    stockQuantity: '10.000',
    isActive: true,
    importPrice: '300000',
    unit: { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false },
  };

  it('asks for no price of them, counts them for nothing, and sends them without one', async () => {
    const { user, sent } = show(<ReceiptForm />, {
      address: '/phieu-nhap/new',
      session: keeper,
      answers: {
        PickSuppliers: () => ({ suppliers: { __typename: 'C', totalCount: 1, nodes: [supplier] } }),
        HandledItems: () => ({ searchItems: { __typename: 'C', nodes: [beer] } }),
        CreateReceipt: () => ({
          createReceipt: {
            receipt: {
              __typename: 'Receipt',
              id: '8',
              code: 'PN-2026-000008',
              totalAmount: '30000000',
            },
          },
        }),
      },
    });
    await user.type(
      await screen.findByRole('combobox', { name: 'Nhà cung cấp' }),
      'bia sai gon{Enter}',
    );
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Mặt hàng, dòng 1' })).toHaveFocus(),
    );
    await user.keyboard('tiger{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Số lượng, dòng 1')).toHaveFocus());
    await user.keyboard('100{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Giá nhập (₫), dòng 1')).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Mặt hàng, dòng 2' })).toHaveFocus(),
    );
    await user.keyboard('tiger{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Số lượng, dòng 2')).toHaveFocus());
    await user.keyboard('10{Alt>}t{/Alt}');
    expect(screen.queryByLabelText('Giá nhập (₫), dòng 2')).toBeNull();
    expect(screen.getByTestId('live-total')).toHaveTextContent('30.000.000 ₫');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Hàng tặng: 10 Thùng Bia Tiger');
    await user.click(within(dialog).getByRole('button', { name: 'Lập phiếu nhập' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'CreateReceipt')?.variables['input'],
      ).toMatchObject({
        items: [
          { itemId: '5', quantity: '100', unitPrice: '300000' },
          { itemId: '5', quantity: '10', isFree: true },
        ],
      }),
    );
    expect(
      goodsTotal([
        { item: null, figure: '100', price: '300000' },
        { item: null, figure: '10', price: '300000', isFree: true },
      ]),
    ).toBe('30000000');
  });
});

it('what a change does to stock names free goods apart, and not what never went out', () => {
  const goods = { itemName: 'Bia Tiger', unit: { name: 'Thùng' } };
  show(
    <MovedGoods
      sign="+"
      lines={[
        { quantity: '10.000', item: goods },
        { quantity: '1.000', isFree: true, item: goods },
        { quantity: '0.000', item: { ...goods, itemName: 'Gạo' } },
      ]}
    />,
  );
  expect(screen.getAllByRole('term').map((name) => name.textContent)).toEqual([
    'Bia Tiger',
    'Bia Tiger (Hàng tặng)',
  ]);
  expect(screen.getAllByRole('definition').map((figure) => figure.textContent)).toEqual([
    '+10 Thùng',
    '+1 Thùng',
  ]);
});
