import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { RefundForm } from './RefundForm.tsx';
import { RefundList } from './RefundList.tsx';
import { RefundShow } from './RefundShow.tsx';

const agency = {
  __typename: 'Agency',
  id: '4',
  code: 'DL0004',
  name: 'Hưng Thịnh',
  debtAmount: '-204000',
};
const row = {
  __typename: 'Refund',
  id: '7',
  code: 'PC-2026-000007',
  status: 'confirmed',
  refundDate: '2026-11-22',
  method: 'cash',
  amount: '204000',
  agency,
};
const refund = {
  ...row,
  reference: null,
  note: null,
  createdAt: '2026-11-22T03:00:00Z',
  createdBy: '3',
  cancelledAt: null,
  cancelReason: null,
  debtTransactions: {
    __typename: 'C',
    nodes: [
      {
        __typename: 'DebtTransaction',
        id: '1',
        kind: 'refund',
        amount: '204000',
        balanceAfter: '0',
        businessDate: '2026-11-22',
      },
    ],
  },
};
const accountant = {
  user: { ...salesSession.user, scopes: ['agency:read', 'finance:read', 'finance:write'] },
};
const manager = {
  user: { ...salesSession.user, id: '9', scopes: ['agency:read', 'finance:read', 'slip:cancel'] },
};
const page = (nodes: object[]) => ({
  refunds: {
    __typename: 'C',
    totalCount: nodes.length,
    nodes,
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
  },
});

describe('the list of refunds', () => {
  it('shows who got how much back and how', async () => {
    show(<RefundList />, {
      address: '/phieu-chi',
      session: accountant,
      answers: { RefundList: () => page([row]) },
    });
    expect(await screen.findByRole('link', { name: 'PC-2026-000007' })).toHaveAttribute(
      'href',
      '/phieu-chi/7',
    );
    expect(screen.getByText('Tiền mặt')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Lập phiếu chi' })).toHaveAttribute(
      'href',
      '/phieu-chi/new',
    );
  });

  it('is searched by number, of which the last digits are enough', async () => {
    const { user, sent } = show(<RefundList />, {
      address: '/phieu-chi',
      session: accountant,
      answers: { RefundList: () => page([row]) },
    });
    await screen.findByRole('link', { name: 'PC-2026-000007' });
    await user.type(screen.getByRole('searchbox'), '7');
    await waitFor(() =>
      expect(sent.at(-1)?.variables['filter']).toEqual({
        code: { equalTo: `PC-${businessToday().slice(0, 4)}-000007` },
      }),
    );
  });
});

describe('giving money back', () => {
  const open = (answers: Answers = {}, session = accountant, given = agency) =>
    show(<RefundForm />, {
      address: '/phieu-chi/new?dai-ly=4',
      session,
      answers: {
        PayingAgency: () => ({ agency: given }),
        AmountInWords: () => ({ amountInWords: 'Hai trăm lẻ bốn nghìn đồng' }),
        ...answers,
      },
    });
  const booked = (sent: readonly { operation: string }[]) =>
    sent.filter(({ operation }) => operation === 'CreateRefund');
  const confirmIt = async () =>
    within(await screen.findByRole('dialog')).findByRole('button', { name: 'Lập phiếu chi' });
  const recorded = (debtAmount: string) => () => ({
    createRefund: {
      refund: {
        __typename: 'Refund',
        id: '7',
        code: 'PC-2026-000007',
        agency: { ...agency, debtAmount },
      },
    },
  });

  it('begins with the whole credit, which is told as credit', async () => {
    open();
    expect(await screen.findByLabelText('Số tiền')).toHaveValue('204.000');
    expect(screen.getByTestId('credit')).toHaveTextContent('đang có dư 204.000 ₫');
    expect(document.body.textContent).not.toContain('−204.000');
  });

  it('asks with the credit before, the debt after, the words and the day; Enter books', async () => {
    const { user, sent, router } = open({ CreateRefund: recorded('0') });
    await screen.findByTestId('credit');
    await user.type(screen.getByLabelText(/^Ghi chú/), 'Trả lại tiền hàng{Enter}');
    const dialog = await screen.findByRole('dialog', { name: /^Lập phiếu chi 204\.000\s₫$/ });
    await waitFor(() => expect(dialog).toHaveTextContent('Hai trăm lẻ bốn nghìn đồng, tiền mặt'));
    for (const text of [
      'Đại lýHưng Thịnh · DL0004',
      `Ngày chi${formatDate(businessToday())}`,
      'Có dư trước204.000 ₫',
      'Nợ sau0 ₫',
    ])
      expect(dialog).toHaveTextContent(text);
    expect(booked(sent)).toEqual([]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-chi/7'));
    expect(await screen.findByText('Hưng Thịnh không còn dư.')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'CreateRefund')?.variables['input'],
    ).toMatchObject({
      agencyId: '4',
      amount: '204000',
      refundDate: businessToday(),
      method: 'cash',
      note: 'Trả lại tiền hàng',
    });
  });

  it('of part of the credit says what is left', async () => {
    const { user } = open({ CreateRefund: recorded('-104000') });
    await user.clear(await screen.findByLabelText('Số tiền'));
    await user.type(screen.getByLabelText('Số tiền'), '100000{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('dialog')).toHaveTextContent('Có dư sau104.000 ₫');
    await user.click(await confirmIt());
    expect(await screen.findByText('Hưng Thịnh còn dư 104.000 ₫.')).toBeVisible();
  });

  it('of more than the credit is refused in numbers, with the credit as the way out', async () => {
    const { user } = open({
      CreateRefund: () => {
        throw new Refused('REFUND_EXCEEDS_CREDIT', {
          agency_name: 'Hưng Thịnh',
          credit: '204000',
          amount: '204001',
          excess: '1',
        });
      },
    });
    await user.clear(await screen.findByLabelText('Số tiền'));
    await user.type(screen.getByLabelText('Số tiền'), '204001{Control>}{Enter}{/Control}');
    await user.click(await confirmIt());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Hưng Thịnh đang có dư 204.000 ₫; chi trả 204.001 ₫ là thừa 1 ₫.',
    );
    await user.click(screen.getByRole('button', { name: /^Chi 204\.000/ }));
    expect(screen.getByLabelText('Số tiền')).toHaveValue('204.000');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('to an agency that owes says that there is none', async () => {
    open({}, accountant, { ...agency, debtAmount: '5000000' });
    expect(await screen.findByTestId('credit')).toHaveTextContent('Không có dư để chi trả.');
    expect(screen.getByLabelText('Số tiền')).toHaveValue('');
    expect(screen.getByRole('button', { name: 'Chi hết số dư' })).toBeDisabled();
  });
});

describe('a refund', () => {
  const open = (shown: object, answers: Answers = {}, session = manager) =>
    show(<RefundShow />, {
      address: '/phieu-chi/7',
      session,
      answers: { RefundShow: () => ({ refund: shown }), ...answers },
    });

  it('shows the row it wrote to the ledger, and is cancelled with a reason', async () => {
    const { user, sent } = open(refund, {
      CancelRefund: () => ({
        cancelRefund: {
          refund: { __typename: 'Refund', id: '7', code: 'PC-2026-000007', status: 'cancelled' },
        },
      }),
    });
    expect(
      within(await screen.findByRole('table', { name: 'Sổ công nợ' })).getByText('204.000'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu' }));
    expect(screen.getByRole('dialog')).toHaveTextContent('Công nợ giảm lại204.000 ₫');
    await user.type(screen.getByLabelText('Lý do'), 'Chưa đưa tiền');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Hủy phiếu' }));
    expect(await screen.findByText('Đã hủy phiếu chi PC-2026-000007')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'CancelRefund')?.variables['input'],
    ).toMatchObject({ refundId: '7', reason: 'Chưa đưa tiền' });
  });

  it('goes on paper', async () => {
    const { user, sent } = open(refund);
    await user.click(await screen.findByRole('button', { name: 'Chọn khổ giấy' }));
    await user.click(screen.getByRole('menuitem', { name: 'Khổ A5' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'StartExport')?.variables['input'],
      ).toMatchObject({ what: 'refund_slip', parameters: { id: '7', paper: 'A5' } }),
    );
  });

  it('of an earlier day is not cancelled by who recorded it', async () => {
    open(refund, {}, accountant);
    await screen.findByRole('table', { name: 'Sổ công nợ' });
    expect(screen.queryByRole('button', { name: 'Hủy phiếu' })).toBeNull();
  });

  it('of today is cancelled by who recorded it, which two pairs of eyes forbid in plain words', async () => {
    const { user } = open(
      { ...refund, createdAt: new Date().toISOString() },
      {
        CancelRefund: () => {
          throw new Refused('FOUR_EYES');
        },
      },
      accountant,
    );
    await user.click(await screen.findByRole('button', { name: 'Hủy phiếu' }));
    await user.type(screen.getByLabelText('Lý do'), 'Ghi nhầm');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Hủy phiếu' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nhờ một đồng nghiệp làm');
  });
});
