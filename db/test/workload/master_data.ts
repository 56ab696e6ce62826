// Makers of commands on master data: items, units, suppliers, types, territories, agencies' files.
import { edit, leaders, reasonFor, type Maker } from './maker.ts';
import { daysAgo, pick, whole, type World } from './world.ts';

const keepers = ['warehouse', 'admin'] as const;
const name = (world: World, what: string): string => `${what} ${whole(world, 1, 1e9)}`;
const typeAndTerritory = (world: World) => ({
  agency_type_id: world.pools.type.any(world.random)?.id,
  district_id: world.pools.district.any(world.random)?.id,
});
const unitOf = (world: World): string | undefined => world.pools.unit.recent(world.random, 1)?.id;

export const masterData: Record<string, Maker> = {
  'inventory.create_unit': {
    weight: 0.2,
    people: keepers,
    remember: ['unit'],
    make: (world) => ({ name: name(world, 'Đơn vị').slice(0, 30) }),
  },
  'inventory.update_unit': {
    weight: 0.2,
    people: keepers,
    remember: ['unit'],
    make: edit('unit', 'unit_id', (world) => ({
      name: name(world, 'Đơn vị').slice(0, 30),
      is_decimal: world.random() < 0.3,
    })),
  },
  'inventory.create_item': {
    weight: 0.4,
    people: keepers,
    remember: ['item'],
    make: (world) => ({
      sku: `MOI${whole(world, 1, 1e9)}`,
      item_name: name(world, 'Hàng'),
      unit_id: unitOf(world),
      import_price: whole(world, 1, 500) * 1000,
    }),
  },
  'inventory.update_item': {
    weight: 0.4,
    people: keepers,
    remember: ['item'],
    make: edit('item', 'item_id', (world) => ({
      item_name: name(world, 'Hàng'),
      unit_id: unitOf(world),
      min_stock: whole(world, 0, 20),
    })),
  },
  'inventory.deactivate_item': {
    weight: 0.3,
    people: keepers,
    remember: ['item'],
    make: edit('item', 'item_id', reasonFor),
  },
  'inventory.activate_item': {
    weight: 0.3,
    people: keepers,
    remember: ['item'],
    make: edit('item', 'item_id'),
  },
  'inventory.update_supplier': {
    weight: 0.3,
    people: keepers,
    remember: ['supplier'],
    make: edit('supplier', 'supplier_id', (world) => ({ name: name(world, 'Nhà cung cấp') })),
  },
  'inventory.deactivate_supplier': {
    weight: 0.1,
    people: keepers,
    remember: ['supplier'],
    make: edit('supplier', 'supplier_id', reasonFor),
  },
  'inventory.activate_supplier': {
    weight: 0.3,
    people: keepers,
    remember: ['supplier'],
    make: edit('supplier', 'supplier_id'),
  },
  'agency.create_agency_type': {
    weight: 0.1,
    people: ['admin'],
    remember: ['type'],
    make: (world) => ({
      name: name(world, 'Loại'),
      debt_limit: whole(world, 8, 12) * 1_000_000,
      payment_term_days: pick(world, [null, 15, 45]),
    }),
  },
  'agency.update_agency_type': {
    weight: 0.2,
    people: ['admin'],
    remember: ['type'],
    make: edit('type', 'agency_type_id', (world) => ({
      name: name(world, 'Loại'),
      debt_limit: whole(world, 8, 12) * 1_000_000,
      payment_term_days: pick(world, [null, 0, 60]),
    })),
  },
  'agency.create_district': {
    weight: 0.2,
    people: ['admin'],
    remember: ['district'],
    make: (world) => ({ city: 'Cần Thơ', name: name(world, 'Địa bàn') }),
  },
  'agency.update_district': {
    weight: 0.2,
    people: ['admin'],
    remember: ['district'],
    make: edit('district', 'district_id', (world) => ({
      city: 'Cần Thơ',
      name: name(world, 'Địa bàn'),
      max_agencies: pick(world, [null, 3, 5, 20]),
    })),
  },
  'agency.update_agency': {
    weight: 0.8,
    people: leaders,
    remember: ['agency'],
    make: edit('customer', 'agency_id', (world) => ({
      name: name(world, 'Đại lý'),
      ...typeAndTerritory(world),
    })),
  },
  'agency.set_agency_debt_limit': {
    weight: 0.4,
    people: leaders,
    remember: ['agency'],
    make: edit('customer', 'agency_id', (world) => ({
      debt_limit: whole(world, 5, 20) * 1_000_000,
      until: daysAgo(world, -30),
      ...reasonFor(world),
    })),
  },
  'agency.set_agency_terms': {
    weight: 0.3,
    people: leaders,
    remember: ['agency'],
    make: edit('customer', 'agency_id', (world) => ({
      payment_term_days: pick(world, [null, 0, 7, 90]),
      block_overdue_days: pick(world, [null, null, 90]),
      max_open_slips: pick(world, [null, null, 20]),
      ...reasonFor(world),
    })),
  },
  'agency.clear_agency_debt_limit': {
    weight: 0.3,
    people: leaders,
    remember: ['agency'],
    make: edit('customer', 'agency_id', reasonFor),
  },
};
