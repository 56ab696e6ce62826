import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { IssueShow } from './IssueShow.tsx';

const nodes = (rows: object[]) => ({ __typename: 'Connection', nodes: rows });
const item = {
  __typename: 'Item',
  id: '11',
  sku: 'MH001',
  itemName: 'Bia Tiger',
  unit: { __typename: 'Unit', id: '1', name: 'Thùng' },
};
const slip = (status: string, more: object = {}) => ({
  __typename: 'Issue',
  id: '75',
  code: 'PX-2026-000075',
  status,
  issueDate: '2026-11-22',
  createdAt: '2026-11-22T03:00:00Z',
  confirmedAt: null,
  termDays: null,
  dueDate: null,
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
    name: 'Hưng Thịnh',
    address: null,
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
  stockMovements: nodes([]),
  debtTransactions: nodes([]),
  ...more,
});
const changed = (status: string) => ({
  issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075', status },
});
const manager = {
  user: {
    ...salesSession.user,
    scopes: [...salesSession.user.scopes, 'inventory:confirm', 'slip:cancel'],
  },
};

async function open(status: string, answers: Answers = {}, session = manager) {
  const shown = show(<IssueShow />, {
    address: '/phieu-xuat/75',
    session,
    answers: { IssueShow: () => ({ issue: slip(status) }), ...answers },
  });
  await screen.findByRole('heading', { level: 1 });
  return shown;
}
const verbs = () =>
  screen
    .getAllByRole('button')
    .map((button) => button.textContent)
    .filter((text) => !/Chép|^In$|^$/.test(text ?? ''));

describe('what a slip may become', () => {
  it.each([
    ['requested', ['Từ chối', 'Hoãn', 'Xác nhận']],
    ['postponed', ['Từ chối', 'Mở lại']],
    ['confirmed', ['Đề nghị trả hàng', 'Hủy phiếu', 'Đã giao']],
    ['delivered', ['Đề nghị trả hàng', 'Hủy phiếu']],
    ['cancelled', []],
  ])('when it is %s', async (status, expected) => {
    await open(status);
    expect(verbs()).toEqual(expected);
  });

  it('depends on who looks: the warehouse delivers and does nothing else', async () => {
    await open(
      'confirmed',
      {},
      { user: { ...salesSession.user, scopes: ['inventory:read', 'inventory:confirm'] } },
    );
    expect(verbs()).toEqual(['Đã giao']);
  });
});

describe('cancelling a slip', () => {
  it('says what comes back in numbers, wants a reason, and shows the slip as it then is', async () => {
    const { user, sent } = await open('confirmed', {
      IssueShow: (_, call) => ({
        issue: slip(
          call === 0 ? 'confirmed' : 'cancelled',
          call === 0 ? {} : { reason: 'Nhập sai' },
        ),
      }),
      CancelIssue: () => ({ cancelIssue: changed('cancelled') }),
    });
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Hủy phiếu PX-2026-000075?' }));
    expect(dialog.getByText('+3 Thùng')).toBeVisible();
    expect(dialog.getByText('1.055.700 ₫')).toBeVisible();
    expect(dialog.getByText('55.700 ₫')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Hủy phiếu' }));
    expect(dialog.getByText('Chưa nhập lý do.')).toBeVisible();
    await user.type(dialog.getByLabelText('Lý do'), '  Nhập sai ');
    await user.click(dialog.getByRole('button', { name: 'Hủy phiếu' }));
    expect(await screen.findByText('Đã hủy phiếu xuất PX-2026-000075')).toBeVisible();
    expect(await screen.findByText('Nhập sai')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'CancelIssue')?.variables['input'],
    ).toMatchObject({ issueId: '75', reason: 'Nhập sai' });
  });

  it.each([
    [
      'whose cash was handed over leaves it as credit',
      '2026-11-23T03:00:00Z',
      'Trả ngay đã nộp, giữ lại thành dư có để chi trả',
    ],
    [
      'whose cash is in hand takes the payment along',
      null,
      'Trả ngay bị hủy theo, công nợ tăng lại',
    ],
  ])('%s, and says so before', async (_, handedOverAt, words) => {
    const payment = { __typename: 'Payment', id: '9', status: 'confirmed', handedOverAt };
    const { user } = await open('confirmed', {
      IssueShow: () => ({ issue: slip('confirmed', { payment }) }),
    });
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu' }));
    expect(within(screen.getByRole('dialog')).getByText(words)).toBeVisible();
  });

  it('that has been paid for names the payments to cancel first', async () => {
    const { user } = await open('confirmed', {
      CancelIssue: () => {
        throw new Refused('HAS_PAYMENTS', {
          agency_name: 'Hưng Thịnh',
          current_debt: '100',
          issue_code: 'PX-2026-000075',
          slip_total: '1055700',
          excess: '1055600',
          payments: [
            {
              payment_id: '9',
              code: 'PT-2026-000009',
              amount: '1000000',
              payment_date: '2026-11-22',
            },
          ],
        });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu' }));
    await user.type(screen.getByLabelText('Lý do'), 'x');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Hủy phiếu' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('thì thu thừa 1.055.600 ₫');
    expect(screen.getByRole('link', { name: 'PT-2026-000009' })).toHaveAttribute(
      'href',
      '/phieu-thu/9',
    );
  });
});

describe('confirming a request', () => {
  it('over the limit stays open with the numbers; a second try has the same key', async () => {
    const { user, sent } = await open('requested', {
      ConfirmIssue: (_, call) => {
        if (call === 0)
          throw new Refused('DEBT_LIMIT', {
            agency_id: '4',
            agency_name: 'Hưng Thịnh',
            short_by: '555700',
            current_debt: '44500000',
            slip_total: '1055700',
            paid_now: '0',
            limit: '45000000',
            available: '500000',
          });
        return { confirmIssue: changed('confirmed') };
      },
    });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    const confirm = within(screen.getByRole('dialog')).getByRole('button', { name: 'Xác nhận' });
    await user.click(confirm);
    expect(await screen.findByRole('alert')).toHaveTextContent('Vượt hạn mức nợ 555.700 ₫');
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const keys = sent
      .filter(({ operation }) => operation === 'ConfirmIssue')
      .map(({ variables }) => (variables['input'] as { clientKey: string }).clientKey);
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
    // what was looked at goes with it
    expect(
      sent.find(({ operation }) => operation === 'ConfirmIssue')?.variables['input'],
    ).toMatchObject({ acceptPrices: '1055700' });
  });

  it('that somebody else has changed offers to load it again', async () => {
    const { user, sent } = await open('requested', {
      ConfirmIssue: () => {
        throw new Refused('INVALID_TRANSITION', { from: 'rejected', to: 'confirmed' });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Xác nhận' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Không thể chuyển từ trạng thái “Từ chối” sang “Đã xác nhận”.',
    );
    await user.click(screen.getByRole('button', { name: 'Tải lại' }));
    await waitFor(() =>
      expect(sent.filter(({ operation }) => operation === 'IssueShow')).toHaveLength(2),
    );
  });
});
