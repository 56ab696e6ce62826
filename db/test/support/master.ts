// Master data a test needs beyond the classic preset. Committed: each file of tests has its own
// database.
import type { TestDatabase } from './database.ts';

export interface NewAgency {
  code: string;
  name?: string;
  type?: 'Loại 1' | 'Loại 2';
  status?: 'pending' | 'active' | 'rejected' | 'blocked' | 'terminated';
  receptionDate?: string;
  /** Own debt limit in đồng, and the days from today until which it holds. */
  debtLimit?: number;
  debtLimitDays?: number;
}

export async function addAgency(db: TestDatabase, agency: NewAgency): Promise<void> {
  const own = agency.debtLimit !== undefined;
  await db.query(
    `insert into agency.agency (code, name, agency_type_id, district_id, reception_date, status,
      status_reason,
       own_debt_limit, own_debt_limit_reason, own_debt_limit_until)
     select $1, $2, t.id, d.id, $3, $4,
       case when $4 in ('rejected', 'blocked', 'terminated') then 'Theo yêu cầu' end, $5, $6,
       config.business_date() + $7::integer
     from agency.agency_type as t cross join agency.district as d
     where t.name = $8 and d.name = 'Quận 1'`,
    [
      agency.code,
      agency.name ?? `Đại lý ${agency.code}`,
      agency.receptionDate ?? '2024-01-15',
      agency.status ?? 'active',
      agency.debtLimit ?? null,
      own ? 'Khách lâu năm' : null,
      own ? (agency.debtLimitDays ?? 30) : null,
      agency.type ?? 'Loại 1',
    ],
  );
}

export interface NewItem {
  sku: string;
  name?: string;
  unit?: 'Thùng' | 'Chai' | 'Kg';
  importPrice: number;
  /** Opening stock, none when left out. */
  stock?: number;
  stockSince?: string;
  barcode?: string;
  isActive?: boolean;
}

export async function addItem(db: TestDatabase, item: NewItem): Promise<void> {
  await db.query(
    `insert into inventory.item (sku, item_name, unit_id, import_price, barcode, is_active)
     select $1, $2, u.id, $3, $4, $5 from inventory.unit as u where u.name = $6`,
    [
      item.sku,
      item.name ?? `Hàng ${item.sku}`,
      item.importPrice,
      item.barcode ?? null,
      item.isActive ?? true,
      item.unit ?? 'Thùng',
    ],
  );
  if (item.stock === undefined) return;
  await db.commitAs('admin', (me) =>
    me.query(
      `select inventory.open_stock(array[row(i.id, $2, false)::inventory.issue_line], $3)
     from inventory.item as i where i.sku = $1`,
      [item.sku, item.stock, item.stockSince ?? '2024-01-01'],
    ),
  );
}
