import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { AgencyForm } from './AgencyForm.tsx';
import { AgencyShow } from './AgencyShow.tsx';

const agency = (status: string) => ({
  __typename: 'Agency',
  id: '3',
  code: 'DL0003',
  name: 'Hưng Thịnh',
  status,
  phone: null,
  debtAmount: '189949500',
  debtLimit: '200000000',
  isNearLimit: true,
  address: null,
  ward: null,
  email: null,
  taxCode: null,
  representative: null,
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
  district: { __typename: 'District', id: '14', name: 'Bình Thạnh' },
});
const manager = {
  user: {
    ...salesSession.user,
    scopes: ['agency:read', 'agency:write', 'agency:approve', 'finance:read', 'finance:write'],
  },
};

async function open(status: string, answers: Answers = {}, session = manager) {
  const shown = show(<AgencyShow />, {
    address: '/dai-ly/3',
    session,
    answers: { AgencyShow: () => ({ agency: agency(status) }), ...answers },
  });
  await screen.findByRole('heading', { level: 1 });
  return shown;
}

describe('what an agency may become', () => {
  it.each([
    ['pending', ['Từ chối', 'Duyệt', 'Hạn mức riêng', 'Điều khoản nợ riêng']],
    ['active', ['Chấm dứt', 'Khóa', 'Hạn mức riêng', 'Điều khoản nợ riêng']],
    ['blocked', ['Chấm dứt', 'Mở khóa', 'Hạn mức riêng', 'Điều khoản nợ riêng']],
    ['terminated', []],
  ])('when it is %s', async (status, expected) => {
    await open(status);
    expect(screen.queryAllByRole('button').map((button) => button.textContent)).toEqual(expected);
    expect(screen.getByRole('link', { name: 'Lập phiếu thu' })).toHaveAttribute(
      'href',
      '/phieu-thu/new?dai-ly=3',
    );
  });

  it('is not for those who do not approve', async () => {
    await open('pending', {}, salesSession);
    expect(screen.queryByRole('button', { name: 'Duyệt' })).toBeNull();
  });
});

describe('approving an agency', () => {
  it('of a full territory is refused with its number', async () => {
    const { user } = await open('pending', {
      ApproveAgency: () => {
        throw new Refused('DISTRICT_FULL', { district_name: 'Bình Thạnh', cap: '4' });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Duyệt' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Duyệt' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Địa bàn Bình Thạnh đã đủ 4 đại lý.',
    );
  });
});

describe('ending the business with an agency', () => {
  it('that owes is refused, and leads to the payment', async () => {
    const { user } = await open('active', {
      TerminateAgency: () => {
        throw new Refused('AGENCY_HAS_DEBT', {
          agency_name: 'Hưng Thịnh',
          current_debt: '189949500',
        });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Chấm dứt' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Lý do'), 'Hết hợp đồng');
    await user.click(dialog.getByRole('button', { name: 'Chấm dứt' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('Hưng Thịnh còn nợ 189.949.500 ₫');
    expect(dialog.getByRole('link', { name: 'Lập phiếu thu' })).toHaveAttribute(
      'href',
      '/phieu-thu/new?dai-ly=3',
    );
  });
});

describe('adding an agency', () => {
  const choices = {
    agencyTypes: { __typename: 'C', nodes: [{ __typename: 'AgencyType', id: '2', name: 'Cấp 2' }] },
    districts: {
      __typename: 'C',
      nodes: [{ __typename: 'District', id: '14', name: 'Bình Thạnh' }],
    },
  };

  it('asks for its name, type and territory, and says that it waits for approval', async () => {
    const { user, sent, router } = show(<AgencyForm />, {
      address: '/dai-ly/new',
      session: manager,
      answers: {
        AgencyChoices: () => choices,
        CreateAgency: () => ({
          createAgency: {
            agency: { __typename: 'Agency', id: '20', code: 'DL0020', name: 'Minh Anh' },
          },
        }),
      },
    });
    await user.click(screen.getByRole('button', { name: 'Thêm đại lý' }));
    expect(await screen.findAllByText('Chưa nhập.')).toHaveLength(3);
    await user.type(screen.getByLabelText('Tên đại lý'), 'Minh Anh');
    await user.click(screen.getByRole('combobox', { name: /Loại/ }));
    await user.click(await screen.findByRole('option', { name: 'Cấp 2' }));
    await user.click(screen.getByRole('combobox', { name: /Địa bàn/ }));
    await user.click(await screen.findByRole('option', { name: 'Bình Thạnh' }));
    await user.click(screen.getByRole('button', { name: 'Thêm đại lý' }));
    expect(await screen.findByText('Đã thêm đại lý Minh Anh · DL0020')).toBeVisible();
    expect(router.state.location.pathname).toBe('/dai-ly/20');
    expect(
      sent.find(({ operation }) => operation === 'CreateAgency')?.variables['input'],
    ).toMatchObject({ name: 'Minh Anh', agencyTypeId: '2', districtId: '14', email: null });
  });
});
