import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { businessToday } from '../../lib/format.ts';
import { RegulationPage } from './RegulationPage.tsx';

const version = (value: string, validFrom: string) => ({
  __typename: 'RegulationVersion',
  id: value,
  value,
  validFrom,
  reason: 'Theo biên bản',
  createdByName: 'Trần Quản Lý',
  withdrawnAt: null,
  withdrawReason: null,
});
const regulation = (id: string, key: string, descriptionVi: string, facts = {}) => ({
  __typename: 'Regulation',
  id,
  key,
  valueType: 'integer',
  isOptional: false,
  minValue: '1',
  maxValue: '10000',
  descriptionVi,
  descriptionEn: descriptionVi,
  inForce: version('4', '2026-01-01'),
  nextVersion: null,
  ...facts,
});
const flag = (isOn: boolean, read: string) => ({
  __typename: 'FeatureFlag',
  id: '1',
  key: 'agency_requests',
  isOn,
  descriptionVi: 'Đại lý tự đặt hàng',
  descriptionEn: 'x',
  version: read,
  updatedAt: '2026-11-01T01:00:00Z',
});
const rules = (flags = [flag(true, '1')]) => ({
  regulations: {
    __typename: 'C',
    nodes: [
      regulation('1', 'MAX_AGENCIES_PER_DISTRICT', 'Số đại lý tối đa', {
        nextVersion: version('6', '2026-12-01'),
      }),
      regulation('2', 'EXPORT_PRICE_RATIO', 'Tỉ lệ giá xuất', {
        valueType: 'number',
        inForce: version('1.0205', '2026-01-01'),
      }),
    ],
  },
  featureFlags: { __typename: 'C', nodes: flags },
});
const session = (...scopes: string[]) => ({ user: { ...salesSession.user, scopes } });
const office = session('config:read', 'config:write');

function open(answers: Answers = {}, who = office) {
  return show(<RegulationPage />, {
    address: '/quy-dinh',
    session: who,
    answers: { Regulations: () => rules(), ...answers },
  });
}

describe('regulations', () => {
  it('stand with their value, who set it and why, and the next value, with all decimals', async () => {
    open({}, session('config:read'));
    expect(await screen.findByText('6 từ 01/12/2026')).toBeVisible();
    expect(screen.getByText('1,0205')).toBeVisible();
    expect(screen.getAllByText('Theo biên bản')).toHaveLength(2);
    expect(screen.queryByRole('button', { name: /^Đổi/ })).toBeNull();
    expect(screen.getByRole('switch', { name: 'Đại lý tự đặt hàng' })).toBeDisabled();
  });

  it('are changed with a value, a day and a reason, after seeing which territories it hits', async () => {
    const { user, sent } = open({
      DistrictsOverCap: () => ({
        districtsOverCap: {
          __typename: 'C',
          totalCount: 1,
          nodes: [
            {
              __typename: 'D',
              districtId: '9',
              districtName: 'Quận 1',
              city: 'HCM',
              memberCount: '4',
              cap: '3',
            },
          ],
        },
      }),
      SetRegulation: () => ({
        setRegulation: { regulationVersion: { __typename: 'RegulationVersion', id: '77' } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Đổi Số đại lý tối đa' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Đổi quy định' }));
    expect(dialog.getAllByText('Chưa nhập.')).toHaveLength(2);
    await user.type(dialog.getByLabelText('Giá trị mới'), '3');
    expect(await dialog.findByText('HCM, Quận 1: 4 đại lý, tối đa 3')).toBeVisible();
    await user.type(dialog.getByLabelText('Lý do'), 'Giãn mạng lưới');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Đã đổi: Số đại lý tối đa')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'SetRegulation')?.variables['input'],
    ).toMatchObject({ key: 'MAX_AGENCIES_PER_DISTRICT', value: '3', reason: 'Giãn mạng lưới' });
  });

  it('that may be empty are switched off by nothing', async () => {
    const { user, sent } = open({
      Regulations: () => ({
        ...rules(),
        regulations: {
          __typename: 'C',
          nodes: [
            regulation('3', 'MAX_OPEN_SLIPS', 'Số phiếu còn nợ', {
              isOptional: true,
              inForce: version('', '2026-01-01'),
              nextVersion: version('3', '2026-12-01'),
            }),
          ],
        },
      }),
      SetRegulation: () => ({
        setRegulation: { regulationVersion: { __typename: 'RegulationVersion', id: '78' } },
      }),
    });
    expect(await screen.findByText('Không áp dụng')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Đổi Số phiếu còn nợ' }));
    await user.type(within(screen.getByRole('dialog')).getByLabelText('Lý do'), 'Thôi');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'SetRegulation')?.variables['input'],
      ).toMatchObject({ key: 'MAX_OPEN_SLIPS', value: '' }),
    );
  });

  it('of today are corrected, after seeing which slips keep the earlier value', async () => {
    const { user, sent } = open({
      Regulations: () => ({
        ...rules(),
        regulations: {
          __typename: 'C',
          nodes: [
            regulation('2', 'EXPORT_PRICE_RATIO', 'Tỉ lệ giá xuất', {
              valueType: 'number',
              inForce: version('1.5', businessToday()),
            }),
          ],
        },
      }),
      SlipsOfEarlierValue: () => ({
        slipsOfEarlierValue: {
          __typename: 'C',
          totalCount: 21,
          nodes: [
            {
              __typename: 'Issue',
              id: '9',
              code: 'PX-2026-000009',
              agency: { __typename: 'Agency', id: '1', name: 'Minh Phát' },
              createdAt: '2026-11-22T02:00:00Z',
              totalAmount: '225000',
            },
          ],
        },
      }),
      SetRegulation: () => ({
        setRegulation: { regulationVersion: { __typename: 'RegulationVersion', id: '77' } },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Đổi Tỉ lệ giá xuất' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('Ngày này đang có giá trị 1,5; lưu là sửa giá trị đó.')).toBeVisible();
    expect(await dialog.findByRole('link', { name: 'PX-2026-000009' })).toBeVisible();
    expect(dialog.getByText(/^21 phiếu ngày .* đã ghi và giữ giá trị cũ:$/)).toBeVisible();
    expect(dialog.getByText('và 20 phiếu nữa')).toBeVisible();
    await user.type(dialog.getByLabelText('Giá trị mới'), '1,05');
    await user.type(dialog.getByLabelText('Lý do'), 'Gõ nhầm');
    await user.click(dialog.getByRole('button', { name: 'Đổi quy định' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'SetRegulation')?.variables['input'],
      ).toMatchObject({ value: '1.05', validFrom: businessToday() }),
    );
  });

  it('to come are withdrawn with a reason, after reading what goes on', async () => {
    const { user, sent } = open({
      WithdrawRegulation: () => ({
        withdrawRegulation: { regulationVersion: { __typename: 'RegulationVersion', id: '6' } },
      }),
    });
    await user.click(
      await screen.findByRole('button', {
        name: 'Rút lại giá trị sắp áp dụng của Số đại lý tối đa',
      }),
    );
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('Số đại lý tối đa: 6 từ 01/12/2026 sẽ không áp dụng.')).toBeVisible();
    expect(dialog.getByText(/^Từ 01\/12\/2026 vẫn áp dụng 4\./)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Rút lại' }));
    expect(sent.map(({ operation }) => operation)).not.toContain('WithdrawRegulation');
    await user.type(dialog.getByRole('textbox'), 'Hoãn');
    await user.click(dialog.getByRole('button', { name: 'Rút lại' }));
    expect(await screen.findByText('Đã rút lại: Số đại lý tối đa')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'WithdrawRegulation')?.variables['input'],
    ).toMatchObject({ regulationVersionId: '6', reason: 'Hoãn' });
  });

  it('show in their history what was withdrawn, and the slips that keep an earlier value', async () => {
    const { user } = open({
      RegulationHistory: () => ({
        regulation: {
          __typename: 'Regulation',
          id: '2',
          regulationVersions: {
            __typename: 'C',
            nodes: [
              {
                ...version('1.3', '2026-12-01'),
                withdrawnAt: '2026-11-22T03:00:00Z',
                withdrawReason: 'Hoãn',
              },
              version('1.0205', '2026-01-01'),
            ],
          },
        },
      }),
      SlipsOfEarlierValue: ({ isChanging }) => ({
        slipsOfEarlierValue: {
          __typename: 'C',
          totalCount: isChanging ? 0 : 1,
          nodes: isChanging
            ? []
            : [
                {
                  __typename: 'Issue',
                  id: '9',
                  code: null,
                  agency: { __typename: 'Agency', id: '1', name: 'Minh Phát' },
                  createdAt: '2026-11-22T02:00:00Z',
                  totalAmount: '225000',
                },
              ],
        },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Lịch sử Tỉ lệ giá xuất' }));
    expect(await screen.findByText('Rút lại 22/11/2026 10:00 · Hoãn')).toBeVisible();
    expect(await screen.findByText('1 phiếu ngày 01/01/2026 giữ giá trị trước đó:')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Phiếu đặt' })).toBeVisible();
  });
});

describe('a feature', () => {
  it('is switched after a confirmation; a stale one is taken anew and switched then', async () => {
    const { user, sent } = open({
      Regulations: (_, call) => rules([flag(true, call === 0 ? '1' : '2')]),
      SetFeatureFlag: (_, call) => {
        if (call === 0)
          throw new Refused('STALE_VERSION', {
            read_version: '1',
            version: '2',
            updated_by: 'Lê Thị Mai',
            updated_at: '2026-11-22T03:00:00Z',
          });
        return { setFeatureFlag: { featureFlag: flag(false, '3') } };
      },
    });
    await user.click(await screen.findByRole('switch'));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Tắt' }));
    expect(await dialog.findByText('Lê Thị Mai sửa lúc 22/11/2026 10:00.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: /Lấy bản mới/ }));
    await waitFor(() => expect(dialog.queryByRole('alert')).toBeNull());
    await user.click(dialog.getByRole('button', { name: 'Tắt' }));
    expect(await screen.findByText('Đã tắt: Đại lý tự đặt hàng')).toBeVisible();
    expect(
      sent
        .filter(({ operation }) => operation === 'SetFeatureFlag')
        .map(({ variables }) => variables['input']),
    ).toMatchObject([
      { version: '1', isOn: false },
      { version: '2', isOn: false },
    ]);
    expect(screen.getByRole('switch')).not.toBeChecked();
  });
});
