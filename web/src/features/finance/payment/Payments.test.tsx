import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { PaymentForm } from './PaymentForm.tsx';
import { PaymentList } from './PaymentList.tsx';
import { PaymentShow } from './PaymentShow.tsx';

const agency = {
  __typename: 'Agency',
  id: '4',
  code: 'DL0004',
  name: 'Hưng Thịnh',
  debtAmount: '5000000',
};
const row = {
  __typename: 'Payment',
  id: '9',
  code: 'PT-2026-000009',
  status: 'confirmed',
  paymentDate: '2026-11-22',
  method: 'bank',
  amount: '2000000',
  advanceAmount: '0',
  agency,
};
const payment = {
  ...row,
  reference: 'FT123',
  note: null,
  createdAt: '2026-11-22T03:00:00Z',
  createdBy: '3',
  cancelledAt: null,
  cancelReason: null,
  handedOverAt: null,
  issue: null,
  debtTransactions: {
    __typename: 'C',
    nodes: [
      {
        __typename: 'DebtTransaction',
        id: '1',
        kind: 'payment',
        amount: '-2000000',
        balanceAfter: '3000000',
        businessDate: '2026-11-22',
      },
    ],
  },
};
const accountant = {
  user: { ...salesSession.user, scopes: ['agency:read', 'finance:read', 'finance:write'] },
};
const manager = {
  user: { ...salesSession.user, scopes: ['agency:read', 'finance:read', 'slip:cancel'] },
};

describe('the list of payments', () => {
  it('shows who paid how much and how, and marks what was paid before the debt', async () => {
    const nodes = [row, { ...row, id: '10', code: 'PT-2026-000010', advanceAmount: '500000' }];
    show(<PaymentList />, {
      address: '/phieu-thu',
      session: accountant,
      answers: {
        PaymentList: () => ({
          payments: {
            __typename: 'C',
            totalCount: 2,
            nodes,
            pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
          },
        }),
      },
    });
    expect(await screen.findByRole('link', { name: 'PT-2026-000009' })).toHaveAttribute(
      'href',
      '/phieu-thu/9',
    );
    expect(screen.getAllByText('Chuyển khoản')).toHaveLength(2);
    expect(screen.getByText('Trả trước 500.000 ₫')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Lập phiếu thu' })).toHaveAttribute(
      'href',
      '/phieu-thu/new',
    );
  });
});

describe('the list of payments that is narrowed', () => {
  it('has tabs by state, a sum of what is in force, and stands in the address', async () => {
    const { user, sent, router } = show(<PaymentList />, {
      address: '/phieu-thu?hinh-thuc=bank',
      session: accountant,
      answers: {
        PaymentList: () => ({
          payments: {
            __typename: 'C',
            totalCount: 1,
            nodes: [row],
            pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
          },
        }),
        PaymentTabs: () => ({
          all: { __typename: 'C', countUpTo: 5 },
          confirmed: { __typename: 'C', countUpTo: 4 },
          cancelled: { __typename: 'C', countUpTo: 1 },
        }),
        PaymentTotals: () => ({
          payments: {
            __typename: 'C',
            countUpTo: 4,
            aggregates: {
              __typename: 'PaymentAggregates',
              sum: { __typename: 'PaymentSumAggregates', amount: '8000000' },
            },
          },
        }),
      },
    });
    expect(await screen.findByText('Tổng 4 phiếu có hiệu lực')).toBeVisible();
    expect(screen.getByText('8.000.000')).toBeVisible();
    await user.click(await screen.findByRole('button', { name: 'Đã hủy 1' }));
    expect(router.state.location.search).toBe('?hinh-thuc=bank&trang-thai=cancelled');
    await waitFor(() =>
      expect(
        sent.findLast(({ operation }) => operation === 'PaymentList')?.variables,
      ).toMatchObject({
        filter: { method: { equalTo: 'bank' }, status: { equalTo: 'cancelled' } },
        orderBy: ['PAYMENT_DATE_DESC', 'ID_DESC'],
      }),
    );
    expect(screen.queryByText('Tổng 4 phiếu có hiệu lực')).toBeNull();
  });
});

describe('recording a payment', () => {
  const open = (answers: Answers, session = accountant) =>
    show(<PaymentForm />, {
      address: '/phieu-thu/new?dai-ly=4',
      session,
      answers: { PayingAgency: () => ({ agency }), ...answers },
    });
  const submit = () => screen.getByRole('button', { name: 'Lập phiếu thu' });
  const words = {
    AmountInWords: ({ amount }: Record<string, unknown>) => ({
      amountInWords: amount === '5000000' ? 'Năm triệu đồng' : 'Một đồng',
    }),
  };
  const recorded = () => ({
    createPayment: {
      payment: {
        __typename: 'Payment',
        id: '9',
        code: 'PT-2026-000009',
        agency: { ...agency, debtAmount: '0' },
      },
    },
  });
  const booked = (sent: readonly { operation: string }[]) =>
    sent.filter(({ operation }) => operation === 'CreatePayment');
  const confirmIt = async () =>
    within(await screen.findByRole('dialog')).findByRole('button', { name: 'Lập phiếu thu' });

  it('goes from field to field with Enter and books nothing: a single 1 and Enter do no harm', async () => {
    const { user, sent } = open({ ...words, CreatePayment: recorded });
    await user.type(await screen.findByLabelText('Số tiền'), '1{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Ngày thu')).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Hình thức' })).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText(/^Số chứng từ/)).toHaveFocus());
    expect(screen.queryByRole('listbox')).toBeNull();
    await user.keyboard('FT1{Enter}');
    await waitFor(() => expect(screen.getByLabelText(/^Ghi chú/)).toHaveFocus());
    await user.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', { name: /^Lập phiếu thu 1\s₫$/ });
    await waitFor(() => expect(dialog).toHaveTextContent('Một đồng, tiền mặt'));
    expect(booked(sent)).toEqual([]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(booked(sent)).toEqual([]);
  });

  it('asks by Ctrl+Enter with the debt before and after, the words and the day, and Enter books', async () => {
    const { user, sent, router } = open({ ...words, CreatePayment: recorded });
    await user.type(await screen.findByLabelText('Số tiền'), '5000000');
    expect(await screen.findByText('Năm triệu đồng')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    const dialog = await screen.findByRole('dialog', { name: /^Lập phiếu thu 5\.000\.000\s₫$/ });
    await waitFor(() => expect(dialog).toHaveTextContent('Năm triệu đồng'));
    for (const text of [
      'Năm triệu đồng, tiền mặt',
      'Đại lýHưng Thịnh · DL0004',
      `Ngày thu${formatDate(businessToday())}`,
      'Nợ trước5.000.000 ₫',
      'Nợ sau0 ₫',
    ]) {
      expect(dialog).toHaveTextContent(text);
    }
    expect(await confirmIt()).toHaveFocus();
    expect(booked(sent)).toEqual([]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-thu/9'));
    expect(booked(sent)).toHaveLength(1);
  });

  it('is not confirmed by the key that opened the question, however long it is held', async () => {
    const { user, sent } = open({ ...words, CreatePayment: recorded });
    await user.type(await screen.findByLabelText('Số tiền'), '1');
    await user.type(screen.getByLabelText(/^Ghi chú/), '{Enter>30/}');
    expect(await confirmIt()).toHaveFocus();
    expect(booked(sent)).toEqual([]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(booked(sent)).toHaveLength(1));
  });

  it('of an earlier day says so under the day and in the question', async () => {
    const { user } = open(words);
    await user.type(await screen.findByLabelText('Số tiền'), '1{Enter}-2{Enter}');
    expect(screen.getByText('Lùi ngày 2 ngày')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(within(await screen.findByRole('dialog')).getByTestId('back-dating')).toHaveTextContent(
      'Lùi ngày 2 ngày',
    );
  });

  it('says which documents it pays before it is booked, and until when it may be cancelled', async () => {
    const owed = (seq: string, code: string, openAmount: string, dueDate: string) => ({
      __typename: 'OpenItem',
      seq,
      kind: 'issue',
      openAmount,
      documentDate: '2026-10-20',
      dueDate,
      issue: { __typename: 'Issue', id: seq, code },
      debtTransaction: null,
    });
    const { user } = open(
      {
        ...words,
        OpenDocuments: () => ({
          openItems: {
            __typename: 'C',
            nodes: [
              owed('2', 'PX-2026-000559', '2000000', '2026-12-09'),
              owed('1', 'PX-2026-000527', '3000000', '2026-11-19'),
            ],
          },
        }),
        FourEyes: () => ({
          regulationByKey: {
            __typename: 'Regulation',
            id: '1',
            inForce: { __typename: 'RegulationVersion', id: '2', value: 'false' },
          },
        }),
      },
      { user: { ...accountant.user, scopes: [...accountant.user.scopes, 'config:read'] } },
    );
    await user.type(await screen.findByLabelText('Số tiền'), '4000000');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getAllByRole('listitem').map((paid) => paid.textContent?.replace(/\s/g, ' ')),
    ).toEqual(['PX-2026-000527, hạn 19/11/2026: trả đủ', 'PX-2026-000559: còn 1.000.000 ₫']);
    expect(dialog.getByText(/bạn hủy được đến hết hôm nay/)).toBeVisible();
  });

  it('beyond the debt is told as credit in the question, never as a debt below nothing', async () => {
    const { user } = open(words);
    await user.type(await screen.findByLabelText('Số tiền'), '5204000{Control>}{Enter}{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Có dư sau204.000 ₫');
    expect(dialog).not.toHaveTextContent('−');
  });

  it('of nothing is not asked about', async () => {
    const { user } = open(words);
    await user.type(await screen.findByLabelText('Số tiền'), '0{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Phải lớn hơn 0.')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('of the whole debt takes one press, and says what is still owed', async () => {
    const { user, sent, router } = open({ ...words, CreatePayment: recorded });
    expect(await screen.findByTestId('debt')).toHaveTextContent('5.000.000 ₫');
    await user.click(screen.getByRole('button', { name: 'Thu hết nợ' }));
    await user.click(submit());
    await user.click(await confirmIt());
    expect(await screen.findByText('Đã lập phiếu thu PT-2026-000009')).toBeVisible();
    expect(screen.getByText('Hưng Thịnh còn nợ 0 ₫.')).toBeVisible();
    expect(router.state.location.pathname).toBe('/phieu-thu/9');
    expect(
      sent.find(({ operation }) => operation === 'CreatePayment')?.variables['input'],
    ).toMatchObject({ agencyId: '4', amount: '5000000', method: 'cash', reference: null });
  });

  it('of an advance says what credit there is now, not a debt below nothing', async () => {
    const { user } = open({
      CreatePayment: () => ({
        createPayment: {
          payment: {
            __typename: 'Payment',
            id: '9',
            code: 'PT-2026-000009',
            agency: { ...agency, debtAmount: '-204000' },
          },
        },
      }),
    });
    await screen.findByTestId('debt');
    await user.click(screen.getByRole('button', { name: 'Thu hết nợ' }));
    await user.click(submit());
    await user.click(await confirmIt());
    expect(await screen.findByText('Hưng Thịnh đang có dư 204.000 ₫.')).toBeVisible();
  });

  it('of more than the debt is refused in numbers, with what can be taken', async () => {
    const { user } = open({
      CreatePayment: () => {
        throw new Refused('AMOUNT_EXCEEDS_DEBT', {
          agency_name: 'Hưng Thịnh',
          amount: '9000000',
          debt: '5000000',
          excess: '4000000',
          payable: '5000000',
        });
      },
    });
    await user.type(await screen.findByLabelText('Số tiền'), '9000000');
    await user.click(submit());
    await user.click(await confirmIt());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'lớn hơn số Hưng Thịnh còn nợ (5.000.000 ₫), thừa 4.000.000 ₫',
    );
    await user.click(screen.getByRole('button', { name: /^Thu 5\.000\.000/ }));
    expect(screen.getByLabelText('Số tiền')).toHaveValue('5.000.000');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('after a lost answer is sent again under the same key', async () => {
    const { user, sent } = open({
      CreatePayment: () => {
        throw new TypeError('Failed to fetch');
      },
    });
    await user.type(await screen.findByLabelText('Số tiền'), '1000');
    await user.click(submit());
    await user.click(await confirmIt());
    await user.click(await screen.findByRole('button', { name: 'Thử lại' }));
    await user.click(await confirmIt());
    await waitFor(() =>
      expect(sent.filter(({ operation }) => operation === 'CreatePayment')).toHaveLength(2),
    );
    const keys = sent
      .filter(({ operation }) => operation === 'CreatePayment')
      .map(({ variables }) => (variables['input'] as { clientKey: string }).clientKey);
    expect(keys[0]).toBe(keys[1]);
  });

  it('is not left with something typed without a question', async () => {
    const { user, router } = open({});
    await user.type(await screen.findByLabelText('Số tiền'), '1000');
    void router.navigate('/dai-ly');
    expect(await screen.findByText('Rời trang khi chưa lưu?')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Ở lại' }));
    expect(screen.getByLabelText('Số tiền')).toHaveValue('1.000');
  });

  it('without an amount is not sent', async () => {
    const { user, sent } = open({});
    await screen.findByTestId('debt');
    await user.click(submit());
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    expect(sent.map(({ operation }) => operation)).not.toContain('CreatePayment');
  });
});

describe('a payment', () => {
  const open = (shown: object, answers: Answers = {}) =>
    show(<PaymentShow />, {
      address: '/phieu-thu/9',
      session: manager,
      answers: { PaymentShow: () => ({ payment: shown }), ...answers },
    });

  it('shows the row it wrote to the ledger, and is cancelled with a reason', async () => {
    const { user, sent } = open(payment, {
      CancelPayment: () => ({
        cancelPayment: {
          payment: { __typename: 'Payment', id: '9', code: 'PT-2026-000009', status: 'cancelled' },
        },
      }),
    });
    const ledger = within(await screen.findByRole('table', { name: 'Sổ công nợ' }));
    expect(ledger.getByText('−2.000.000')).toBeVisible();
    expect(ledger.getByText('3.000.000')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu' }));
    await user.type(screen.getByLabelText('Lý do'), 'Thu nhầm');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Hủy phiếu' }));
    expect(await screen.findByText('Đã hủy phiếu thu PT-2026-000009')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'CancelPayment')?.variables['input'],
    ).toMatchObject({ paymentId: '9', reason: 'Thu nhầm' });
  });

  it('of today is cancelled by who recorded it, one of an earlier day is not', async () => {
    const today = show(<PaymentShow />, {
      address: '/phieu-thu/9',
      session: accountant,
      answers: {
        PaymentShow: () => ({ payment: { ...payment, createdAt: new Date().toISOString() } }),
      },
    });
    expect(await screen.findByRole('button', { name: 'Hủy phiếu' })).toBeVisible();
    today.unmount();
    show(<PaymentShow />, {
      address: '/phieu-thu/9',
      session: accountant,
      answers: { PaymentShow: () => ({ payment }) },
    });
    await screen.findByRole('table', { name: 'Sổ công nợ' });
    expect(screen.queryByRole('button', { name: 'Hủy phiếu' })).toBeNull();
  });

  it('made on the spot with a slip leads to that slip and is not cancelled alone', async () => {
    open({ ...payment, issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075' } });
    expect(await screen.findByRole('link', { name: 'PX-2026-000075' })).toHaveAttribute(
      'href',
      '/phieu-xuat/75',
    );
    expect(screen.queryByRole('button', { name: 'Hủy phiếu' })).toBeNull();
  });
});
