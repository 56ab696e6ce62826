import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { CountForm } from './CountForm.tsx';

const keeper = {
  user: {
    ...salesSession.user,
    roles: ['warehouse'],
    scopes: ['inventory:read', 'inventory:adjust'],
  },
};
const item = {
  __typename: 'Item',
  id: '5',
  sku: 'MH005',
  itemName: 'Bia Tiger',
  stockQuantity: '10.000',
  isActive: false,
  importPrice: '300000',
  unit: { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false },
};
const book =
  (bookQuantity: string, stockQuantity = bookQuantity) =>
  () => ({
    booksOn: {
      __typename: 'B',
      nodes: [{ __typename: 'ItemBook', itemId: '5', bookQuantity, stockQuantity }],
    },
  });
const open = (answers: Answers) =>
  show(<CountForm />, {
    address: '/kiem-ke/new',
    session: keeper,
    answers: {
      HandledItems: () => ({ searchItems: { __typename: 'C', nodes: [item] } }),
      BooksOn: book('10.000'),
      ...answers,
    },
  });
const made = () => ({
  createStockCount: { stockCount: { __typename: 'StockCount', id: '3', code: 'KK-2026-000003' } },
});

async function count(user: ReturnType<typeof open>['user'], figure: string) {
  await user.type(
    await screen.findByRole('combobox', { name: 'Mặt hàng, dòng 1' }),
    'tiger{Enter}',
  );
  await waitFor(() => expect(screen.getByLabelText('Đếm được, dòng 1')).toHaveFocus());
  await user.keyboard(figure);
}

describe('a stock count', () => {
  it('shows the difference live, asks with it, and goes to the count', async () => {
    const { user, sent, router } = open({ CreateStockCount: made });
    await count(user, '7');
    expect(await screen.findByText('−3')).toBeVisible();
    expect(screen.getByTestId('live-total')).toHaveTextContent('1 mặt hàng, 1 lệch');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Tồn kho của 1 mặt hàng được đặt theo số đếm:');
    expect(dialog).toHaveTextContent('Bia Tiger: 10 → 7 (−3)');
    await user.click(within(dialog).getByRole('button', { name: 'Lập phiếu kiểm kê' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/kiem-ke/3'));
    expect(
      sent.find(({ operation }) => operation === 'CreateStockCount')?.variables['input'],
    ).toMatchObject({ note: null, items: [{ itemId: '5', counted: '7', seen: '10.000' }] });
  });

  it('that agrees with the books says that stock does not change; nothing counted is not zero', async () => {
    const { user, sent } = open({});
    await count(user, '{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    await user.type(screen.getByLabelText('Đếm được, dòng 1'), '10');
    await screen.findByText('0');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'Số đếm khớp với sổ; tồn kho không đổi.',
    );
    expect(sent.some(({ operation }) => operation === 'CreateStockCount')).toBe(false);
  });

  it('of an earlier day says so under the day and in the question', async () => {
    const { user } = open({});
    await count(user, '7{Alt>}d{/Alt}');
    await waitFor(() => expect(screen.getByLabelText('Ngày kiểm kê')).toHaveFocus());
    await user.keyboard('-3{Enter}');
    expect(screen.getByText('Lùi ngày 3 ngày')).toBeVisible();
    await screen.findByText('−3');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(within(await screen.findByRole('dialog')).getByTestId('back-dating')).toHaveTextContent(
      'Lùi ngày 3 ngày',
    );
  });

  it('that is refused names the items and keeps the figures', async () => {
    const { user } = open({
      CreateStockCount: () => {
        throw new Refused('OUT_OF_STOCK', {
          items: [
            {
              item_id: '5',
              item_name: 'Bia Tiger',
              unit: 'Thùng',
              available: '2',
              requested: '5',
              first_day: '2026-11-20',
            },
          ],
        });
      },
    });
    await count(user, '2');
    await screen.findByText('−8');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lập phiếu kiểm kê' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Bia Tiger: ngày 20/11/2026 chỉ còn 2, cần 5 Thùng',
    );
    expect(screen.getByLabelText('Đếm được, dòng 1')).toHaveValue('2');
  });

  it('of a past day is compared with the books of that day, and says what is there today', async () => {
    const { user, sent } = open({ BooksOn: book('50.000', '30.000') });
    await count(user, '50{Alt>}d{/Alt}');
    await user.keyboard('-8{Enter}');
    await screen.findByText('0');
    await user.keyboard('{Control>}{Enter}{/Control}');

    expect(await screen.findByRole('dialog')).toHaveTextContent(
      /Bia Tiger, [\d/]+: sổ 50, đếm 50, không đổi; hôm nay vẫn 30/,
    );
    expect(sent.findLast(({ operation }) => operation === 'BooksOn')?.variables).toMatchObject({
      itemIds: ['5'],
    });
  });

  it('whose books moved asks whether it was counted before or after, and writes what is told', async () => {
    let tries = 0;
    const moved = {
      item_id: '5',
      item_name: 'Bia Tiger',
      unit: 'Thùng',
      seen: '100',
      book: '90',
      counted: '100',
      counted_before: '90',
      counted_after: '100',
      moved_by: [
        {
          kind: 'issue',
          code: 'PX-2026-000007',
          quantity: '-10',
          recorded_at: '2026-11-22T03:00:00Z',
          by: 'Lê Bán Hàng',
        },
      ],
    };
    const { user, sent } = open({
      BooksOn: book('100.000'),
      CreateStockCount: () => {
        tries += 1;
        if (tries === 1) throw new Refused('STOCK_MOVED', { items: [moved] });
        return made();
      },
    });
    await count(user, '100');
    await screen.findByText('0');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lập phiếu kiểm kê' }),
    );

    const question = await screen.findByRole('group', {
      name: /lúc bạn xem, sổ còn 100 Thùng; nay còn 90 Thùng/,
    });
    expect(question).toHaveTextContent(/PX-2026-000007 · −10 · 22\/11\/2026 10:00 · Lê Bán Hàng/);
    await user.click(screen.getByRole('radio', { name: 'Đếm trước: ghi 90 Thùng' }));
    await user.click(screen.getByRole('button', { name: 'Lập phiếu kiểm kê' }));
    await waitFor(() =>
      expect(
        sent.findLast(({ operation }) => operation === 'CreateStockCount')?.variables['input'],
      ).toMatchObject({ items: [{ itemId: '5', counted: '90', seen: '90' }] }),
    );
  });

  it('that is sent before the books were read waits for them, and says when they cannot be read', async () => {
    let tries = 0;
    const { user } = open({
      BooksOn: () => {
        tries += 1;
        if (tries <= 2) throw new Refused('PERMISSION_DENIED', {});
        return book('10.000')();
      },
    });
    await count(user, '7{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Chưa đọc được tồn sổ; thử lại.')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('dialog')).toHaveTextContent('Bia Tiger: 10 → 7 (−3)');
  });
});
