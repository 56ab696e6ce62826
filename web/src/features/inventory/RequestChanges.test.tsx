// A request until it is decided on: the dealer changes or withdraws it, staff confirm less.
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { IssueForm } from './issue/IssueForm.tsx';
import { IssueShow } from './issue/IssueShow.tsx';

const nodes = (rows: object[]) => ({ __typename: 'Connection', nodes: rows });
const unit = { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false };
const tiger = {
  __typename: 'Item',
  id: '11',
  sku: 'MH001',
  itemName: 'Bia Tiger',
  stockQuantity: '12.000',
  isActive: true,
  issuePrice: '351900',
  unit,
};
const rice = { ...tiger, id: '12', sku: 'MH006', itemName: 'Gạo ST25', issuePrice: '100000' };
const agency = {
  __typename: 'Agency',
  id: '1',
  code: 'DL0001',
  name: 'Tạp hóa Cô Ba',
  status: 'active',
  debtAmount: '0',
  debtLimit: '200000000',
};
const line = (id: string, item: object, quantity: string, price: string, more: object = {}) => ({
  __typename: 'IssueDetail',
  id,
  lineNo: Number(id),
  listPrice: null,
  priceReason: null,
  quantity,
  isFree: false,
  askedQuantity: null,
  unitPrice: price,
  lineTotal: price,
  item,
  ...more,
});
const asked = (more: object = {}) => ({
  __typename: 'Issue',
  id: '80',
  code: null,
  requestCode: 'YC-2026-000007',
  version: '3',
  status: 'requested',
  issueDate: '2026-11-22',
  createdAt: '2026-11-22T03:00:00Z',
  requestedAt: '2026-11-23T03:00:00Z',
  wantedDate: '2026-12-24',
  withdrawnAt: null,
  confirmedAt: null,
  termDays: null,
  dueDate: null,
  reason: null,
  deliveredAt: null,
  cancelledAt: null,
  replaces: null,
  replacedBy: null,
  createdByName: 'Cô Ba',
  totalAmount: '3719000',
  paidNow: '0',
  payment: null,
  debtAfter: null,
  note: 'Giao sáng',
  agency: { ...agency, address: null, ward: null, phone: null },
  issueDetails: nodes([line('1', tiger, '10.000', '351900'), line('2', rice, '2.000', '100000')]),
  stockMovements: nodes([]),
  debtTransactions: nodes([]),
  ...more,
});
const changed = (status: string) => ({
  issue: { __typename: 'Issue', id: '80', code: null, status },
});
const owner = {
  user: {
    ...salesSession.user,
    roles: ['agency'],
    scopes: ['agency:read', 'inventory:read', 'finance:read'],
    agencies: [{ id: '1', code: 'DL0001', name: 'Tạp hóa Cô Ba' }],
  },
};
const openShow = async (session: typeof owner, answers: Answers = {}, more: object = {}) => {
  const page = show(<IssueShow />, {
    address: '/phieu-xuat/80',
    session,
    answers: {
      IssueShow: () => ({ issue: asked(more) }),
      IssueHeadroom: ({ slipTotal, paidNow }) => ({
        issueHeadroom: {
          __typename: 'IssueHeadroomAnswer',
          agencyId: '1',
          currentDebt: '0',
          limit: '50000000',
          limitSource: 'type',
          slipTotal,
          paidNow,
          wouldBe: slipTotal,
          shortBy: '0',
          available: '50000000',
          overdue: null,
          limitVersion: null,
        },
      }),
      ...answers,
    },
  });
  await screen.findByRole('heading', { level: 1 });
  return page;
};

beforeEach(() => localStorage.clear());

describe('the dealer who asked', () => {
  it('sees the number and the day wished for, and may change or withdraw what nobody decided on', async () => {
    await openShow(owner);
    expect(screen.getByRole('heading', { name: 'YC-2026-000007', level: 1 })).toBeVisible();
    expect(screen.getByText('24/12/2026')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Sửa đề nghị' })).toHaveAttribute(
      'href',
      '/phieu-xuat/new?sua=80',
    );
    expect(screen.getByRole('button', { name: 'Rút đề nghị' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Xác nhận' })).toBeNull();
  });

  it('withdraws it, and finds it withdrawn and no more to be changed', async () => {
    const { user, sent } = await openShow(owner, {
      IssueShow: (_, call) => ({
        issue: asked(
          call === 0
            ? {}
            : { status: 'rejected', withdrawnAt: '2026-11-24T03:00:00Z', reason: 'Đã rút đề nghị' },
        ),
      }),
      WithdrawRequest: () => ({ withdrawRequest: changed('rejected') }),
    });
    await user.click(screen.getByRole('button', { name: 'Rút đề nghị' }));
    await user.click(
      within(screen.getByRole('dialog', { name: 'Rút đề nghị lấy hàng?' })).getByRole('button', {
        name: 'Rút đề nghị',
      }),
    );
    expect(await screen.findByText('Đã rút')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'WithdrawRequest')?.variables['input'],
    ).toMatchObject({ issueId: '80' });
    expect(screen.queryByRole('link', { name: 'Sửa đề nghị' })).toBeNull();
  });

  it('asks anew with what was asked for before it, in the version that was read', async () => {
    const { user, sent, router } = show(<IssueForm />, {
      address: '/phieu-xuat/new?sua=80',
      session: owner,
      answers: {
        IssueAgain: () => ({ issue: asked() }),
        ReviseRequest: () => ({
          reviseRequest: {
            issue: {
              __typename: 'Issue',
              id: '80',
              code: null,
              totalAmount: '4070900',
              debtAfter: null,
              agency,
            },
          },
        }),
      },
    });
    expect(await screen.findByText('Tạp hóa Cô Ba · YC-2026-000007')).toBeVisible();
    expect(screen.getByLabelText('Số lượng, dòng 1')).toHaveValue('10');
    await user.clear(screen.getByLabelText('Số lượng, dòng 1'));
    await user.type(screen.getByLabelText('Số lượng, dòng 1'), '11');
    await user.click(screen.getByRole('button', { name: 'Gửi yêu cầu' }));
    await user.click(
      within(
        await screen.findByRole('dialog', { name: 'Gửi lại đề nghị của Tạp hóa Cô Ba?' }),
      ).getByRole('button', { name: 'Gửi yêu cầu' }),
    );
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-xuat/80'));
    expect(sent.find(({ operation }) => operation === 'ReviseRequest')?.variables['input']).toEqual(
      {
        clientKey: expect.any(String) as string,
        issueId: '80',
        version: '3',
        note: 'Giao sáng',
        wantedDate: '2026-12-24',
        items: [
          { itemId: '11', quantity: '11' },
          { itemId: '12', quantity: '2' },
        ],
      },
    );
    expect(
      Object.keys(localStorage).filter((key) => key.startsWith('sodaily-issue-draft')),
    ).toEqual([]);
  });
});

describe('staff who confirm', () => {
  const seller = { user: { ...salesSession.user, agencies: [] } };

  it('let less go out, see what it costs then, and send only what was cut', async () => {
    const { user, sent } = await openShow(seller as never, {
      ConfirmIssue: () => ({ confirmIssue: changed('confirmed') }),
    });
    expect(screen.queryByRole('button', { name: 'Rút đề nghị' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('Đề nghị 10 Thùng')).toBeVisible();
    await user.clear(dialog.getByLabelText('Số lượng xuất của Bia Tiger'));
    await user.type(dialog.getByLabelText('Số lượng xuất của Bia Tiger'), '4');
    await user.clear(dialog.getByLabelText('Số lượng xuất của Gạo ST25'));
    await user.type(dialog.getByLabelText('Số lượng xuất của Gạo ST25'), '0');
    await waitFor(() =>
      expect(
        sent.findLast(({ operation }) => operation === 'IssueHeadroom')?.variables['slipTotal'],
      ).toBe('1407600'),
    );
    await user.click(dialog.getByRole('button', { name: 'Xác nhận' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'ConfirmIssue')?.variables['input'],
      ).toMatchObject({
        issueId: '80',
        version: '3',
        items: [
          { itemId: '11', quantity: '4' },
          { itemId: '12', quantity: '0' },
        ],
      }),
    );
  });

  it('send no more than was asked for, and no cut when nothing was', async () => {
    const { user, sent } = await openShow(seller as never, {
      ConfirmIssue: () => {
        throw new Refused('STALE_VERSION', { read_version: 3, version: 4 });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    const dialog = within(screen.getByRole('dialog'));
    const field = dialog.getByLabelText('Số lượng xuất của Bia Tiger');
    await user.clear(field);
    await user.type(field, '11');
    await user.click(dialog.getByRole('button', { name: 'Xác nhận' }));
    expect(sent.filter(({ operation }) => operation === 'ConfirmIssue')).toEqual([]);
    await user.clear(field);
    await user.type(field, '10');
    await user.click(dialog.getByRole('button', { name: 'Xác nhận' }));
    expect(await dialog.findByRole('button', { name: 'Tải lại' })).toBeVisible();
    const input = sent.find(({ operation }) => operation === 'ConfirmIssue')?.variables['input'];
    expect(input).toMatchObject({ issueId: '80', version: '3' });
    expect(input).not.toHaveProperty('items');
  });
});

it('a slip that was cut says what was asked for beside what went out', async () => {
  await openShow(
    { user: { ...salesSession.user, agencies: [] } } as never,
    {},
    {
      status: 'confirmed',
      code: 'PX-2026-000090',
      issueDetails: nodes([line('1', tiger, '4.000', '351900', { askedQuantity: '10.000' })]),
    },
  );
  expect(screen.getByText('Đề nghị 10 Thùng')).toBeInTheDocument();
});
