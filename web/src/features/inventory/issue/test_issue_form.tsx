// A slip being written, as the tests of its form see it.
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'vitest';
import { show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { IssueForm } from './IssueForm.tsx';

export const agency = {
  __typename: 'Agency',
  id: '4',
  code: 'DL0004',
  name: 'Đại lý Hưng Thịnh',
  status: 'active',
  debtAmount: '44500000',
  debtLimit: '50000000',
};
const unit = { __typename: 'Unit', id: '1', name: 'Thùng', isDecimal: false };
export const tiger = {
  __typename: 'Item',
  id: '11',
  sku: 'MH001',
  itemName: 'Bia Tiger thùng 24 lon',
  stockQuantity: '12.000',
  isActive: true,
  issuePrice: '351900',
  unit,
};
const rice = {
  ...tiger,
  id: '12',
  sku: 'MH006',
  itemName: 'Gạo ST25 túi 5kg',
  stockQuantity: '0.000',
};

export const answers: Answers = {
  PickAgencies: () => ({ searchAgencies: { __typename: 'AgencyConnection', nodes: [agency] } }),
  PickItems: ({ query }) => ({
    searchItems: { __typename: 'ItemConnection', nodes: query === 'gao' ? [rice] : [tiger] },
  }),
  IssueHeadroom: ({ slipTotal, paidNow }) => ({
    issueHeadroom: {
      __typename: 'IssueHeadroomAnswer',
      agencyId: '4',
      currentDebt: '44500000',
      limit: '50000000',
      limitSource: 'type',
      slipTotal,
      paidNow,
      wouldBe: '45555700',
      shortBy: '0',
      available: '5500000',
      overdue: null,
      limitVersion: {
        source: 'type',
        id: '1',
        name: 'loại 1',
        version: '3',
        since: '2026-09-30T17:30:00Z',
      },
    },
  }),
};

export const posted = {
  createIssue: {
    __typename: 'CreateIssuePayload',
    issue: {
      __typename: 'Issue',
      id: '75',
      code: 'PX-2026-000075',
      totalAmount: '1055700',
      debtAfter: '45555700',
      agency: {
        __typename: 'Agency',
        id: '4',
        code: 'DL0004',
        name: 'Đại lý Hưng Thịnh',
        debtAmount: '45555700',
      },
    },
  },
};

export const open = (more: Answers = {}) =>
  show(<IssueForm />, { address: '/phieu-xuat/new', answers: { ...answers, ...more } });
export type Page = ReturnType<typeof open>;

export const item = (line: number) => screen.getByLabelText(`Mặt hàng, dòng ${line}`);
export const quantity = (line: number) => screen.getByLabelText(`Số lượng, dòng ${line}`);

/** By keyboard alone, as a clerk types: the answer of a search may still be on its way. */
export async function typeSlip({ user }: Page, amount = '3') {
  await user.type(screen.getByLabelText('Đại lý'), 'hung{Enter}');
  await waitFor(() => expect(item(1)).toHaveFocus());
  await user.keyboard('tiger{Enter}');
  await waitFor(() => expect(quantity(1)).toHaveFocus());
  await user.keyboard(`${amount}{Enter}`);
  await waitFor(() => expect(item(2)).toHaveFocus());
}

export async function post({ user }: Page) {
  await user.keyboard('{Control>}{Enter}{/Control}');
  const confirm = await screen.findByRole('button', { name: 'Lập phiếu' });
  expect(confirm).toHaveFocus();
  await user.keyboard('{Enter}');
}
