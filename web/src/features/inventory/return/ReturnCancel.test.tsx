import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show, type Answers } from '../../../test_render.tsx';
import { ReturnCancel } from './ReturnCancel.tsx';
import type { ShownReturnFragment } from '../../../gql/graphql.ts';

const manager = {
  user: {
    ...salesSession.user,
    scopes: [...salesSession.user.scopes, 'slip:cancel', 'finance:read'],
  },
};
const made = {
  id: '6',
  code: 'TH-2026-000006',
  status: 'confirmed',
  totalAmount: '918000',
  issueReturnDetailsByAgencyIdAndIssueIdAndIssueReturnId: {
    nodes: [
      {
        id: '1',
        lineNo: 1,
        quantity: '9.000',
        isFree: false,
        item: { id: '1', sku: 'MH001', itemName: 'Bia Tiger', unit: { id: '1', name: 'Thùng' } },
      },
    ],
  },
} as unknown as ShownReturnFragment;

const open = (answers: Answers = {}, session = manager, status = 'confirmed') =>
  show(<ReturnCancel made={{ ...made, status }} onChanged={() => undefined} />, {
    session,
    answers,
  });

describe('undoing a return', () => {
  it('says what leaves stock and by how much the debt rises, and asks why', async () => {
    const { user, sent } = open({
      CancelIssueReturn: () => ({
        cancelIssueReturn: {
          issueReturn: {
            __typename: 'IssueReturn',
            id: '6',
            code: 'TH-2026-000006',
            status: 'cancelled',
          },
        },
      }),
    });
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu trả' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Hủy phiếu trả hàng TH-2026-000006?',
    });
    for (const text of ['Bia Tiger', '−9 Thùng', '+918.000'])
      expect(dialog).toHaveTextContent(text);
    await user.type(within(dialog).getByLabelText('Lý do'), 'Gõ 9 thay vì 1');
    await user.click(within(dialog).getByRole('button', { name: 'Hủy phiếu trả' }));

    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'CancelIssueReturn')?.variables,
      ).toMatchObject({ input: { issueReturnId: '6', reason: 'Gõ 9 thay vì 1' } }),
    );
  });

  it('that would leave too little tells each item', async () => {
    const { user } = open({
      CancelIssueReturn: () => {
        throw new Refused('NEGATIVE_STOCK_ON_CANCEL', {
          document: 'return',
          document_code: 'TH-2026-000006',
          items: [
            {
              item_id: '1',
              item_name: 'Bia Tiger',
              unit: 'Thùng',
              available: '4',
              needed: '9',
              shortage: '5',
            },
          ],
        });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Hủy phiếu trả' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Lý do'), 'Gõ nhầm');
    await user.click(within(dialog).getByRole('button', { name: 'Hủy phiếu trả' }));

    expect(await within(dialog).findByText('Bia Tiger: còn 4, cần 9 Thùng')).toBeVisible();
  });

  it.each([
    ['without the right', salesSession, 'confirmed'],
    ['twice', manager, 'cancelled'],
  ] as const)('is not offered %s', (_, session, status) => {
    open({}, session, status);
    expect(screen.queryByRole('button', { name: 'Hủy phiếu trả' })).toBeNull();
  });
});
