import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { salesSession, show } from '../../test_render.tsx';
import { AgencyList } from './AgencyList.tsx';
import { AgencyShow } from './AgencyShow.tsx';

const agency = {
  __typename: 'Agency',
  id: '3',
  code: 'DL0003',
  name: 'Đại lý Hưng Thịnh Phát',
  status: 'blocked',
  phone: '0900 000 003',
  debtAmount: '189949500',
  debtLimit: '200000000',
  isNearLimit: true,
  agencyType: { __typename: 'AgencyType', id: '2', name: 'Cấp 2' },
  district: { __typename: 'District', id: '14', name: 'Bình Thạnh' },
};
const pageInfo = { __typename: 'PageInfo', hasNextPage: false, endCursor: null };

describe('agencies', () => {
  it('stand with their debt, their limit and how much of it is used', async () => {
    show(<AgencyList />, {
      address: '/dai-ly',
      answers: {
        AgencyList: () => ({
          agencies: {
            __typename: 'AgencyConnection',
            totalCount: 1,
            aggregates: null,
            pageInfo,
            nodes: [agency],
          },
        }),
      },
    });
    expect(await screen.findByRole('link', { name: 'Đại lý Hưng Thịnh Phát' })).toHaveAttribute(
      'href',
      '/dai-ly/3',
    );
    expect(screen.getByText('189.949.500')).toBeVisible();
    expect(screen.getByText('95%')).toBeVisible();
    expect(within(screen.getByRole('table')).getByText('Tạm khóa')).toBeVisible();
  });

  it('are narrowed by state and territory, sorted by debt, and summed up over all pages', async () => {
    const { user, sent, router } = show(<AgencyList />, {
      address: '/dai-ly?dia-ban=14',
      answers: {
        AgencyList: () => ({
          agencies: {
            __typename: 'AgencyConnection',
            totalCount: 40,
            aggregates: {
              __typename: 'AgencyAggregates',
              sum: { __typename: 'AgencySumAggregates', debtAmount: '856418520' },
            },
            pageInfo,
            nodes: [agency],
          },
        }),
        AgencyTabs: () =>
          Object.fromEntries(
            ['all', 'active', 'near', 'pending', 'blocked', 'terminated', 'rejected'].map(
              (name) => [name, { __typename: 'AgencyConnection', countUpTo: 5 }],
            ),
          ),
      },
    });
    expect(await screen.findByText('856.418.520')).toBeVisible();
    expect(screen.getByText('Tổng 40 đại lý')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Công nợ (₫)' }));
    await user.click(await screen.findByRole('button', { name: 'Tạm khóa 5' }));
    const last = () => sent.findLast(({ operation }) => operation === 'AgencyList')?.variables;
    await waitFor(() =>
      expect(last()).toMatchObject({
        filter: { districtId: { equalTo: '14' }, status: { equalTo: 'blocked' } },
        orderBy: ['DEBT_AMOUNT_DESC', 'NAME_ASC'],
      }),
    );
    expect(router.state.location.search).toBe('?dia-ban=14&xep=-debt&trang-thai=blocked');
  });

  it('near their limit are a tab of their own, in the order of the server', async () => {
    const { sent } = show(<AgencyList />, {
      address: '/dai-ly?trang-thai=near',
      answers: {
        AgencyNearLimit: () => ({
          agenciesNearLimit: {
            __typename: 'AgencyConnection',
            totalCount: 1,
            pageInfo,
            nodes: [agency],
          },
        }),
      },
    });
    expect(await screen.findByRole('link', { name: 'Đại lý Hưng Thịnh Phát' })).toBeVisible();
    expect(sent.some(({ operation }) => operation === 'AgencyList')).toBe(false);
  });

  it('with credit are told as such, never as a debt below nothing', async () => {
    show(<AgencyList />, {
      address: '/dai-ly',
      answers: {
        AgencyList: () => ({
          agencies: {
            __typename: 'AgencyConnection',
            totalCount: 1,
            aggregates: null,
            pageInfo,
            nodes: [{ ...agency, debtAmount: '-204000' }],
          },
        }),
      },
    });
    expect(await screen.findByText(/^dư 204\.000/)).toBeVisible();
    expect(document.body.textContent).not.toContain('−204.000');
  });

  it('show their ledger with rises, falls and the balance', async () => {
    const entry = (id: string, kind: string, amount: string, balanceAfter: string) => ({
      __typename: 'DebtTransaction',
      id,
      kind,
      amount,
      balanceAfter,
      businessDate: '2026-11-22',
      recordedAt: '2026-11-22T03:00:00Z',
      issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075' },
      payment: null,
      refund: null,
      adjustment: null,
      openingDebt: null,
      issueReturn: null,
    });
    const { user } = show(<AgencyShow />, {
      address: '/dai-ly/3',
      answers: {
        AgencyShow: () => ({
          agency: {
            ...agency,
            address: null,
            ward: null,
            email: null,
            taxCode: null,
            representative: null,
            receptionDate: '2025-04-23',
            agencyStatusChanges: { nodes: [] },
            version: '5',
            overDebtLimitBy: '0',
            ownDebtLimit: null,
            agencyDebtLimitChanges: { nodes: [] },
            ownDebtLimitUntil: null,
            paymentTermDays: null,
            blockOverdueDays: null,
            maxOpenSlips: null,
          },
        }),
        AgencyDebt: () => ({
          agency: {
            __typename: 'Agency',
            id: '3',
            debtTransactions: {
              __typename: 'C',
              totalCount: 2,
              pageInfo,
              nodes: [
                entry('2', 'paid_now', '-50000', '189949500'),
                entry('1', 'issue', '1000000', '189999500'),
              ],
            },
          },
        }),
        AgencyIssues: () => ({
          agency: {
            __typename: 'Agency',
            id: '3',
            issues: { __typename: 'C', totalCount: 0, pageInfo, nodes: [] },
          },
        }),
      },
    });
    expect(await screen.findByText('Trả ngay')).toBeVisible();
    expect(screen.getByText('50.000')).toBeVisible();
    expect(screen.getByText('189.999.500')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Phiếu xuất' }));
    expect(await screen.findByText('Chưa có phiếu xuất cho đại lý này.')).toBeVisible();
    // A blocked agency takes no goods, so nothing invites to write a slip.
    expect(screen.queryByRole('link', { name: 'Lập phiếu xuất' })).toBeNull();
  });

  it('show what the books began with row by row, their credit, and lead to what puts it right', async () => {
    const row = {
      __typename: 'OpeningDebt',
      id: '2',
      document: 'HD02',
      documentDate: '2026-10-01',
      dueDate: '2026-10-31',
      amount: '2000000',
      openAmount: '1300000',
    };
    const credit = {
      ...row,
      id: '3',
      document: 'TT',
      dueDate: null,
      amount: '-500000',
      openAmount: '-204000',
    };
    const nothing = {
      kind: 'refund',
      amount: '500000',
      businessDate: '2026-11-22',
      recordedAt: '2026-11-22T03:00:00Z',
      issue: null,
      payment: null,
      adjustment: null,
      openingDebt: null,
      issueReturn: null,
    };
    show(<AgencyShow />, {
      address: '/dai-ly/3',
      session: {
        user: { ...salesSession.user, scopes: ['agency:read', 'finance:read', 'finance:write'] },
      },
      answers: {
        AgencyShow: () => ({
          agency: {
            ...agency,
            debtAmount: '-204000',
            address: null,
            ward: null,
            email: null,
            taxCode: null,
            representative: null,
            receptionDate: '2025-04-23',
            agencyStatusChanges: { nodes: [] },
            version: '5',
            overDebtLimitBy: '0',
            ownDebtLimit: null,
            agencyDebtLimitChanges: { nodes: [] },
            ownDebtLimitUntil: null,
            paymentTermDays: null,
            blockOverdueDays: null,
            maxOpenSlips: null,
          },
        }),
        AgencyDebt: () => ({
          agency: {
            __typename: 'Agency',
            id: '3',
            debtTransactions: {
              __typename: 'C',
              totalCount: 1,
              pageInfo,
              nodes: [
                {
                  ...nothing,
                  __typename: 'DebtTransaction',
                  id: '9',
                  balanceAfter: '-204000',
                  refund: { __typename: 'Refund', id: '7', code: 'PC-2026-000007' },
                },
              ],
            },
          },
        }),
        AgencyIssues: () => ({
          agency: {
            __typename: 'Agency',
            id: '3',
            issues: { __typename: 'C', totalCount: 0, pageInfo, nodes: [] },
          },
        }),
        AgencyOpening: () => ({
          openingDebts: { __typename: 'C', totalCount: 2, nodes: [row, credit] },
        }),
      },
    });
    const rows = within(await screen.findByRole('table', { name: 'Nợ đầu kỳ' }));
    expect(rows.getByText('1.300.000')).toBeVisible();
    expect(rows.getByText('31/10/2026')).toBeVisible();
    expect(rows.getByText(/^dư 204\.000/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Điều chỉnh HD02' })).toHaveAttribute(
      'href',
      '/dieu-chinh-cong-no/new?dai-ly=3&so-dau=2',
    );
    expect(screen.getByRole('link', { name: 'Lập phiếu chi' })).toHaveAttribute(
      'href',
      '/phieu-chi/new?dai-ly=3',
    );
    expect(await screen.findByRole('link', { name: 'PC-2026-000007' })).toHaveAttribute(
      'href',
      '/phieu-chi/7',
    );
    expect(screen.getByTestId('debt')).toHaveTextContent('Đang có dư 204.000 ₫');
    expect(document.body.textContent).not.toContain('−204.000');
  });
});
