import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { AgencyEdit } from './AgencyEdit.tsx';
import { AgencyShow } from './AgencyShow.tsx';

const manager = {
  user: {
    ...salesSession.user,
    scopes: ['agency:read', 'agency:write', 'agency:approve', 'finance:read'],
  },
};
const read = (facts = {}) => ({
  agency: {
    __typename: 'Agency',
    id: '3',
    code: 'DL0003',
    name: 'Hưng Thịnh',
    status: 'active',
    version: '5',
    agencyTypeId: '2',
    districtId: '14',
    phone: null,
    email: null,
    ward: null,
    address: 'Số 1 Lê Lợi',
    taxCode: null,
    representative: null,
    ...facts,
  },
});
const choices = {
  agencyTypes: {
    __typename: 'C',
    nodes: [
      { __typename: 'AgencyType', id: '1', name: 'Cấp 1' },
      { __typename: 'AgencyType', id: '2', name: 'Cấp 2' },
    ],
  },
  districts: { __typename: 'C', nodes: [{ __typename: 'District', id: '14', name: 'Bình Thạnh' }] },
};
const refusing = (code: string, details: object) => ({
  UpdateAgency: () => {
    throw new Refused(code, details as Record<string, unknown>);
  },
});

async function edit(answers: Answers) {
  const shown = show(<AgencyEdit />, {
    address: '/dai-ly/3',
    session: manager,
    answers: { AgencyEdit: () => read(), AgencyChoices: () => choices, ...answers },
  });
  await screen.findByLabelText('Tên đại lý');
  return shown;
}

describe('editing an agency', () => {
  it.each([
    [
      'TYPE_LIMIT_BELOW_DEBT',
      {
        agency_name: 'Hưng Thịnh',
        debt: '80000000',
        limit: '50000000',
        type: 'Cấp 1',
        short_by: '30000000',
      },
      'vượt 30.000.000 ₫',
    ],
    [
      'DISTRICT_FULL',
      { district_name: 'Bình Thạnh', cap: '4' },
      'Địa bàn Bình Thạnh đã đủ 4 đại lý.',
    ],
  ])(
    'is refused with its numbers when %s, and keeps what was typed',
    async (code, details, words) => {
      const { user } = await edit(refusing(code, details));
      await user.type(screen.getByLabelText('Tên đại lý'), ' Phát');
      await user.click(screen.getByRole('button', { name: 'Lưu thay đổi' }));
      expect(await screen.findByRole('alert')).toHaveTextContent(words);
      expect(screen.getByLabelText('Tên đại lý')).toHaveValue('Hưng Thịnh Phát');
    },
  );

  it('of a version that moved on keeps what was typed, shows what is new, and then saves over it', async () => {
    const { user, sent } = await edit({
      AgencyEdit: (_, call) =>
        call === 0 ? read() : read({ version: '6', address: 'Số 9 Nguyễn Huệ' }),
      UpdateAgency: (_, call) => {
        if (call === 0)
          throw new Refused('STALE_VERSION', {
            read_version: '5',
            version: '6',
            updated_by: 'Lê Thị Mai',
            updated_at: '2026-11-22T03:00:00Z',
          });
        return {
          updateAgency: {
            agency: { __typename: 'Agency', id: '3', name: 'Hưng Thịnh Phát', version: '7' },
          },
        };
      },
    });
    await user.type(screen.getByLabelText('Tên đại lý'), ' Phát');
    await user.click(screen.getByRole('button', { name: 'Lưu thay đổi' }));
    await user.click(await screen.findByRole('button', { name: /Lấy bản mới/ }));
    expect(await screen.findByText('Bản mới: Số 9 Nguyễn Huệ')).toBeVisible();
    expect(screen.getByLabelText('Tên đại lý')).toHaveValue('Hưng Thịnh Phát');
    await user.click(screen.getByRole('button', { name: 'Lưu thay đổi' }));
    expect(await screen.findByText('Đã lưu đại lý Hưng Thịnh Phát')).toBeVisible();
    expect(
      sent
        .filter(({ operation }) => operation === 'UpdateAgency')
        .map(({ variables }) => variables['input']),
    ).toMatchObject([
      { version: '5', name: 'Hưng Thịnh Phát' },
      { version: '6', name: 'Hưng Thịnh Phát', address: 'Số 1 Lê Lợi', phone: null },
    ]);
  });

  it('marks the field that is wrong', async () => {
    const { user } = await edit(
      refusing('VALIDATION_ERROR', { fields: [{ path: 'tax_code', reason: 'malformed' }] }),
    );
    await user.type(screen.getByLabelText(/Mã số thuế/), '12');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Chưa đúng dạng.')).toBeVisible();
    expect(screen.getByLabelText(/Mã số thuế/)).toHaveAttribute('aria-invalid', 'true');
  });

  it('is not left with something typed without a question', async () => {
    const { user, router } = await edit({});
    await user.type(screen.getByLabelText('Tên đại lý'), ' Phát');
    void router.navigate('/dai-ly');
    expect(await screen.findByText('Rời trang khi chưa lưu?')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Ở lại' }));
    expect(router.state.location.pathname).toBe('/dai-ly/3');
  });

  it('is not possible once the agency is terminated', async () => {
    show(<AgencyEdit />, {
      address: '/dai-ly/3',
      session: manager,
      answers: { AgencyEdit: () => read({ status: 'terminated' }), AgencyChoices: () => choices },
    });
    expect(
      await screen.findByText('Đại lý đã bị từ chối hoặc chấm dứt, không sửa được.'),
    ).toBeVisible();
  });
});

const shownAgency = (facts = {}) => ({
  agency: {
    __typename: 'Agency',
    id: '3',
    code: 'DL0003',
    name: 'Hưng Thịnh',
    status: 'active',
    phone: null,
    debtAmount: '190000000',
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
    ...facts,
  },
});

describe('a debt limit of its own', () => {
  it('says what may still be taken, and warns when the debt is more', async () => {
    const { user, sent } = show(<AgencyShow />, {
      address: '/dai-ly/3',
      session: manager,
      answers: {
        AgencyShow: () => shownAgency(),
        SetAgencyDebtLimit: () => ({
          setAgencyDebtLimit: {
            agency: { __typename: 'Agency', id: '3', version: '6', debtLimit: '300000000' },
          },
        }),
      },
    });
    expect(await screen.findByText('Gần hạn mức')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Hạn mức riêng' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Hạn mức mới'), '30000000');
    expect(dialog.getByRole('status')).toHaveTextContent('Đang nợ hơn mức này 160.000.000');
    await user.type(dialog.getByLabelText('Hạn mức mới'), '0');
    expect(dialog.getByRole('status')).toHaveTextContent('Sau đó được lấy thêm 110.000.000');
    await user.click(dialog.getByRole('button', { name: 'Đặt hạn mức' }));
    expect(dialog.getAllByText('Chưa nhập.')).toHaveLength(2);
    expect(sent.some(({ operation }) => operation === 'SetAgencyDebtLimit')).toBe(false);
    await user.type(dialog.getByLabelText('Đến hết ngày'), '2099-12-31');
    await user.type(dialog.getByLabelText('Lý do'), 'Mùa Tết');
    await user.click(dialog.getByRole('button', { name: 'Đặt hạn mức' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'SetAgencyDebtLimit')?.variables['input'],
      ).toMatchObject({
        version: '5',
        debtLimit: '300000000',
        until: '2099-12-31',
        reason: 'Mùa Tết',
      }),
    );
  });

  it('ends with a reason', async () => {
    const { user, sent } = show(<AgencyShow />, {
      address: '/dai-ly/3',
      session: manager,
      answers: {
        AgencyShow: () =>
          shownAgency({
            ownDebtLimit: '250000000',
            ownDebtLimitUntil: '2026-12-31',
            agencyDebtLimitChanges: { nodes: [{ id: '1', reason: 'Mùa Tết' }] },
          }),
        ClearAgencyDebtLimit: () => ({
          clearAgencyDebtLimit: {
            agency: { __typename: 'Agency', id: '3', version: '6', debtLimit: '200000000' },
          },
        }),
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Bỏ hạn mức riêng' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Bỏ hạn mức riêng' }));
    expect(dialog.getByText('Chưa nhập.')).toBeVisible();
    await user.type(dialog.getByLabelText('Lý do'), 'Hết mùa');
    await user.click(dialog.getByRole('button', { name: 'Bỏ hạn mức riêng' }));
    expect(await screen.findByText('Đã bỏ hạn mức riêng của Hưng Thịnh')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'ClearAgencyDebtLimit')?.variables['input'],
    ).toMatchObject({ agencyId: '3', version: '5', reason: 'Hết mùa' });
  });
});

describe('terms of its own', () => {
  it('are shown and set with a reason, empty ones go back to the rule', async () => {
    const { user, sent } = show(<AgencyShow />, {
      address: '/dai-ly/3',
      session: manager,
      answers: {
        AgencyShow: () => shownAgency({ paymentTermDays: 15 }),
        SetAgencyTerms: () => ({
          setAgencyTerms: { agency: { __typename: 'Agency', id: '3', version: '6' } },
        }),
      },
    });
    expect(await screen.findByText('Được nợ 15 ngày (riêng)')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Điều khoản nợ riêng' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText(/Chặn khi quá hạn hơn/), '10');
    await user.type(dialog.getByLabelText(/Lý do/), 'Hay trả chậm');
    await user.click(dialog.getByRole('button', { name: 'Đặt điều khoản' }));
    expect(await screen.findByText('Đã đặt điều khoản nợ riêng cho Hưng Thịnh')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'SetAgencyTerms')?.variables['input'],
    ).toMatchObject({
      agencyId: '3',
      version: '5',
      paymentTermDays: '15',
      blockOverdueDays: '10',
      maxOpenSlips: null,
      reason: 'Hay trả chậm',
    });
  });
});
