import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../lib/typed_date.ts';
import { businessToday } from '../../lib/format.ts';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { AgencyShow } from './AgencyShow.tsx';

const today = businessToday();
const agency = {
  __typename: 'Agency',
  id: '30',
  code: 'DL0030',
  name: 'Cửa hàng Bảo Châu',
  status: 'active',
  phone: '0900 000 030',
  debtAmount: '64359960',
  debtLimit: '200000000',
  isNearLimit: false,
  address: '47 Lũy Bán Bích',
  ward: 'Tân Phú',
  email: 'baochau@example.com',
  taxCode: null,
  ownCode: 'KH030',
  representative: 'Nguyễn Bảo Châu',
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
  agencyType: { __typename: 'AgencyType', id: '2', name: 'Cấp 2' },
  district: { __typename: 'District', id: '14', name: 'Tân Phú' },
};
const owed = (seq: string, code: string, openAmount: string, days: number) => ({
  __typename: 'OpenItem',
  seq,
  kind: 'issue',
  amount: openAmount,
  openAmount,
  documentDate: addDays(today, days - 30),
  dueDate: addDays(today, days),
  issue: { __typename: 'Issue', id: seq, code },
  debtTransaction: null,
});
const count = (countUpTo: number) => ({ __typename: 'Connection', countUpTo });
const standing = {
  openItems: {
    __typename: 'C',
    totalCount: 2,
    nodes: [
      owed('9', 'PX-2026-000559', '39598440', 9),
      owed('3', 'PX-2026-000527', '24761520', -11),
    ],
  },
  agency: {
    __typename: 'Agency',
    id: '30',
    issues: count(20),
    payments: count(1001),
    issueReturns: count(0),
  },
};
const seller = {
  user: { ...salesSession.user, scopes: [...salesSession.user.scopes, 'agency:write'] },
};

async function open(answers: Answers = {}, address = '/dai-ly/30', session = seller) {
  const shown = show(<AgencyShow />, {
    address,
    session,
    answers: { AgencyShow: () => ({ agency }), AgencyStanding: () => standing, ...answers },
  });
  await screen.findByRole('heading', { level: 1 });
  return shown;
}

describe('the page of an agency', () => {
  it('says what is owed, what is late and what may still be taken', async () => {
    await open();
    await waitFor(() => expect(screen.getByTestId('overdue')).toHaveTextContent('24.761.520 ₫'));
    expect(screen.getByTestId('debt')).toHaveTextContent('64.359.960 ₫');
    expect(screen.getByTestId('room')).toHaveTextContent('135.640.040 ₫');
    expect(screen.getByText(/^Hạn mức Cấp 2 200\.000\.000.*dùng 32 %$/)).toBeVisible();
  });

  it('lists what is open by the day it is due', async () => {
    await open();
    const due = within(await screen.findByRole('table', { name: 'Đến hạn khi nào' }));
    const rows = due.getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual([
      'PX-2026-000527',
      'PX-2026-000559',
    ]);
    expect(rows[0]).toHaveTextContent('Quá 11 ngày');
    expect(rows[1]).toHaveTextContent('còn 9 ngày');
  });

  it('calls and writes to the agency', async () => {
    await open();
    expect(screen.getByRole('link', { name: '0900 000 030' })).toHaveAttribute(
      'href',
      'tel:0900000030',
    );
    expect(screen.getByRole('link', { name: 'baochau@example.com' })).toHaveAttribute(
      'href',
      'mailto:baochau@example.com',
    );
  });

  it('has a tab for slips, payments, returns and the rest, with how many there are', async () => {
    await open();
    const tabs = within(screen.getByRole('navigation', { name: 'Phần của đại lý' }));
    await waitFor(() =>
      expect(tabs.getAllByRole('link').map((tab) => tab.textContent?.trim())).toEqual([
        'Sổ công nợ',
        'Phiếu xuất 20',
        'Phiếu thu 1000+',
        'Trả hàng 0',
        'Đối chiếu',
        'Lịch sử',
      ]),
    );
  });

  it('tells its history in sentences, newest first', async () => {
    await open(
      {
        AgencyHistory: () => ({
          agency: {
            __typename: 'Agency',
            id: '30',
            agencyStatusChanges: {
              nodes: [
                {
                  __typename: 'AgencyStatusChange',
                  id: '1',
                  createdAt: '2026-01-02T03:00:00Z',
                  fromStatus: 'pending',
                  toStatus: 'active',
                  reason: null,
                },
              ],
            },
            agencyDebtLimitChanges: {
              nodes: [
                {
                  __typename: 'AgencyDebtLimitChange',
                  id: '1',
                  createdAt: '2026-10-02T03:00:00Z',
                  debtLimit: '250000000',
                  validUntil: '2026-12-31',
                  reason: 'Mùa Tết',
                },
              ],
            },
            agencyTermsChanges: { nodes: [] },
          },
        }),
      },
      '/dai-ly/30?xem=history',
    );
    const history = await screen.findByRole('list', { name: 'Lịch sử' });
    expect(
      within(history)
        .getAllByRole('listitem')
        .map((event) => event.textContent?.replace(/\s/g, ' ')),
    ).toEqual([
      expect.stringMatching(
        /^Đặt hạn mức riêng 250\.000\.000 ₫ đến 31\/12\/2026\. Lý do: Mùa Tết02\/10\/2026/,
      ),
      expect.stringMatching(/^Chuyển từ “Chờ duyệt” sang “Hoạt động”\./),
    ]);
  });

  it('reminds of what is overdue once it was said who is told', async () => {
    const { user, sent } = await open({
      RemindAgency: () => ({ remindAgency: { agency: { __typename: 'Agency', id: '30' } } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Nhắc nợ' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Nhắc nợ Cửa hàng Bảo Châu?' }));
    expect(dialog.getByText(/Quá hạn 24\.761\.520/)).toBeVisible();
    expect(dialog.getByText(/baochau@example\.com/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Gửi lời nhắc' }));
    expect(await screen.findByText('Đã nhắc nợ Cửa hàng Bảo Châu')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'RemindAgency')?.variables['input'],
    ).toMatchObject({ agencyId: '30' });
  });

  it('says when the agency was reminded already', async () => {
    const { user } = await open({
      RemindAgency: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'agencyId', reason: 'reminded_today' }],
        });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Nhắc nợ' }));
    await user.click(screen.getByRole('button', { name: 'Gửi lời nhắc' }));
    expect(await screen.findByText(/Hôm nay đã nhắc đại lý này rồi/)).toBeVisible();
  });

  it('starts a slip for this agency with N', async () => {
    const { user, router } = await open();
    await user.keyboard('n');
    await waitFor(() =>
      expect(`${router.state.location.pathname}${router.state.location.search}`).toBe(
        '/phieu-xuat/new?dai-ly=30',
      ),
    );
  });
});
