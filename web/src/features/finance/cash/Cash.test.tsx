import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { CashPage } from './CashPage.tsx';

const accountant = { user: { ...salesSession.user, scopes: ['finance:read', 'finance:write'] } };
const holder = (userId: string, userName: string, amount: string, paymentCount = '2') => ({
  __typename: 'CashInHandRow',
  userId,
  userName,
  amount,
  paymentCount,
  oldestDate: '2026-11-20',
});
const held = (id: string, amount: string) => ({
  __typename: 'Payment',
  id,
  code: `PT-2026-00000${id}`,
  paymentDate: '2026-11-20',
  amount,
  agency: { __typename: 'Agency', id: '4', code: 'DL0004', name: 'Hưng Thịnh' },
  issue: { __typename: 'Issue', id: '5', code: 'PX-2026-000005' },
});
const open = (answers: Answers = {}, session = accountant) =>
  show(<CashPage />, {
    address: '/tien-cho-nop',
    session,
    answers: {
      CashInHand: () => ({
        cashInHand: {
          nodes: [
            holder('3', 'Nguyễn Văn Lộc', '500000'),
            holder('6', 'Trần Thị Mai', '50000', '1'),
          ],
        },
      }),
      PaymentsInHand: ({ userId }) => ({
        paymentsInHand: {
          nodes: userId === '3' ? [held('1', '300000'), held('2', '200000')] : [held('9', '50000')],
        },
      }),
      AmountInWords: ({ amount }) => ({
        amountInWords: amount === '300000' ? 'Ba trăm nghìn đồng' : 'Năm trăm nghìn đồng',
      }),
      ...answers,
    },
  });

describe('cash in hand', () => {
  it('shows who has how much since when, and the payments of who waits longest', async () => {
    const { user } = open();
    expect(
      await screen.findByRole('row', { name: /Nguyễn Văn Lộc 20\/11\/2026 2 500.000/ }),
    ).toBeVisible();
    expect(await screen.findByRole('link', { name: 'PT-2026-000001' })).toHaveAttribute(
      'href',
      '/phieu-thu/1',
    );
    expect(screen.getAllByRole('link', { name: 'PX-2026-000005' })[0]).toHaveAttribute(
      'href',
      '/phieu-xuat/5',
    );
    await user.click(screen.getByRole('button', { name: 'Trần Thị Mai' }));
    expect(await screen.findByRole('link', { name: 'PT-2026-000009' })).toBeVisible();
  });

  it('is marked as received after it said how much, in words, of whom; what is unchosen stays', async () => {
    const { user, sent } = open({ HandOverCash: () => ({ handOverCash: { payments: [] } }) });
    await user.click(await screen.findByRole('checkbox', { name: 'Chọn PT-2026-000002' }));
    expect(screen.getByRole('status')).toHaveTextContent('Đã chọn 1 khoản, 300.000 ₫');
    await user.click(screen.getByRole('button', { name: 'Đã nhận đủ' }));
    const dialog = await screen.findByRole('dialog', {
      name: /^Nhận 300.000\s₫ của Nguyễn Văn Lộc\?$/,
    });
    expect(await within(dialog).findByText('Ba trăm nghìn đồng')).toBeVisible();
    expect(sent.some(({ operation }) => operation === 'HandOverCash')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Đã nhận đủ' }));

    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'HandOverCash')?.variables['input'],
      ).toMatchObject({ paymentIds: ['1'] }),
    );
    expect(await screen.findByText(/^Đã nhận 300.000\s₫ của Nguyễn Văn Lộc$/)).toBeVisible();
  });

  it('says when somebody else was faster', async () => {
    const { user } = open({
      HandOverCash: () => {
        throw new Refused('INVALID_TRANSITION', { from: 'handed_over', to: 'handed_over' });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Đã nhận đủ' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Đã nhận đủ' }));

    expect(await within(dialog).findByRole('alert')).toBeVisible();
    expect(within(dialog).getByText('Tải lại')).toBeVisible();
  });

  it('is only looked at by those who took it', async () => {
    open({}, salesSession);
    expect(await screen.findByRole('link', { name: 'PT-2026-000001' })).toBeVisible();
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Đã nhận đủ' })).toBeNull();
  });

  it('says that there is none', async () => {
    open({ CashInHand: () => ({ cashInHand: { nodes: [] } }) });
    expect(await screen.findByText('Không ai đang giữ tiền chờ nộp.')).toBeVisible();
  });
});
