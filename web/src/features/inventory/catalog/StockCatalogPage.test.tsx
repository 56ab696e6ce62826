import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { StockCatalogPage } from './StockCatalogPage.tsx';

const supplier = (facts = {}) => ({
  __typename: 'Supplier',
  id: '1',
  code: 'NCC0001',
  name: 'Bia Sài Gòn',
  phone: '028 3829 4081',
  address: '187 Nguyễn Chí Thanh',
  taxCode: '0300583659',
  isActive: true,
  inactiveReason: null,
  version: '2',
  ...facts,
});
const unit = (facts = {}) => ({
  __typename: 'Unit',
  id: '7',
  name: 'kg',
  isDecimal: true,
  version: '3',
  items: { __typename: 'C', totalCount: 4 },
  ...facts,
});
const suppliers = (...nodes: object[]) => ({
  suppliers: {
    __typename: 'C',
    totalCount: nodes.length,
    pageInfo: { __typename: 'P', hasNextPage: false, endCursor: null },
    nodes,
  },
});
const units = (...nodes: object[]) => ({
  units: { __typename: 'C', totalCount: nodes.length, nodes },
});
const session = (scopes: string[], roles = ['warehouse']) => ({
  user: { ...salesSession.user, roles, scopes },
});
const keeper = session(['inventory:read', 'inventory:adjust']);

function open(answers: Answers = {}, who = keeper) {
  return show(<StockCatalogPage />, {
    address: '/danh-muc-kho',
    session: who,
    answers: {
      SupplierList: () => suppliers(supplier()),
      UnitList: () => units(unit()),
      ...answers,
    },
  });
}

const inputOf = (sent: ReturnType<typeof open>['sent'], operation: string) =>
  sent.findLast((one) => one.operation === operation)?.variables['input'];

describe('suppliers and units', () => {
  it('stand for whoever handles goods, to be changed by the warehouse only', async () => {
    open({}, session(['inventory:read'], ['sales']));
    expect(await screen.findByText('Bia Sài Gòn')).toBeVisible();
    expect(
      within(await screen.findByRole('row', { name: /^kg/ })).getByText('Có phần lẻ'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: /Thêm|Sửa|Ngừng/ })).toBeNull();
  });
});

describe('a supplier', () => {
  it('is edited on the version that was read; what is wrong stands under its field', async () => {
    const { user, sent } = open({
      UpdateSupplier: (_, call) => {
        if (call === 0)
          throw new Refused('VALIDATION_ERROR', {
            fields: [{ path: 'tax_code', reason: 'malformed' }],
          });
        return { updateSupplier: { supplier: { __typename: 'Supplier', id: '1' } } };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Sửa Bia Sài Gòn' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.clear(dialog.getByLabelText(/Mã số thuế/));
    await user.type(dialog.getByLabelText(/Mã số thuế/), '03-5');
    await user.clear(dialog.getByLabelText(/Điện thoại/));
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    expect(await dialog.findByText('Chưa đúng dạng.')).toBeVisible();
    await user.clear(dialog.getByLabelText(/Mã số thuế/));
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    expect(await screen.findByText('Đã lưu Bia Sài Gòn')).toBeVisible();
    expect(inputOf(sent, 'UpdateSupplier')).toMatchObject({
      supplierId: '1',
      version: '2',
      name: 'Bia Sài Gòn',
      phone: null,
      address: '187 Nguyễn Chí Thanh',
      taxCode: null,
    });
    await waitFor(() =>
      expect(sent.filter(({ operation }) => operation === 'SupplierList')).toHaveLength(2),
    );
  });

  it('is added by its name alone', async () => {
    const { user, sent } = open({
      SupplierList: () => suppliers(),
      AddSupplier: () => ({ createSupplier: { supplier: { __typename: 'Supplier', id: '9' } } }),
    });
    expect(await screen.findByText('Chưa có nhà cung cấp.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Thêm nhà cung cấp' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Thêm nhà cung cấp' }));
    expect(dialog.getByText('Chưa nhập.')).toBeVisible();
    await user.type(dialog.getByLabelText('Tên nhà cung cấp'), 'Vinamilk');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Đã lưu Vinamilk')).toBeVisible();
    expect(inputOf(sent, 'AddSupplier')).toMatchObject({
      name: 'Vinamilk',
      phone: null,
      address: null,
      taxCode: null,
    });
  });

  it('is taken out of use with what follows, and put back with why it was', async () => {
    let isActive = true;
    const { user, sent } = open({
      SupplierList: () =>
        suppliers(supplier({ isActive, inactiveReason: isActive ? null : 'Giao trễ' })),
      DeactivateSupplier: () => {
        isActive = false;
        return { deactivateSupplier: { supplier: { __typename: 'Supplier', id: '1' } } };
      },
      ActivateSupplier: () => {
        isActive = true;
        return { activateSupplier: { supplier: { __typename: 'Supplier', id: '1' } } };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Ngừng: Bia Sài Gòn' }));
    expect(screen.getByText(/Không chọn được trên phiếu nhập mới/)).toBeVisible();
    await user.type(screen.getByLabelText(/Lý do/), 'Giao trễ');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Ngừng' }));
    expect(await screen.findByText('Đã ngừng hợp tác với Bia Sài Gòn')).toBeVisible();
    expect(inputOf(sent, 'DeactivateSupplier')).toMatchObject({
      supplierId: '1',
      version: '2',
      reason: 'Giao trễ',
    });
    await user.click(await screen.findByRole('button', { name: 'Hợp tác lại: Bia Sài Gòn' }));
    expect(screen.getByText('Đã ngừng vì: Giao trễ')).toBeVisible();
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', { name: 'Hợp tác lại' }),
    );
    await waitFor(() =>
      expect(inputOf(sent, 'ActivateSupplier')).toMatchObject({ supplierId: '1', version: '2' }),
    );
  });
});

describe('a unit', () => {
  it('says how many items change with it, and keeps its decimals while an item has some', async () => {
    const { user, sent } = open({
      UpdateUnit: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'is_decimal', reason: 'has_decimals', value: 'GAO-ST25' }],
        });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Sửa đơn vị kg' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.clear(dialog.getByLabelText('Tên đơn vị'));
    await user.type(dialog.getByLabelText('Tên đơn vị'), 'ký');
    expect(dialog.getByText(/^4 mặt hàng dùng đơn vị này đổi theo/)).toBeVisible();
    await user.click(dialog.getByRole('checkbox', { name: /phần lẻ/ }));
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    expect(
      await dialog.findByText('Mặt hàng GAO-ST25 đã có số lượng lẻ, nên đơn vị này giữ phần lẻ.'),
    ).toBeVisible();
    expect(inputOf(sent, 'UpdateUnit')).toMatchObject({
      unitId: '7',
      version: '3',
      name: 'ký',
      isDecimal: false,
    });
  });

  it('is added, and a name that is taken is said so', async () => {
    const { user, sent } = open({
      CreateUnit: (_, call) => {
        if (call === 0)
          throw new Refused('VALIDATION_ERROR', {
            fields: [{ path: 'name', reason: 'taken', value: 'kg' }],
          });
        return { createUnit: { unit: { __typename: 'Unit', id: '8' } } };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Thêm đơn vị' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Tên đơn vị'), 'kg');
    await user.click(dialog.getByRole('button', { name: 'Thêm đơn vị' }));
    expect(await dialog.findByText('Đã có rồi.')).toBeVisible();
    await user.clear(dialog.getByLabelText('Tên đơn vị'));
    await user.type(dialog.getByLabelText('Tên đơn vị'), 'thùng');
    await user.click(dialog.getByRole('button', { name: 'Thêm đơn vị' }));
    expect(await screen.findByText('Đã lưu thùng')).toBeVisible();
    expect(inputOf(sent, 'CreateUnit')).toMatchObject({ name: 'thùng', isDecimal: false });
  });
});
