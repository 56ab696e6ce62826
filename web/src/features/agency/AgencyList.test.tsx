import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test_render.tsx';
import { AgencyList } from './AgencyList.tsx';
import { AgencyShow } from './AgencyShow.tsx';

const agency = {
  __typename: 'Agency', id: '3', code: 'DL0003', name: 'Đại lý Hưng Thịnh Phát', status: 'blocked', phone: '0900 000 003', debtAmount: '189949500', ceiling: '200000000', isNearLimit: true,
  agencyType: { __typename: 'AgencyType', id: '2', name: 'Cấp 2' }, district: { __typename: 'District', id: '14', name: 'Bình Thạnh' },
};
const pageInfo = { __typename: 'PageInfo', hasNextPage: false, endCursor: null };

describe('agencies', () => {
  it('stand with their debt, their limit and how much of it is used', async () => {
    show(<AgencyList />, { address: '/dai-ly', answers: { AgencyList: () => ({ agencies: { __typename: 'AgencyConnection', totalCount: 1, pageInfo, nodes: [agency] } }) } });
    expect(await screen.findByRole('link', { name: 'Đại lý Hưng Thịnh Phát' })).toHaveAttribute('href', '/dai-ly/3');
    expect(screen.getByText('189.949.500')).toBeVisible();
    expect(screen.getByText('95%')).toBeVisible();
    expect(screen.getByText('Tạm khóa')).toBeVisible();
  });

  it('show their ledger with rises, falls and the balance', async () => {
    const entry = (id: string, kind: string, amount: string, balanceAfter: string) => ({ __typename: 'DebtTransaction', id, kind, amount, balanceAfter, businessDate: '2026-11-22', recordedAt: '2026-11-22T03:00:00Z', issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075' }, payment: null });
    show(<AgencyShow />, {
      address: '/dai-ly/3',
      answers: {
        AgencyShow: () => ({ agency: { ...agency, address: null, ward: null, email: null, taxCode: null, representative: null, receptionDate: '2025-04-23', statusReason: null, version: '5', overCeilingBy: '0', maxDebt: null, maxDebtReason: null, maxDebtUntil: null, paymentTermDays: null, blockOverdueDays: null, maxOpenSlips: null } }),
        AgencyDebt: () => ({ agency: { __typename: 'Agency', id: '3', debtTransactions: { __typename: 'C', totalCount: 2, pageInfo, nodes: [entry('2', 'paid_now', '-50000', '189949500'), entry('1', 'issue', '1000000', '189999500')] } } }),
        AgencyIssues: () => ({ agency: { __typename: 'Agency', id: '3', issues: { __typename: 'C', totalCount: 0, nodes: [] } } }),
      },
    });
    expect(await screen.findByText('Trả ngay')).toBeVisible();
    expect(screen.getByText('50.000')).toBeVisible();
    expect(screen.getByText('189.999.500')).toBeVisible();
    expect(screen.getByText('Chưa có phiếu xuất cho đại lý này.')).toBeVisible();
    // A blocked agency takes no goods, so nothing invites to write a slip.
    expect(screen.queryByRole('link', { name: 'Lập phiếu xuất' })).toBeNull();
  });
});
