import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { ReceiptForm } from './ReceiptForm.tsx';
import { ReceiptShow } from './ReceiptShow.tsx';
import { placeOf } from '../../../components/form/places.ts';
import { goodsPlaces, priceChange, quantityLess } from '../goods_values.ts';

const keeper = {
  user: {
    ...salesSession.user,
    roles: ['admin'],
    scopes: ['inventory:read', 'inventory:adjust', 'finance:read', 'slip:cancel'],
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
const unit = { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false };
const item = {
  __typename: 'Item',
  id: '5',
  sku: 'MH005',
  itemName: 'Bia Tiger',
  stockQuantity: '10.000',
  isActive: true,
  importPrice: '300000',
  unit,
};

describe('taking in goods', () => {
  const open = (answers: Answers, session = keeper) =>
    show(<ReceiptForm />, {
      address: '/phieu-nhap/new',
      session,
      answers: {
        PickSuppliers: () => ({ suppliers: { __typename: 'C', totalCount: 1, nodes: [supplier] } }),
        HandledItems: () => ({ searchItems: { __typename: 'C', nodes: [item] } }),
        ...answers,
      },
    });

  /** Supplier, 12 Bia Tiger at 312.000: with the keyboard alone. */
  async function type(user: ReturnType<typeof open>['user']) {
    await user.type(
      await screen.findByRole('combobox', { name: 'Nhà cung cấp' }),
      'bia sai gon{Enter}',
    );
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Mặt hàng, dòng 1' })).toHaveFocus(),
    );
    await user.keyboard('tiger{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Số lượng, dòng 1')).toHaveFocus());
    await user.keyboard('12{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Giá nhập (₫), dòng 1')).toHaveFocus());
    await user.clear(screen.getByLabelText('Giá nhập (₫), dòng 1'));
    await user.keyboard('312000');
  }

  it('shows how the price changes, asks with its consequences, and goes to the receipt', async () => {
    const { user, sent, router } = open({
      CreateReceipt: () => ({
        createReceipt: {
          receipt: {
            __typename: 'Receipt',
            id: '8',
            code: 'PN-2026-000008',
            totalAmount: '3744000',
          },
        },
      }),
    });
    await type(user);
    expect(screen.getByText('trước 300.000, tăng 12.000 (4%)')).toBeVisible();
    expect(screen.getByTestId('live-total')).toHaveTextContent('3.744.000 ₫');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const dialog = await screen.findByRole('dialog', {
      name: 'Lập phiếu nhập từ Công ty Bia Sài Gòn?',
    });
    expect(dialog).toHaveTextContent('Tồn kho tăng 1 mặt hàng.');
    expect(dialog).toHaveTextContent('Bia Tiger: 300.000 → 312.000 ₫');
    await user.click(within(dialog).getByRole('button', { name: 'Lập phiếu nhập' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-nhap/8'));
    expect(
      sent.find(({ operation }) => operation === 'CreateReceipt')?.variables['input'],
    ).toMatchObject({
      supplierId: '2',
      note: null,
      items: [{ itemId: '5', quantity: '12', unitPrice: '312000' }],
    });
  });

  it('of an earlier day says so under the day and in the question', async () => {
    const { user } = open({});
    await type(user);
    await user.keyboard('{Alt>}d{/Alt}');
    await waitFor(() => expect(screen.getByLabelText('Ngày nhập')).toHaveFocus());
    await user.keyboard('-3{Enter}');
    expect(screen.getByText('Lùi ngày 3 ngày')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(within(await screen.findByRole('dialog')).getByTestId('back-dating')).toHaveTextContent(
      'Lùi ngày 3 ngày',
    );
  });

  it('that is refused keeps what was typed, marks the line, and is sent again under the same key', async () => {
    const { user, sent } = open({
      CreateReceipt: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'items.0.quantity', reason: 'whole_number_only', value: '12.5' }],
        });
      },
    });
    await type(user);
    for (const attempt of [1, 2]) {
      await user.keyboard('{Control>}{Enter}{/Control}');
      await user.click(
        within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lập phiếu nhập' }),
      );
      expect(await screen.findByText('Phải là số nguyên.')).toBeVisible();
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      expect(screen.getByLabelText('Giá nhập (₫), dòng 1'), String(attempt)).toHaveValue('312.000');
      await waitFor(() => expect(screen.getByLabelText('Số lượng, dòng 1')).toHaveFocus());
    }
    const keys = sent
      .filter(({ operation }) => operation === 'CreateReceipt')
      .map(({ variables }) => (variables['input'] as { clientKey: string }).clientKey);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('of nothing asks for a supplier and an item, and sends nothing', async () => {
    const { user, sent } = open({});
    await user.click(await screen.findByRole('button', { name: 'Lập phiếu nhập' }));
    expect(await screen.findByText('Chọn ít nhất một mặt hàng.')).toBeVisible();
    expect(screen.getByText('Chưa nhập.')).toBeVisible();
    expect(sent.some(({ operation }) => operation === 'CreateReceipt')).toBe(false);
  });
});

describe('a receipt', () => {
  const line = {
    __typename: 'ReceiptDetail',
    id: '1',
    lineNo: 1,
    quantity: '12.000',
    isFree: false,
    unitPrice: '312000',
    lineTotal: '3744000',
    item,
  };
  const receipt = {
    __typename: 'Receipt',
    id: '8',
    code: 'PN-2026-000008',
    status: 'confirmed',
    receiptDate: '2026-11-22',
    totalAmount: '3744000',
    note: null,
    createdAt: '2026-11-22T03:00:00Z',
    cancelledAt: null,
    cancelReason: null,
    supplier: { ...supplier, address: null },
    receiptDetails: { __typename: 'C', nodes: [line] },
    stockMovements: {
      __typename: 'C',
      nodes: [
        {
          __typename: 'StockMovement',
          id: '3',
          kind: 'receipt',
          quantity: '12.000',
          balanceAfter: '22.000',
          businessDate: '2026-11-22',
          item,
        },
      ],
    },
  };

  it('whose goods have left is not cancelled, and names what is short', async () => {
    const { user } = show(<ReceiptShow />, {
      address: '/phieu-nhap/8',
      session: keeper,
      answers: {
        ReceiptShow: () => ({ receipt }),
        CancelReceipt: () => {
          throw new Refused('NEGATIVE_STOCK_ON_CANCEL', {
            document: 'receipt',
            document_code: 'PN-2026-000008',
            items: [
              {
                item_id: '5',
                item_name: 'Bia Tiger',
                unit: 'Thùng',
                available: '4',
                needed: '12',
                shortage: '8',
                first_day: '2026-11-23',
              },
            ],
          });
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Hủy phiếu' }));
    const dialog = await screen.findByRole('dialog', { name: 'Hủy phiếu nhập PN-2026-000008?' });
    expect(dialog).toHaveTextContent('Bia Tiger−12 Thùng');
    await user.type(within(dialog).getByLabelText('Lý do'), 'Nhập nhầm');
    await user.click(within(dialog).getByRole('button', { name: 'Hủy phiếu' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Bia Tiger: ngày 23/11/2026 chỉ còn 4, cần 12 Thùng',
    );
    expect(within(dialog).getByLabelText('Lý do')).toHaveValue('Nhập nhầm');
  });

  it('shows what it wrote to the stock ledger, and no cancelling to those who may not', async () => {
    show(<ReceiptShow />, {
      address: '/phieu-nhap/8',
      answers: { ReceiptShow: () => ({ receipt }) },
    });
    const ledger = await screen.findByRole('table', { name: 'Sổ kho' });
    expect(within(ledger).getAllByRole('row')[1]).toHaveTextContent('Bia Tiger (Thùng)1222');
    expect(screen.queryByRole('button', { name: 'Hủy phiếu' })).toBeNull();
  });
});

describe('the figures of goods', () => {
  it('compare prices in đồng and in percent, rounded half up', () => {
    expect(priceChange('312000', '300000')).toEqual({
      isRise: true,
      difference: '12000',
      percent: '4.0',
    });
    expect(priceChange('299999', '300000')).toEqual({
      isRise: false,
      difference: '1',
      percent: '0.0',
    });
    expect(priceChange('300000', '300000')).toBeNull();
    expect(priceChange('300000', '0')).toBeNull();
  });

  it('subtract quantities exactly', () => {
    expect(quantityLess('0.1', '0.3')).toBe('-0.200');
    expect(quantityLess('10.000', '2.5')).toBe('7.500');
    expect(quantityLess('-0.500', '0.5')).toBe('-1.000');
  });

  it('find the line a refusal means, over the empty ones', () => {
    const line = (id: string | null) => ({
      item: id ? ({ ...item, id } as never) : null,
      figure: id ? '1' : '',
      price: '',
    });
    const values = { lines: [line('1'), line(null), line('2')] };
    expect(placeOf('items.1.unitPrice', goodsPlaces, values)).toBe('lines.2.price');
    expect(placeOf('items', goodsPlaces, values)).toBe('lines.0.item');
    expect(placeOf('items.5.quantity', goodsPlaces, values)).toBeNull();
    expect(placeOf('supplierId', goodsPlaces, values)).toBe('supplier');
  });
});
