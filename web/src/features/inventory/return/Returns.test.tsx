import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { ReturnAct } from './ReturnAct.tsx';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';

const unit = { __typename: 'Unit', id: '1', name: 'Thùng' };
const line = (itemId: string, itemName: string, quantity: string, returned: string[]) => ({
  __typename: 'IssueDetail',
  id: itemId,
  itemId,
  lineNo: Number(itemId),
  quantity,
  unitPrice: '100000',
  item: { __typename: 'Item', id: itemId, sku: `MH00${itemId}`, itemName, unit },
  issueReturnDetailsByIssueIdAndItemId: {
    __typename: 'C',
    nodes: returned.map((back, index) => ({
      __typename: 'IssueReturnDetail',
      id: `${itemId}${index}`,
      quantity: back,
      issueReturnId: `${itemId}${index}`,
    })),
  },
});
const manager = {
  user: {
    ...salesSession.user,
    scopes: [...salesSession.user.scopes, 'return:confirm', 'config:read'],
  },
};
const returnable = (fourEyes = 'false') => ({
  regulationByKey: {
    __typename: 'Regulation',
    id: '7',
    inForce: { __typename: 'RegulationVersion', id: '8', value: fourEyes },
  },
  issue: {
    __typename: 'Issue',
    id: '75',
    agency: { __typename: 'Agency', id: '4', name: 'Hưng Thịnh', debtAmount: '5000000' },
    // one that was undone, waits or was rejected counts for nothing
    issueReturns: {
      __typename: 'C',
      nodes: [
        ['10', 'confirmed'],
        ['11', 'cancelled'],
        ['12', 'requested'],
        ['13', 'rejected'],
        ['20', 'confirmed'],
      ].map(([id, status]) => ({ __typename: 'IssueReturn', id, status })),
    },
    issueDetails: {
      __typename: 'C',
      nodes: [
        line('1', 'Bia Tiger', '10.000', ['4.000', '5.000', '1.000', '1.000']),
        line('2', 'Sữa tươi', '3.000', ['3.000']),
      ],
    },
  },
});

async function open(answers: Answers, status = 'delivered', session = manager) {
  const issue = { id: '75', code: 'PX-2026-000075', status } as ShownIssueFragment;
  return show(<ReturnAct issue={issue} onChanged={() => undefined} />, {
    session,
    answers: { ReturnableIssue: () => returnable(), ...answers },
  });
}

describe('taking goods of a slip back', () => {
  it('offers what is left of each item, and says what the debt becomes', async () => {
    const { user, sent, router } = await open({
      CreateIssueReturn: () => ({
        createIssueReturn: {
          issueReturn: {
            __typename: 'IssueReturn',
            id: '6',
            code: 'TH-2026-000006',
            totalAmount: '600000',
          },
        },
      }),
    });
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    const dialog = await screen.findByRole('dialog', { name: 'Trả hàng của phiếu PX-2026-000075' });
    expect(await within(dialog).findByText('còn được trả 6 Thùng')).toBeVisible();
    expect(within(dialog).queryByText('Sữa tươi')).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: 'Trả hết' }));
    expect(within(dialog).getByTestId('return-value')).toHaveTextContent('600.000 ₫');
    expect(within(dialog).getByTestId('debt-then')).toHaveTextContent('4.400.000 ₫');
    await user.type(within(dialog).getByLabelText('Lý do'), 'Hàng móp');
    await user.click(within(dialog).getByRole('button', { name: 'Trả hàng' }));
    const question = await screen.findByRole('dialog', {
      name: /^Lập phiếu trả hàng 600\.000\s₫$/,
    });
    for (const text of [
      'Hưng Thịnh · phiếu PX-2026-000075',
      `Ngày trả${formatDate(businessToday())}`,
      'Nợ trước5.000.000 ₫',
      'Nợ sau4.400.000 ₫',
    ])
      expect(question).toHaveTextContent(text);
    expect(sent.some(({ operation }) => operation === 'CreateIssueReturn')).toBe(false);
    await user.click(within(question).getByRole('button', { name: 'Trả hàng' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-tra/6'));
    expect(
      sent.find(({ operation }) => operation === 'CreateIssueReturn')?.variables['input'],
    ).toMatchObject({ issueId: '75', reason: 'Hàng móp', items: [{ itemId: '1', quantity: '6' }] });
  });

  it('is refused with what may still come back, and keeps what was typed', async () => {
    const { user } = await open({
      CreateIssueReturn: () => {
        throw new Refused('RETURN_EXCEEDS_ISSUE', {
          items: [
            {
              item_id: '1',
              item_name: 'Bia Tiger',
              unit: 'Thùng',
              issued: '10',
              returned: '4',
              available: '6',
            },
          ],
        });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    const quantity = await screen.findByLabelText('Số lượng trả, Bia Tiger');
    await user.type(quantity, '7');
    expect(quantity).toHaveAttribute('aria-invalid', 'true');
    await user.type(screen.getByLabelText('Lý do'), 'Hàng móp');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Trả hàng' }));
    await user.click(
      within(await screen.findByRole('dialog', { name: /^Lập phiếu trả hàng/ })).getByRole(
        'button',
        { name: 'Trả hàng' },
      ),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent('Bia Tiger: còn được trả 6');
    expect(quantity).toHaveValue('7');
  });

  it('goes from field to field with Enter; neither Enter nor a day that is none books it', async () => {
    const { user, sent } = await open({});
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    await user.type(await screen.findByLabelText('Lý do'), 'Hàng móp');
    await user.type(screen.getByLabelText('Số lượng trả, Bia Tiger'), '1{Enter}');
    const day = screen.getByLabelText('Ngày trả');
    expect(day).toHaveFocus();
    await user.keyboard('MH009{Enter}');
    expect(day).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    await user.clear(day);
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    await user.keyboard('h{Enter}');
    expect(screen.getByLabelText('Lý do')).toHaveFocus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('dialog', { name: /^Lập phiếu trả hàng/ })).toBeVisible();
    expect(sent.some(({ operation }) => operation === 'CreateIssueReturn')).toBe(false);
  });

  it('of an earlier day says so under the day and in the question', async () => {
    const { user } = await open({});
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    await user.type(
      await screen.findByLabelText('Số lượng trả, Bia Tiger'),
      '1{Enter}-3{Enter}Hàng móp',
    );
    expect(screen.getByText('Lùi ngày 3 ngày')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(
      within(await screen.findByRole('dialog', { name: /^Lập phiếu trả hàng/ })).getByTestId(
        'back-dating',
      ),
    ).toHaveTextContent('Lùi ngày 3 ngày');
  });

  it.each(['requested', 'cancelled', 'rejected'])(
    'is not offered for a slip that is %s',
    async (status) => {
      await open({}, status);
      expect(screen.queryByRole('button', { name: 'Trả hàng' })).toBeNull();
    },
  );

  it('is not offered to those who write no slips', async () => {
    await open({}, 'delivered', {
      user: { ...salesSession.user, scopes: ['inventory:read', 'finance:read'] },
    });
    expect(screen.queryByRole('button', { name: 'Trả hàng' })).toBeNull();
  });
});

describe('asking to take goods of a slip back', () => {
  const asked = {
    RequestIssueReturn: () => ({
      requestIssueReturn: {
        issueReturn: { __typename: 'IssueReturn', id: '6', code: null, status: 'requested' },
      },
    }),
  };

  it('is what sales do: no day is told unless they tell one', async () => {
    const { user, sent, router } = await open(asked, 'delivered', salesSession);
    await user.click(screen.getByRole('button', { name: 'Đề nghị trả hàng' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Đề nghị trả hàng của phiếu PX-2026-000075',
    });
    await user.type(await within(dialog).findByLabelText('Số lượng trả, Bia Tiger'), '2');
    expect(dialog).toHaveTextContent('Để trống: lấy ngày xác nhận.');
    await user.type(within(dialog).getByLabelText('Lý do'), 'Hàng móp');
    await user.click(within(dialog).getByRole('button', { name: 'Đề nghị trả hàng' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-tra/6'));
    expect(
      sent.find(({ operation }) => operation === 'RequestIssueReturn')?.variables['input'],
    ).toMatchObject({
      issueId: '75',
      returnDate: null,
      reason: 'Hàng móp',
      items: [{ itemId: '1', quantity: '2' }],
    });
    expect(sent.find(({ operation }) => operation === 'ReturnableIssue')?.variables).toMatchObject({
      asksRegulation: false,
    });
  });

  it('sends no day that cannot be read as none', async () => {
    const { user, sent } = await open(asked, 'delivered', salesSession);
    await user.click(screen.getByRole('button', { name: 'Đề nghị trả hàng' }));
    await user.type(await screen.findByLabelText('Số lượng trả, Bia Tiger'), '2');
    await user.type(screen.getByLabelText('Ngày trả'), 'MH009');
    await user.type(screen.getByLabelText('Lý do'), 'Hàng móp');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(sent.some(({ operation }) => operation === 'RequestIssueReturn')).toBe(false);
  });

  it('is what a manager does too while two pairs of eyes are asked for', async () => {
    const { user } = await open({ ...asked, ReturnableIssue: () => returnable('true') });
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    expect(
      await screen.findByRole('dialog', { name: 'Đề nghị trả hàng của phiếu PX-2026-000075' }),
    ).toBeVisible();
  });

  it('is the way out of FOUR_EYES: what was typed is asked for', async () => {
    const { user, sent } = await open({
      ...asked,
      CreateIssueReturn: () => {
        throw new Refused('FOUR_EYES', { created_by: '3' });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Trả hàng' }));
    await user.type(await screen.findByLabelText('Số lượng trả, Bia Tiger'), '2');
    await user.type(screen.getByLabelText('Lý do'), 'Hàng móp');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await user.click(
      within(await screen.findByRole('dialog', { name: /^Lập phiếu trả hàng/ })).getByRole(
        'button',
        { name: 'Trả hàng' },
      ),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Đề nghị trả hàng của phiếu PX-2026-000075',
    });
    await user.click(within(dialog).getByRole('button', { name: 'Đề nghị trả hàng' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'RequestIssueReturn')?.variables['input'],
      ).toMatchObject({ returnDate: null, items: [{ itemId: '1', quantity: '2' }] }),
    );
  });
});
