import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { CatalogPage } from './CatalogPage.tsx';

const types = {
  agencyTypes: {
    __typename: 'C',
    totalCount: 1,
    nodes: [
      {
        __typename: 'AgencyType',
        id: '1',
        name: 'Cấp 1',
        debtLimit: '500000000',
        paymentTermDays: 45,
        version: '3',
        agencies: { __typename: 'C', totalCount: 12 },
      },
    ],
  },
};
const district = (id: string, name: string, memberCount: string, maxAgencies: number | null) => ({
  __typename: 'District',
  id,
  name,
  city: 'TP. Hồ Chí Minh',
  memberCount,
  maxAgencies,
  capInForce: String(maxAgencies ?? 4),
  version: '2',
});
const districts = {
  districts: {
    __typename: 'C',
    totalCount: 2,
    pageInfo: { __typename: 'P', hasNextPage: false, endCursor: null },
    nodes: [district('8', 'Quận 1', '4', null), district('9', 'Quận 3', '1', 6)],
  },
};
const session = (...scopes: string[]) => ({ user: { ...salesSession.user, scopes } });

function open(answers: Answers = {}, who = session('config:read', 'config:write')) {
  return show(<CatalogPage />, {
    address: '/danh-muc',
    session: who,
    answers: { AgencyTypeList: () => types, DistrictList: () => districts, ...answers },
  });
}

describe('types and territories', () => {
  it('stand with their limits, their agencies, and the mark of a full territory', async () => {
    open({}, session('config:read'));
    expect(await screen.findByText(/^500\.000\.000/)).toBeVisible();
    expect(await screen.findByText('Đã đủ')).toBeVisible();
    expect(screen.getByText('1 / 6')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Sửa|Thêm/ })).toBeNull();
  });

  it('show who is hit before a limit is lowered', async () => {
    const { user, sent } = open({
      AgenciesOverDebtLimit: () => ({
        agenciesOverDebtLimit: {
          __typename: 'C',
          totalCount: 1,
          nodes: [
            {
              __typename: 'A',
              agencyId: '3',
              agencyCode: 'DL0003',
              agencyName: 'Hưng Thịnh',
              currentDebt: '90000000',
              overBy: '40000000',
            },
          ],
        },
      }),
      UpdateAgencyType: () => ({
        updateAgencyType: { agencyType: { __typename: 'AgencyType', id: '1' } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Sửa loại Cấp 1' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.clear(dialog.getByLabelText('Hạn mức nợ'));
    await user.type(dialog.getByLabelText('Hạn mức nợ'), '50000000');
    expect(await dialog.findByText(/DL0003 · Hưng Thịnh: nợ 90\.000\.000/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    expect(await screen.findByText('Đã lưu Cấp 1')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'UpdateAgencyType')?.variables['input'],
    ).toMatchObject({
      agencyTypeId: '1',
      version: '3',
      name: 'Cấp 1',
      debtLimit: '50000000',
      paymentTermDays: '45',
    });
  });

  it("keep a type's term, or take it back to the regulation's", async () => {
    const { user, sent } = open({
      UpdateAgencyType: () => ({
        updateAgencyType: { agencyType: { __typename: 'AgencyType', id: '1' } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Sửa loại Cấp 1' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.clear(dialog.getByLabelText(/Số ngày được nợ/));
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'UpdateAgencyType')?.variables['input'],
      ).toMatchObject({ paymentTermDays: null }),
    );
  });

  it('take a cap below the present number with a warning, and none for the regulation', async () => {
    const { user, sent } = open({
      UpdateDistrict: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'name', reason: 'taken', value: 'Quận 3' }],
        });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Sửa địa bàn Quận 1' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText(/Tối đa riêng/), '2');
    expect(
      dialog.getByText('Địa bàn đang có 4 đại lý: không ai phải rời, nhưng không nhận thêm.'),
    ).toBeVisible();
    await user.clear(dialog.getByLabelText(/Tối đa riêng/));
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    expect(await dialog.findByText('Đã có rồi.')).toBeVisible();
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'UpdateDistrict')?.variables['input'],
      ).toMatchObject({ districtId: '8', version: '2', maxAgencies: null }),
    );
  });
});
