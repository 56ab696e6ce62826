import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { AgeingReport } from './AgeingReport.tsx';
import { DebtReport } from './DebtReport.tsx';
import { RankingReport } from './RankingReport.tsx';
import { ReportPage } from './ReportPage.tsx';
import { SalesReport } from './SalesReport.tsx';
import { StatementPage } from './StatementPage.tsx';
import { StockReport } from './StockReport.tsx';

const session = {
  user: {
    ...salesSession.user,
    scopes: ['report:read', 'finance:read', 'agency:read', 'inventory:read'],
  },
};
const agency = { __typename: 'Agency', id: '4', code: 'DL0004', name: 'Hưng Thịnh' };
const page = (nodes: object[], more = false) => ({
  __typename: 'C',
  nodes,
  totalCount: nodes.length,
  pageInfo: { __typename: 'PageInfo', hasNextPage: more, endCursor: more ? 'next' : null },
});
const open = (shown: React.ReactNode, answers: Answers, address = '/bao-cao') =>
  show(shown, { address, session, answers });
const foot = async () => within((await screen.findAllByRole('row')).at(-1) as HTMLElement);

describe('the sales of a month', () => {
  const total = {
    __typename: 'MonthlySalesTotal',
    agencyCount: '120',
    slipCount: '300',
    totalAmount: '90000000',
    share: '100.0',
    cancelledSlipAmount: '0',
    returnAmount: '250000',
    cancelledLaterSlipAmount: '0',
    refreshedAt: '2026-11-22T03:00:00Z',
  };
  const row = {
    __typename: 'MonthlySalesRow',
    agency,
    slipCount: '3',
    totalAmount: '9000000',
    share: '10.0',
    cancelledSlipAmount: '0',
    returnAmount: '0',
    cancelledLaterSlipCount: '0',
    cancelledLaterSlipAmount: '0',
    total,
  };

  it('are listed with the sums of all pages, not of this one', async () => {
    const { sent } = open(
      <SalesReport />,
      { SalesReport: () => ({ monthlySales: page([row], true) }) },
      '/bao-cao?thang=2026-10-01',
    );
    expect(await screen.findByText('Hưng Thịnh')).toBeVisible();
    expect(screen.getAllByText('90.000.000').length).toBeGreaterThan(0);
    expect((await foot()).getByText('300')).toBeVisible();
    expect(screen.getByText(/120/)).toBeVisible();
    expect(sent[0]?.variables).toMatchObject({ month: '2026-10-01', first: 50, after: null });
  });

  it('that nobody bought in say so', async () => {
    open(<SalesReport />, { SalesReport: () => ({ monthlySales: page([]) }) });
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
    expect(await screen.findByText(/[Kk]hông có|[Cc]hưa có/)).toBeVisible();
  });
});

it('the debt of a month closes with what it opened with and what moved', async () => {
  const sums = {
    openingAmount: '1000000',
    increaseAmount: '500000',
    decreaseAmount: '200000',
    closingAmount: '1300000',
  };
  open(<DebtReport />, {
    DebtReport: () => ({
      monthlyDebt: page([
        {
          __typename: 'MonthlyDebtRow',
          agency,
          ...sums,
          total: { __typename: 'MonthlyDebtTotal', agencyCount: '1', ...sums },
        },
      ]),
    }),
  });
  expect(await screen.findByText('Hưng Thịnh')).toBeVisible();
  expect((await foot()).getByText('1.300.000')).toBeVisible();
});

it('ages of debt are summed to what is overdue', async () => {
  const ages = {
    notDueAmount: '100',
    upTo30Amount: '20',
    upTo60Amount: '3',
    upTo90Amount: '0',
    over90Amount: '4000',
    advanceAmount: '0',
    debtAmount: '4123',
  };
  open(<AgeingReport />, {
    AgeingReport: () => ({
      ageing: page([
        {
          __typename: 'AgeingRow',
          agency,
          ...ages,
          total: {
            __typename: 'AgeingTotal',
            agencyCount: '1',
            refreshedAt: '2026-11-22T03:00:00Z',
            ...ages,
          },
        },
      ]),
    }),
  });
  expect((await screen.findAllByText('4.023')).length).toBeGreaterThan(0);
});

it('the ranking tells the place and the one before', async () => {
  open(<RankingReport />, {
    RankingReport: () => ({
      agencyRanking: page([
        {
          __typename: 'RankingRow',
          agency,
          place: '1',
          soldAmount: '700',
          placeBefore: '5',
          soldBeforeAmount: '10',
          collectedAmount: '600',
          refreshedAt: '2026-11-22T03:00:00Z',
        },
      ]),
    }),
  });
  expect(await screen.findByText('Hưng Thịnh')).toBeVisible();
  expect(screen.getByText('700')).toBeVisible();
});

it('stock is told per item, with the worth of all of it', async () => {
  open(<StockReport />, {
    StockReport: () => ({
      stockBetween: page([
        {
          __typename: 'StockRow',
          item: {
            __typename: 'Item',
            id: '1',
            sku: 'MI',
            itemName: 'Mì gói',
            unit: { __typename: 'Unit', id: '1', name: 'thùng' },
          },
          openingQuantity: '10.000',
          inQuantity: '5.000',
          outQuantity: '2.500',
          adjustmentQuantity: '0.000',
          keptQuantity: '0.000',
          freeInQuantity: '1.000',
          freeOutQuantity: '0.000',
          closingQuantity: '12.500',
          worth: '1250000',
          total: { __typename: 'StockTotal', itemCount: '1', worth: '1250000' },
        },
      ]),
    }),
  });
  expect(await screen.findByText('Mì gói')).toBeVisible();
  expect(screen.getAllByText('12,5').length).toBeGreaterThan(0);
});

describe('the statement of an agency', () => {
  const head = {
    StatementHead: () => ({
      businessDate: '2026-11-22',
      agency: { ...agency, address: '1 Lê Lợi', representative: 'Bà Thịnh', taxCode: null },
    }),
  };
  const line = (more: object) => ({
    __typename: 'StatementRow',
    businessDate: '2026-11-01',
    kind: 'issue',
    code: 'PX-2026-000001',
    increaseAmount: null,
    decreaseAmount: null,
    balanceAmount: '0',
    issueId: null,
    paymentId: null,
    issueReturnId: null,
    lineCount: '612',
    ...more,
  });

  it('begins with what was brought forward, and says how many lines there are', async () => {
    open(<StatementPage />, {
      ...head,
      Statement: () => ({
        agencyStatement: page(
          [
            line({ kind: 'brought_forward', code: null, balanceAmount: '5000000' }),
            line({ issueId: '7', increaseAmount: '700', balanceAmount: '5000700' }),
          ],
          true,
        ),
      }),
    });
    expect(await screen.findByText('5.000.700')).toBeVisible();
    expect(screen.getByRole('link', { name: 'PX-2026-000001' })).toBeVisible();
    expect(screen.getByText(/612/)).toBeVisible();
  });

  it('of an agency one may not see is empty', async () => {
    open(<StatementPage />, {
      StatementHead: () => ({ businessDate: '2026-11-22', agency: null }),
      Statement: () => ({ agencyStatement: page([]) }),
    });
    expect(await screen.findByText(/[Kk]hông|[Cc]hưa/)).toBeVisible();
  });
});

it('whoever reads no report is told so', async () => {
  show(<ReportPage />, {
    address: '/bao-cao',
    session: { user: { ...salesSession.user, scopes: [] } },
    answers: {},
  });
  expect(await screen.findByText('Tài khoản của bạn không mở được trang này.')).toBeVisible();
});
