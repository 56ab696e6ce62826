import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { salesSession, show } from '../../../test_render.tsx';
import { IssueForm } from './IssueForm.tsx';

const agency = {
  __typename: 'Agency',
  id: '1',
  code: 'DL0001',
  name: 'Tạp hóa Cô Ba',
  status: 'active',
  debtAmount: '0',
  debtLimit: '200000000',
};
const item = {
  __typename: 'Item',
  id: '11',
  sku: 'MH001',
  itemName: 'Bia Tiger',
  stockQuantity: '12.000',
  isActive: true,
  issuePrice: '351900',
  unit: { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false },
};
const owner = {
  user: {
    ...salesSession.user,
    roles: ['agency'],
    scopes: ['agency:read', 'inventory:read', 'finance:read'],
    agencies: [{ id: '1', code: 'DL0001', name: 'Tạp hóa Cô Ba' }],
  },
};

beforeEach(() => localStorage.clear());

describe('an agency that asks for goods', () => {
  it('says what and how many; date and money are left to the confirmation', async () => {
    const { user, sent, router } = show(<IssueForm />, {
      address: '/phieu-xuat/new',
      session: owner,
      answers: {
        PickAgency: () => ({ agency }),
        PickItems: () => ({ searchItems: { __typename: 'C', nodes: [item] } }),
        RequestIssue: () => ({
          requestIssue: {
            issue: {
              __typename: 'Issue',
              id: '80',
              code: null,
              totalAmount: '703800',
              debtAfter: null,
              agency,
            },
          },
        }),
      },
    });
    expect(screen.getByRole('heading', { name: 'Yêu cầu hàng', level: 1 })).toBeVisible();
    expect(await screen.findByDisplayValue('Tạp hóa Cô Ba · DL0001')).toBeVisible();
    expect(screen.queryByLabelText('Ngày lập')).toBeNull();
    expect(screen.queryByLabelText(/Trả ngay/)).toBeNull();
    await user.type(screen.getByRole('combobox', { name: 'Mặt hàng, dòng 1' }), 'tiger');
    await user.click(await screen.findByRole('option', { name: /Bia Tiger/ }));
    await user.type(screen.getByLabelText('Số lượng, dòng 1'), '2');
    await user.click(screen.getByRole('button', { name: 'Gửi yêu cầu' }));
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Gửi yêu cầu hàng cho Tạp hóa Cô Ba?' }),
    );
    await user.click(dialog.getByRole('button', { name: 'Gửi yêu cầu' }));
    expect(await screen.findByText('Đã gửi yêu cầu hàng')).toBeVisible();
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-xuat/80'));
    const input = sent.find(({ operation }) => operation === 'RequestIssue')?.variables['input'];
    expect(input).toEqual({
      clientKey: expect.any(String) as string,
      agencyId: '1',
      note: null,
      items: [{ itemId: '11', quantity: '2' }],
    });
  });
});
