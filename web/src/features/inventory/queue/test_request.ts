import { lineTotal, sumDong } from '../../../lib/dong.ts';
import type { QueuedRequest } from './request_checks.ts';

interface Line {
  id: string;
  quantity: string;
  stock: string;
  itemId?: string;
  itemName?: string;
  isFree?: boolean;
  isActive?: boolean;
}

interface Wish {
  id?: string;
  requestCode?: string;
  name?: string;
  agencyId?: string;
  version?: string;
  status?: string;
  totalAmount?: string;
  lines?: readonly Line[];
  room?: object;
}

const PRICE = '1000000';

/** A request as the queue reads it, of an agency with room for it and goods that are there. */
export const queuedRequest = ({
  id = '148',
  requestCode = `YC-2026-000${id}`,
  name = 'Đại lý Minh Phát',
  agencyId = '2',
  version = '1',
  status = 'requested',
  lines = [{ id: '1', quantity: '2.000', stock: '286.000' }],
  totalAmount = sumDong(lines.map(({ quantity }) => lineTotal(quantity, PRICE))),
  room = {},
}: Wish) =>
  ({
    __typename: 'Issue',
    id,
    requestCode,
    version,
    status,
    issueDate: '2026-11-29',
    createdAt: '2026-11-29T09:20:00Z',
    requestedAt: '2026-11-29T09:20:00Z',
    wantedDate: null,
    note: null,
    reason: null,
    totalAmount,
    room: {
      __typename: 'IssueHeadroomAnswer',
      agencyId,
      currentDebt: '1000000',
      limit: '10000000',
      wouldBe: '3000000',
      shortBy: '0',
      available: '9000000',
      overdue: null,
      ...room,
    },
    agency: {
      __typename: 'Agency',
      id: agencyId,
      code: `DL000${agencyId}`,
      name,
      agencyType: { __typename: 'AgencyType', id: '1', name: 'Cấp 1' },
      district: { __typename: 'District', id: '1', name: 'Quận 1' },
    },
    issueDetails: {
      __typename: 'IssueDetailConnection',
      nodes: lines.map((line, index) => ({
        __typename: 'IssueDetail',
        id: line.id,
        lineNo: index + 1,
        quantity: line.quantity,
        isFree: line.isFree ?? false,
        unitPrice: PRICE,
        lineTotal: lineTotal(line.quantity, PRICE),
        item: {
          __typename: 'Item',
          id: line.itemId ?? line.id,
          sku: `MH00${line.id}`,
          itemName: line.itemName ?? `Mặt hàng ${line.id}`,
          isActive: line.isActive ?? true,
          stockQuantity: line.stock,
          unit: { __typename: 'Unit', id: '1', name: 'Thùng' },
        },
      })),
    },
  }) as QueuedRequest;
