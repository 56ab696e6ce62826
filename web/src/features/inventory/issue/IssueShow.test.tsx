import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { salesSession, show } from '../../../test_render.tsx';
import { IssueShow } from './IssueShow.tsx';

const unit = { __typename: 'Unit', id: '1', name: 'Thùng' };
const item = {
  __typename: 'Item',
  id: '11',
  sku: 'MH001',
  itemName: 'Bia Tiger thùng 24 lon',
  unit,
};
const nodes = (rows: object[]) => ({ __typename: 'Connection', nodes: rows });
const issue = {
  __typename: 'Issue',
  id: '75',
  code: 'PX-2026-000075',
  status: 'confirmed',
  issueDate: '2026-11-22',
  createdAt: '2026-11-22T03:00:00Z',
  confirmedAt: '2026-11-22T03:00:00Z',
  termDays: 30,
  dueDate: '2026-12-22',
  requestCode: null,
  requestedAt: null,
  wantedDate: null,
  withdrawnAt: null,
  version: '1',
  reason: null,
  deliveredAt: null,
  cancelledAt: null,
  replaces: null,
  replacedBy: null,
  createdByName: 'Nguyễn Văn Lộc',
  totalAmount: '1055700',
  paidNow: '55700',
  payment: null,
  debtAfter: '45500000',
  note: null,
  agency: {
    __typename: 'Agency',
    id: '4',
    code: 'DL0004',
    name: 'Đại lý Hưng Thịnh',
    address: '12 Lê Lợi',
    ward: null,
    phone: null,
  },
  issueDetails: nodes([
    {
      __typename: 'IssueDetail',
      id: '1',
      lineNo: 1,
      isFree: false,
      askedQuantity: null,
      listPrice: null,
      priceReason: null,
      quantity: '3.000',
      unitPrice: '351900',
      lineTotal: '1055700',
      item,
    },
  ]),
  stockMovements: nodes([
    {
      __typename: 'StockMovement',
      id: '1',
      quantity: '-3.000',
      balanceAfter: '9.000',
      kind: 'issue',
      businessDate: '2026-11-22',
      item,
    },
  ]),
  debtTransactions: nodes([
    {
      __typename: 'DebtTransaction',
      id: '1',
      kind: 'issue',
      amount: '1055700',
      balanceAfter: '45555700',
      businessDate: '2026-11-22',
    },
    {
      __typename: 'DebtTransaction',
      id: '2',
      kind: 'paid_now',
      amount: '-55700',
      balanceAfter: '45500000',
      businessDate: '2026-11-22',
    },
  ]),
};

describe('a slip', () => {
  it('shows its lines, its total, and the ledger rows it wrote with the balance behind each', async () => {
    show(<IssueShow />, { address: '/phieu-xuat/75', answers: { IssueShow: () => ({ issue }) } });
    expect(await screen.findByRole('heading', { name: 'PX-2026-000075', level: 1 })).toHaveFocus();
    const lines = screen.getByRole('table', { name: 'Hàng xuất' });
    expect(within(lines).getByText('1.055.700 ₫')).toBeVisible();
    const debt = within(screen.getByRole('table', { name: 'Sổ công nợ' }))
      .getAllByRole('row')
      .map((row) => row.textContent);
    expect(debt.slice(1)).toEqual(['Xuất hàng1.055.70045.555.700', 'Trả ngay−55.70045.500.000']);
    expect(within(screen.getByRole('table', { name: 'Sổ kho' })).getByText('−3')).toBeVisible();
    expect(screen.getByText('22/12/2026 (30 ngày)')).toBeVisible();
    expect(document.title).toBe('PX-2026-000075 · Sổ Đại Lý');
  });

  it.each([
    ['is in the hand of who took it', null, 'Người thu đang giữ, chờ nộp'],
    ['was handed over', '2026-11-23T03:00:00Z', 'Đã nộp lúc 23/11/2026 10:00'],
  ])('says whether its cash %s', async (_, handedOverAt, words) => {
    const payment = { __typename: 'Payment', id: '9', status: 'confirmed', handedOverAt };
    show(<IssueShow />, {
      address: '/phieu-xuat/75',
      answers: { IssueShow: () => ({ issue: { ...issue, payment } }) },
    });
    expect(await screen.findByText(words)).toBeVisible();
  });

  it('that is cancelled is written anew, once; both slips lead to each other', async () => {
    const session = {
      user: { ...salesSession.user, scopes: [...salesSession.user.scopes, 'slip:cancel'] },
    };
    const cancelled = { ...issue, status: 'cancelled', cancelledAt: '2026-11-23T03:00:00Z' };
    const { unmount } = show(<IssueShow />, {
      address: '/phieu-xuat/75',
      session,
      answers: { IssueShow: () => ({ issue: cancelled }) },
    });
    expect(await screen.findByRole('link', { name: 'Lập lại' })).toHaveAttribute(
      'href',
      '/phieu-xuat/new?thay=75',
    );
    unmount();
    const other = (id: string) => ({ __typename: 'Issue', id, code: `PX-2026-0000${id}` });
    show(<IssueShow />, {
      address: '/phieu-xuat/75',
      session,
      answers: {
        IssueShow: () => ({
          issue: { ...cancelled, replaces: other('70'), replacedBy: other('80') },
        }),
      },
    });
    expect(await screen.findByRole('link', { name: 'PX-2026-000070' })).toHaveAttribute(
      'href',
      '/phieu-xuat/70',
    );
    expect(screen.getByRole('link', { name: 'PX-2026-000080' })).toHaveAttribute(
      'href',
      '/phieu-xuat/80',
    );
    expect(screen.queryByRole('link', { name: 'Lập lại' })).toBeNull();
  });

  it('that is unknown or not for this person says so, and shows the way back', async () => {
    show(<IssueShow />, {
      address: '/phieu-xuat/75',
      answers: { IssueShow: () => ({ issue: null }) },
    });
    expect(
      await screen.findByText('Không có phiếu xuất này, hoặc bạn không được xem.'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Về danh sách phiếu xuất' })).toHaveAttribute(
      'href',
      '/phieu-xuat',
    );
  });
});
