import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show, type Answers } from '../../../test_render.tsx';
import { businessToday } from '../../../lib/format.ts';
import { ReturnDecide } from './ReturnDecide.tsx';
import type { ShownReturnFragment } from '../../../gql/graphql.ts';

const keeper = {
  user: { ...salesSession.user, id: '4', scopes: ['inventory:read', 'return:confirm'] },
};
const manager = {
  user: { ...salesSession.user, id: '2', scopes: [...salesSession.user.scopes, 'return:confirm'] },
};
const made = {
  id: '6',
  code: null,
  status: 'requested',
  createdBy: '3',
  totalAmount: '600000',
  returnDate: null,
  issue: { id: '75', code: 'PX-2026-000075' },
  issueReturnDetailsByAgencyIdAndIssueIdAndIssueReturnId: {
    nodes: [
      {
        id: '1',
        lineNo: 1,
        quantity: '6.000',
        isFree: false,
        item: { id: '1', sku: 'MH001', itemName: 'Bia Tiger', unit: { id: '1', name: 'Thùng' } },
      },
    ],
  },
} as unknown as ShownReturnFragment;
const changed = (status: string) => ({
  issueReturn: { __typename: 'IssueReturn', id: '6', code: 'TH-2026-000006', status },
});

const open = (answers: Answers = {}, session = keeper, of: Partial<ShownReturnFragment> = {}) =>
  show(<ReturnDecide made={{ ...made, ...of }} onChanged={() => undefined} />, {
    session,
    answers,
  });
const inputOf = (
  sent: { operation: string; variables: Record<string, unknown> }[],
  operation: string,
) => sent.findLast((one) => one.operation === operation)?.variables['input'];

describe('confirming a return', () => {
  it('tells the warehouse which goods, no money, and leaves the day to today', async () => {
    const { user, sent } = open({
      ConfirmIssueReturn: () => ({ confirmIssueReturn: changed('confirmed') }),
    });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Xác nhận hàng trả của phiếu PX-2026-000075?',
    });
    for (const text of ['Bia Tiger', '+6 Thùng', 'Để trống: lấy ngày xác nhận.'])
      expect(dialog).toHaveTextContent(text);
    expect(dialog).not.toHaveTextContent('600.000');
    await user.click(within(dialog).getByRole('button', { name: 'Xác nhận' }));
    await waitFor(() =>
      expect(inputOf(sent, 'ConfirmIssueReturn')).toMatchObject({
        issueReturnId: '6',
        returnDate: null,
      }),
    );
  });

  it('tells a manager what the debt falls by, and the day that was asked for', async () => {
    const { user } = open({}, manager, { returnDate: '2026-11-30' });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    const dialog = await screen.findByRole('dialog');
    for (const text of ['−600.000', 'Để trống: lấy ngày 30/11/2026 như đề nghị.'])
      expect(dialog).toHaveTextContent(text);
  });

  it('in a month that is closed offers today', async () => {
    const { user, sent } = open(
      {
        ConfirmIssueReturn: ({ input }) => {
          if ((input as { returnDate: string | null }).returnDate === null)
            throw new Refused('PERIOD_CLOSED', { month: '2026-11', first_open_day: '2026-12-01' });
          return { confirmIssueReturn: changed('confirmed') };
        },
      },
      keeper,
      { returnDate: '2026-11-30' },
    );
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Xác nhận' }));
    await user.click(
      await within(dialog).findByRole('button', { name: 'Xác nhận với ngày hôm nay' }),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Xác nhận' }));
    await waitFor(() =>
      expect(inputOf(sent, 'ConfirmIssueReturn')).toMatchObject({ returnDate: businessToday() }),
    );
  });

  it.each([
    [
      'RETURN_EXCEEDS_ISSUE',
      { items: [{ item_id: '1', item_name: 'Bia Tiger', available: '4' }] },
      'Bia Tiger: còn được trả 4',
    ],
    [
      'PERMISSION_DENIED',
      { scope: 'slip:cancel' },
      'Phiếu này trả hết hàng của phiếu xuất trong ngày',
    ],
  ])('that is refused with %s says why', async (code, details, text) => {
    const { user } = open({
      ConfirmIssueReturn: () => {
        throw new Refused(code, details);
      },
    });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Xác nhận' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(text);
  });
});

describe('ending a return that waits', () => {
  it.each([
    [
      'who may confirm rejects it',
      keeper,
      'Từ chối',
      'Từ chối đề nghị trả hàng của phiếu PX-2026-000075?',
    ],
    [
      'who asked withdraws it',
      salesSession,
      'Rút lại',
      'Rút lại đề nghị trả hàng của phiếu PX-2026-000075?',
    ],
  ])('%s, with a reason', async (_, session, verb, title) => {
    const { user, sent } = open(
      { RejectIssueReturn: () => ({ rejectIssueReturn: changed('rejected') }) },
      session,
    );
    await user.click(screen.getByRole('button', { name: verb }));
    const dialog = await screen.findByRole('dialog', { name: title });
    await user.type(within(dialog).getByLabelText('Lý do'), 'Khách giữ lại');
    await user.click(within(dialog).getByRole('button', { name: verb }));
    await waitFor(() =>
      expect(inputOf(sent, 'RejectIssueReturn')).toMatchObject({
        issueReturnId: '6',
        reason: 'Khách giữ lại',
      }),
    );
  });

  it.each([
    [
      'is nobody’s who neither asked nor confirms',
      { user: { ...salesSession.user, id: '9' } },
      'requested',
    ],
    ['is over once it is decided', manager, 'confirmed'],
  ])('%s', (_, session, status) => {
    open({}, session, { status });
    expect(screen.queryByRole('button')).toBeNull();
  });
});
