import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { businessToday } from '../../../lib/format.ts';
import { AdjustmentForm } from './AdjustmentForm.tsx';
import { AdjustmentList } from './AdjustmentList.tsx';
import { AdjustmentShow } from './AdjustmentShow.tsx';

const agency = {
  __typename: 'Agency',
  id: '4',
  code: 'DL0004',
  name: 'Hưng Thịnh',
  debtAmount: '4500000',
};
const opening = (id: string, document: string | null, openAmount: string) => ({
  __typename: 'OpeningDebt',
  id,
  document,
  documentDate: '2026-10-01',
  dueDate: '2026-10-31',
  amount: '2000000',
  openAmount,
});
const row = {
  __typename: 'Adjustment',
  id: '5',
  code: null,
  status: 'requested',
  direction: 'down',
  amount: '200000',
  adjustmentDate: null,
  createdAt: '2026-11-22T03:00:00Z',
  createdBy: '3',
  agency,
  issue: null,
  openingDebt: { __typename: 'OpeningDebt', id: '2', document: 'HD02', documentDate: '2026-10-01' },
};
const confirmed = {
  ...row,
  id: '6',
  code: 'DC-2026-000006',
  status: 'confirmed',
  adjustmentDate: '2026-11-22',
  direction: 'up',
  issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075' },
  openingDebt: null,
};
const rest = {
  dueDate: null,
  reason: 'Ghi nhầm số đầu kỳ',
  confirmedAt: null,
  rejectedAt: null,
  rejectReason: null,
  cancelledAt: null,
  cancelReason: null,
  debtTransactions: { __typename: 'C', nodes: [] },
};
const accountant = {
  user: { ...salesSession.user, scopes: ['agency:read', 'finance:read', 'finance:write'] },
};
const colleague = { user: { ...accountant.user, id: '8' } };
const page = (nodes: object[]) => ({
  adjustments: {
    __typename: 'C',
    totalCount: nodes.length,
    nodes,
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
  },
});
const fourEyes = (value: string) => () => ({
  regulationByKey: {
    __typename: 'Regulation',
    id: '7',
    inForce: { __typename: 'RegulationVersion', id: '70', value },
  },
});

describe('the list of adjustments', () => {
  const waiting = (variables: Record<string, unknown>) =>
    JSON.stringify(variables['filter']).includes('"equalTo":"requested"');

  it('shows first what waits to be confirmed, then what is decided', async () => {
    show(<AdjustmentList />, {
      address: '/dieu-chinh-cong-no',
      session: accountant,
      answers: { AdjustmentList: (variables) => page(waiting(variables) ? [row] : [confirmed]) },
    });
    const first = within(await screen.findByRole('region', { name: 'Chờ xác nhận' }));
    expect(first.getByText('−200.000')).toBeVisible();
    expect(first.getByText('HD02')).toBeVisible();
    expect(await screen.findByRole('link', { name: 'DC-2026-000006' })).toHaveAttribute(
      'href',
      '/dieu-chinh-cong-no/6',
    );
    expect(screen.getByText('+200.000')).toBeVisible();
    expect(screen.getByText('PX-2026-000075')).toBeVisible();
  });

  it('is narrowed to one state', async () => {
    const { user, sent } = show(<AdjustmentList />, {
      address: '/dieu-chinh-cong-no',
      session: accountant,
      answers: { AdjustmentList: () => page([]) },
    });
    await user.click(await screen.findByRole('combobox', { name: 'Trạng thái' }));
    await user.click(screen.getByRole('option', { name: 'Từ chối' }));
    await waitFor(() =>
      expect(sent.at(-1)?.variables['filter']).toEqual({ status: { equalTo: 'rejected' } }),
    );
    expect(await screen.findByText('Không có phiếu điều chỉnh phù hợp.')).toBeVisible();
  });
});

describe('adjusting a debt', () => {
  const documents = {
    CorrectableDocuments: () => ({
      openingDebts: {
        __typename: 'C',
        nodes: [
          opening('1', 'HD01', '2500000'),
          opening('2', 'HD02', '2000000'),
          opening('3', 'TT', '0'),
        ],
      },
      openItems: {
        __typename: 'C',
        nodes: [
          {
            __typename: 'OpenItem',
            seq: '9',
            openAmount: '300000',
            dueDate: '2026-12-01',
            issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075' },
          },
        ],
      },
    }),
  };
  const open = (answers: Answers = {}, query = 'dai-ly=4') =>
    show(<AdjustmentForm />, {
      address: `/dieu-chinh-cong-no/new?${query}`,
      session: accountant,
      answers: {
        PayingAgency: () => ({ agency }),
        AmountInWords: () => ({ amountInWords: 'Hai trăm nghìn đồng' }),
        FourEyes: fourEyes('false'),
        ...documents,
        ...answers,
      },
    });
  const made = (status: string) => () => ({
    createAdjustment: {
      adjustment: {
        __typename: 'Adjustment',
        id: '5',
        code: status === 'confirmed' ? 'DC-2026-000005' : null,
        status,
      },
    },
  });
  const confirmIt = async () =>
    within(await screen.findByRole('dialog')).findByRole('button', { name: 'Lập điều chỉnh' });

  it('of an opening row names it, says what it does, and posts at once', async () => {
    const { user, sent, router } = open(
      { CreateAdjustment: made('confirmed') },
      'dai-ly=4&so-dau=2',
    );
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Chứng từ được sửa' })).toHaveTextContent(
        /HD02 · còn 2\.000\.000/,
      ),
    );
    await user.type(screen.getByLabelText('Số tiền'), '200000');
    await user.type(screen.getByLabelText('Lý do'), 'Ghi nhầm số đầu kỳ{Enter}');
    const dialog = await screen.findByRole('dialog', { name: /^Giảm nợ 200\.000\s₫$/ });
    for (const text of [
      'Chứng từ được sửaHD02 · còn 2.000.000 ₫',
      'Nợ trước4.500.000 ₫',
      'Nợ sau4.300.000 ₫',
    ])
      expect(dialog).toHaveTextContent(text);
    await waitFor(() => expect(dialog).toHaveTextContent('Phiếu được đánh số và ghi sổ ngay.'));
    await user.click(await confirmIt());
    expect(await screen.findByText('Đã ghi sổ DC-2026-000005')).toBeVisible();
    expect(router.state.location.pathname).toBe('/dieu-chinh-cong-no/5');
    expect(
      sent.find(({ operation }) => operation === 'CreateAdjustment')?.variables['input'],
    ).toMatchObject({
      agencyId: '4',
      direction: 'down',
      amount: '200000',
      openingDebtId: '2',
      issueId: null,
      dueDate: null,
      adjustmentDate: null,
      reason: 'Ghi nhầm số đầu kỳ',
    });
  });

  it('picks from what is open: opening rows and slips, and no settled row', async () => {
    const { user } = open();
    await screen.findByTestId('debt');
    await user.click(screen.getByRole('combobox', { name: 'Chứng từ được sửa' }));
    await waitFor(() =>
      expect(
        screen.getAllByRole('option').map(({ textContent }) => textContent?.replaceAll(/\s/g, ' ')),
      ).toEqual([
        'Không sửa chứng từ nào',
        'HD01 · còn 2.500.000 ₫',
        'HD02 · còn 2.000.000 ₫',
        'PX-2026-000075 · còn 300.000 ₫',
      ]),
    );
  });

  it('upwards and alone has a due date, which goes with a document', async () => {
    const { user, sent } = open({ CreateAdjustment: made('confirmed') });
    await screen.findByTestId('debt');
    expect(screen.queryByLabelText(/^Hạn trả/)).toBeNull();
    await user.click(screen.getByRole('combobox', { name: 'Chiều' }));
    await user.click(screen.getByRole('option', { name: 'Tăng nợ' }));
    expect(screen.getByLabelText(/^Hạn trả/)).toBeVisible();
    await user.click(screen.getByRole('combobox', { name: 'Chứng từ được sửa' }));
    await user.click(await screen.findByRole('option', { name: /PX-2026-000075/ }));
    expect(screen.queryByLabelText(/^Hạn trả/)).toBeNull();
    await user.type(screen.getByLabelText('Số tiền'), '1000');
    await user.type(screen.getByLabelText('Lý do'), 'Cước vận chuyển{Enter}');
    await user.click(await confirmIt());
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'CreateAdjustment')?.variables['input'],
      ).toMatchObject({ direction: 'up', issueId: '75', openingDebtId: null, dueDate: null }),
    );
  });

  it('goes from field to field with Enter, and books nothing without a reason', async () => {
    const { user } = open();
    await user.type(await screen.findByLabelText('Số tiền'), '1{Enter}');
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Chứng từ được sửa' })).toHaveFocus(),
    );
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Ngày ghi sổ')).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Lý do')).toHaveFocus());
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('waits for a colleague while two pairs of eyes are asked for, and says so before and after', async () => {
    const { user } = open({ CreateAdjustment: made('requested'), FourEyes: fourEyes('true') });
    await user.type(await screen.findByLabelText('Số tiền'), '200000');
    await user.type(screen.getByLabelText('Lý do'), 'Chiết khấu{Enter}');
    await waitFor(async () =>
      expect(await screen.findByRole('dialog')).toHaveTextContent(
        'phiếu chờ người khác xác nhận, đến lúc đó công nợ chưa đổi',
      ),
    );
    await user.click(await confirmIt());
    expect(
      await screen.findByText('Phiếu chờ người khác xác nhận; công nợ chưa đổi.'),
    ).toBeVisible();
  });

  it('beyond what the document comes to says the most, and takes it', async () => {
    const { user } = open(
      {
        CreateAdjustment: () => {
          throw new Refused('VALIDATION_ERROR', {
            fields: [
              { path: 'amount', reason: 'exceeds_item', value: '2000001', limit: '2000000' },
            ],
          });
        },
      },
      'dai-ly=4&so-dau=2',
    );
    await user.type(await screen.findByLabelText('Số tiền'), '2000001');
    await user.type(screen.getByLabelText('Lý do'), 'Ghi nhầm{Enter}');
    await user.click(await confirmIt());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /giảm được nhiều nhất 2\.000\.000\s₫/,
    );
    await user.click(screen.getByRole('button', { name: /^Giảm 2\.000\.000/ }));
    expect(screen.getByLabelText('Số tiền')).toHaveValue('2.000.000');
  });
});

describe('an adjustment', () => {
  const open = (shown: object, answers: Answers = {}, session = colleague) =>
    show(<AdjustmentShow />, {
      address: '/dieu-chinh-cong-no/5',
      session,
      answers: {
        AdjustmentShow: () => ({ adjustment: { ...rest, ...shown } }),
        PayingAgency: () => ({ agency }),
        ...answers,
      },
    });

  it('that waits is confirmed by a colleague, who sees the debt before and after', async () => {
    const { user, sent } = open(row, {
      ConfirmAdjustment: () => ({
        confirmAdjustment: {
          adjustment: {
            __typename: 'Adjustment',
            id: '5',
            code: 'DC-2026-000005',
            status: 'confirmed',
          },
        },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Xác nhận' }));
    const dialog = screen.getByRole('dialog');
    await waitFor(() => expect(dialog).toHaveTextContent('Nợ sau4.300.000 ₫'));
    expect(dialog).toHaveTextContent('Công nợ giảm200.000 ₫');
    await user.click(within(dialog).getByRole('button', { name: 'Xác nhận' }));
    expect(await screen.findByText('Đã ghi sổ DC-2026-000005')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'ConfirmAdjustment')?.variables['input'],
    ).toMatchObject({ adjustmentId: '5', adjustmentDate: null });
  });

  it('told for a closed month is confirmed with another day', async () => {
    const { user, sent } = open(
      { ...row, adjustmentDate: '2026-01-15' },
      {
        ConfirmAdjustment: (_, call) => {
          if (call === 0) throw new Refused('PERIOD_CLOSED', { month: '2026-01' });
          return {
            confirmAdjustment: {
              adjustment: {
                __typename: 'Adjustment',
                id: '5',
                code: 'DC-2026-000005',
                status: 'confirmed',
              },
            },
          };
        },
      },
    );
    await user.click(await screen.findByRole('button', { name: 'Xác nhận' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Xác nhận' }));
    expect(await dialog.findByRole('alert')).toHaveAttribute('data-code', 'PERIOD_CLOSED');
    await user.clear(dialog.getByLabelText('Ngày ghi sổ'));
    await user.type(dialog.getByLabelText('Ngày ghi sổ'), 'h');
    await user.click(dialog.getByRole('button', { name: 'Xác nhận' }));
    await waitFor(() =>
      expect(
        sent.findLast(({ operation }) => operation === 'ConfirmAdjustment')?.variables['input'],
      ).toMatchObject({ adjustmentDate: businessToday() }),
    );
  });

  it('is not confirmed by who asked, who may withdraw it', async () => {
    const { user, sent } = open(
      row,
      {
        RejectAdjustment: () => ({
          rejectAdjustment: {
            adjustment: { __typename: 'Adjustment', id: '5', status: 'rejected' },
          },
        }),
      },
      accountant,
    );
    await user.click(await screen.findByRole('button', { name: 'Rút lại' }));
    expect(screen.queryByRole('button', { name: 'Xác nhận' })).toBeNull();
    expect(
      screen.getByText('Bạn đã lập phiếu này nên người khác phải xác nhận.'),
    ).toBeInTheDocument();
    await user.type(screen.getByLabelText('Lý do'), 'Nhầm đại lý');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Rút lại' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'RejectAdjustment')?.variables['input'],
      ).toMatchObject({ adjustmentId: '5', reason: 'Nhầm đại lý' }),
    );
  });

  it('that is posted shows its row of the ledger and is cancelled; what stands on it refuses in plain words', async () => {
    const nodes = [
      {
        __typename: 'DebtTransaction',
        id: '1',
        kind: 'adjustment',
        amount: '200000',
        balanceAfter: '4700000',
        businessDate: '2026-11-22',
      },
    ];
    const { user } = open(
      { ...confirmed, debtTransactions: { __typename: 'C', nodes } },
      {
        CancelAdjustment: () => {
          throw new Refused('HAS_ADJUSTMENTS', { adjustment_codes: 'DC-2026-000007' });
        },
      },
      { user: { ...colleague.user, scopes: ['agency:read', 'finance:read', 'slip:cancel'] } },
    );
    expect(
      within(await screen.findByRole('table', { name: 'Sổ công nợ' })).getByText('4.700.000'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'PX-2026-000075' })).toHaveAttribute(
      'href',
      '/phieu-xuat/75',
    );
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu' }));
    expect(screen.getByRole('dialog')).toHaveTextContent('Công nợ giảm200.000 ₫');
    await user.type(screen.getByLabelText('Lý do'), 'Sai');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Hủy phiếu' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('DC-2026-000007');
  });
});
