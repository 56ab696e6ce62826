import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { PeriodList } from './PeriodList.tsx';
import { monthsOf } from './periods.ts';

const manager = { user: { ...salesSession.user, scopes: ['period:close'] } };
const period = (month: string, isClosed: boolean) => ({
  __typename: 'Period' as const,
  month,
  isClosed,
  closedAt: '2026-10-02T01:00:00Z',
  reopenedAt: null,
  reason: null,
});
const open = (answers: Answers = {}, session = manager) =>
  show(<PeriodList />, {
    address: '/khoa-so',
    session,
    answers: {
      PeriodList: () => ({
        businessDate: '2026-11-24',
        periods: { __typename: 'C', nodes: [period('2026-09-01', true)] },
      }),
      EntriesToClose: () => ({ entriesToClose: '12' }),
      OpenInMonth: () => ({ openInMonth: { nodes: [] } }),
      ...answers,
    },
  });

describe('closing months', () => {
  it('offers the next month only, and opening the newest closed one again', async () => {
    open();
    expect(await screen.findByRole('button', { name: 'Khóa sổ tháng 10/2026' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Mở lại sổ tháng 09/2026' })).toBeVisible();
    expect(within(screen.getByRole('table')).getAllByRole('button')).toHaveLength(2);
    expect(screen.getByRole('row', { name: /11\/2026/ })).toHaveTextContent('Tháng này');
  });

  it('says what closing means, closes, and says so', async () => {
    const { user, sent } = open({
      ClosePeriod: () => ({
        closePeriod: { period: { __typename: 'Period', month: '2026-10-01', isClosed: true } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Khóa sổ tháng 10/2026' }));
    const dialog = await screen.findByRole('dialog', { name: 'Khóa sổ tháng 10/2026?' });
    expect(dialog).toHaveTextContent('không lập, không hủy được phiếu có ngày trong tháng 10/2026');
    await user.click(within(dialog).getByRole('button', { name: 'Khóa sổ' }));
    expect(await screen.findByText('Đã khóa sổ tháng 10/2026')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'ClosePeriod')?.variables['input'],
    ).toMatchObject({ month: '2026-10-01' });
  });

  it('names what is still open in the month first, with the way to it, and closes all the same', async () => {
    const waiting = (more: object) => ({
      id: '7',
      code: null,
      issue_id: null,
      agency_id: '4',
      agency_name: 'Hưng Thịnh',
      user_name: 'Nguyễn Văn Lộc',
      date: '2026-10-03',
      amount: '300000',
      ...more,
    });
    const { user, sent } = open({
      OpenInMonth: () => ({
        openInMonth: {
          nodes: [
            {
              kind: 'adjustment',
              documentCount: '1',
              amount: '90000',
              oldestDate: '2026-10-20',
              documents: [waiting({})],
            },
            {
              kind: 'cash',
              documentCount: '7',
              amount: '2100000',
              oldestDate: '2026-10-03',
              documents: [waiting({ code: 'PT-2026-000009', issue_id: '5' })],
            },
            {
              kind: 'return',
              documentCount: '1',
              amount: '300000',
              oldestDate: '2026-10-08',
              documents: [waiting({ id: '8', issue_id: '6' })],
            },
          ],
        },
      }),
      ClosePeriod: () => ({
        closePeriod: { period: { __typename: 'Period', month: '2026-10-01', isClosed: true } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Khóa sổ tháng 10/2026' }));
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText(/7 khoản trả ngay chưa nộp, 2.100.000 ₫, từ 03\/10\/2026/),
    ).toBeVisible();
    expect(
      within(dialog)
        .getAllByRole('link')
        .map((link) => link.getAttribute('href')),
    ).toEqual(['/dai-ly/4', '/tien-cho-nop', '/phieu-xuat/6']);
    expect(dialog).toHaveTextContent('và 6 phiếu nữa');
    await user.click(within(dialog).getByRole('button', { name: 'Khóa sổ' }));

    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'ClosePeriod')?.variables['input'],
      ).toMatchObject({ month: '2026-10-01' }),
    );
  });

  it('opens again with a reason only, and shows a refusal without losing it', async () => {
    const { user, sent } = open({
      ReopenPeriod: () => {
        throw new Refused('INVALID_TRANSITION', { month: '2026-09', from: 'open', to: 'open' });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Mở lại sổ tháng 09/2026' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Mở lại' }));
    expect(within(dialog).getByText('Chưa nhập lý do.')).toBeVisible();
    expect(sent.some(({ operation }) => operation === 'ReopenPeriod')).toBe(false);
    await user.type(within(dialog).getByLabelText('Lý do'), 'Sót phiếu nhập');
    await user.click(within(dialog).getByRole('button', { name: 'Mở lại' }));
    expect(await within(dialog).findByRole('alert')).toBeVisible();
    expect(within(dialog).getByLabelText('Lý do')).toHaveValue('Sót phiếu nhập');
  });

  it('is not offered to those who may not', async () => {
    open({}, salesSession);
    expect(await screen.findByText('10/2026')).toBeVisible();
    expect(within(screen.getByRole('table')).queryAllByRole('button')).toHaveLength(0);
  });

  it('lists twelve months over the turn of the year; before the first closing any ended month may be closed', () => {
    const months = monthsOf('2026-02-28', []);
    expect(months.map(({ month }) => month).slice(0, 4)).toEqual([
      '2026-02-01',
      '2026-01-01',
      '2025-12-01',
      '2025-11-01',
    ]);
    expect(months).toHaveLength(12);
    expect(months.map(({ act }) => act).slice(0, 3)).toEqual([null, 'close', 'close']);
    expect(
      monthsOf('2027-01-05', [period('2026-12-01', true)])
        .map(({ act }) => act)
        .slice(0, 3),
    ).toEqual([null, 'reopen', null]);
  });
});
