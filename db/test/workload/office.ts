// Makers of commands of the office: regulations, switches, people and their rights.
import { about, edit, reasonFor, type Maker } from './maker.ts';
import { daysAgo, pick, whole, type World } from './world.ts';

const scopes = ['agency:read', 'inventory:read', 'finance:read', 'report:read', 'profile:read'];
const someScopes = (world: World): string[] => scopes.filter(() => world.random() < 0.6);

export const office: Record<string, Maker> = {
  // from a day to come, or everybody's prices would change under the others
  'config.set_regulation': {
    weight: 0.3,
    people: ['admin'],
    remember: ['regulation'],
    make: (world) => ({
      key: pick(world, ['EXPORT_PRICE_RATIO', 'LOW_STOCK_THRESHOLD', 'DEBT_ALERT_PERCENT']),
      value: pick(world, ['1.03', '2', '50']),
      valid_from: daysAgo(world, -whole(world, 1, 900)),
      ...reasonFor(world),
    }),
  },
  'config.withdraw_regulation': {
    weight: 0.1,
    people: ['admin'],
    make: about('regulation', 'regulation_version_id', reasonFor),
  },
  'config.set_feature_flag': {
    weight: 0.2,
    people: ['admin'],
    remember: ['flag'],
    make: (world) => ({
      key: 'agency_requests',
      is_on: world.random() < 0.7,
      version: world.pools.flag.versionOf(
        world.pools.flag.any(world.random) ?? { id: '', itemIds: [] },
      ),
    }),
  },
  'config.update_company_profile': {
    weight: 0.2,
    people: ['admin'],
    remember: ['profile'],
    make: (world) => {
      const newest = world.pools.profile.recent(world.random, 1);
      return {
        version: newest ? world.pools.profile.versionOf(newest) : null,
        name: `Công ty ${whole(world, 1, 1e9)}`,
        bank_bin: pick(world, ['970436', '970405']),
        bank_account: '0071000123456',
      };
    },
  },
  'finance.create_letters': {
    weight: 0.1,
    people: ['accountant', 'admin'],
    make: (world) => ({ month: daysAgo(world, pick(world, [0, 40])) }),
  },
  'finance.answer_letter': {
    weight: 0.1,
    people: ['accountant', 'admin'],
    make: about('regulation', 'balance_letter_id', (world) => ({
      answered_date: daysAgo(world, 0),
      is_agreed: world.random() < 0.8,
      note: 'Theo bản đã ký',
    })),
    onlyRefused: 'letters of the day are told as their number, so nobody knows one',
  },
  'auth.create_user': {
    weight: 0.3,
    people: ['admin'],
    remember: ['user'],
    make: (world) => ({
      email: `nguoi${whole(world, 1, 1e9)}@example.com`,
      full_name: 'Người Mới',
      role_codes: [pick(world, ['sales', 'warehouse', 'accountant', 'auditor'])],
    }),
  },
  'auth.update_user': {
    weight: 0.3,
    people: ['admin'],
    remember: ['user'],
    make: edit('user', 'user_id', (world) => ({ full_name: `Người ${whole(world, 1, 1e6)}` })),
  },
  'auth.deactivate_user': {
    weight: 0.2,
    people: ['admin'],
    remember: ['user'],
    make: edit('user', 'user_id', reasonFor),
  },
  'auth.reactivate_user': {
    weight: 0.2,
    people: ['admin'],
    remember: ['user'],
    make: edit('user', 'user_id'),
  },
  'auth.reset_second_factor': {
    weight: 0.1,
    people: ['admin'],
    remember: ['protected'],
    make: edit('protected', 'user_id', reasonFor),
  },
  'auth.set_user_roles': {
    weight: 0.2,
    people: ['admin'],
    remember: ['user'],
    make: edit('user', 'user_id', (world) => ({
      role_codes: [pick(world, ['sales', 'manager', 'auditor'])],
    })),
  },
  'auth.assign_agencies': {
    weight: 0.2,
    people: ['admin'],
    remember: ['user'],
    make: about('user', 'user_id', (world) => ({
      agency_ids: [world.pools.customer.any(world.random)?.id],
    })),
  },
  'auth.create_role': {
    weight: 0.2,
    people: ['admin'],
    remember: ['role'],
    make: (world) => ({
      code: `vai_tro_${whole(world, 1, 1e9)}`,
      name_vi: 'Vai trò mới',
      name_en: 'New role',
      database_role: 'sodaily_user',
      scopes: someScopes(world),
    }),
  },
  'auth.set_role_second_factor': {
    weight: 0.1,
    people: ['admin'],
    remember: ['role'],
    make: edit('role', 'role_id', (world) => ({ is_required: world.random() < 0.5 })),
  },
  'notification.set_preference': {
    weight: 0.2,
    people: ['admin', 'sales', 'warehouse', 'agency'],
    make: (world) => ({
      kind: pick(world, ['issue_created', 'low_stock']),
      is_in_app: world.random() < 0.7,
      is_by_mail: world.random() < 0.3,
    }),
  },
  'notification.remind_agency': {
    weight: 0.2,
    people: ['sales', 'manager'],
    make: (world) => ({ agency_id: world.pools.customer.any(world.random)?.id }),
    onlyRefused: 'nothing is overdue on the day that slips are written',
  },
  'notification.retry_job': { weight: 0.1, people: ['admin'], make: about('deadJob', 'job_key') },
  'notification.discard_job': {
    weight: 0.1,
    people: ['admin'],
    make: about('deadJob', 'job_key', reasonFor),
  },
  'file.start_export': {
    // not the warehouse, whose jobs that may run at once are for applying files: no worker ends any
    // here
    weight: 0.3,
    people: ['sales', 'accountant'],
    make: (world) => ({
      what: pick(world, ['agencies', 'items', 'issues']),
      format: pick(world, ['xlsx', 'csv', 'pdf']),
    }),
  },
  'file.start_import': {
    weight: 0.2,
    people: ['warehouse', 'accountant'],
    make: (world) => ({
      what: pick(world, ['items', 'receipts', 'opening_debt']),
      file_name: `${whole(world, 1, 1e6)}.xlsx`,
    }),
  },
  // of those that waited when the day began
  'file.apply_import': { weight: 0.2, people: ['warehouse'], make: about('import', 'import_id') },
  'file.read_import_again': {
    weight: 0.1,
    people: ['manager'],
    onlyRefused:
      'files belong to who brought them, whose jobs are for applying: no worker ends any',
    make: about('import', 'import_id'),
  },
  'file.choose_for_import': {
    weight: 0.1,
    people: ['manager'],
    onlyRefused:
      'files belong to who brought them, whose jobs are for applying: no worker ends any',
    make: about('import', 'import_id', () => ({ choice: 'zero_rows', way: 'leave_out' })),
  },
  'file.assign_import_names': {
    weight: 0.1,
    people: ['manager'],
    onlyRefused:
      'files belong to who brought them, whose jobs are for applying: no worker ends any',
    make: about('import', 'import_id', () => ({
      column_code: 'unit',
      names: {
        type: 'file.assigned_name',
        rows: [{ written: 'Thùng carton', name: 'Thùng', city: null }],
      },
    })),
  },
  'file.check_import_again': {
    weight: 0.1,
    people: ['manager'],
    onlyRefused:
      'files belong to who brought them, whose jobs are for applying: no worker ends any',
    make: about('import', 'import_id'),
  },
  'file.cancel_long_job': {
    weight: 0.2,
    people: ['manager'],
    make: about('longJob', 'long_job_id'),
  },
  'auth.update_role': {
    weight: 0.2,
    people: ['admin'],
    remember: ['role'],
    make: edit('role', 'role_id', (world) => ({
      name_vi: `Vai trò ${whole(world, 1, 1e6)}`,
      name_en: 'Role',
      scopes: someScopes(world),
    })),
  },
};
