/** Every address of the interface. Nothing else spells one. */
export const paths = {
  signIn: '/dang-nhap',
  forgotPassword: '/quen-mat-khau',
  setPassword: '/dat-mat-khau',
  register: '/dang-ky',
  overview: '/',
  queue: '/cho-duyet',
  issues: '/phieu-xuat',
  newIssue: '/phieu-xuat/new',
  issue: '/phieu-xuat/:id',
  items: '/mat-hang',
  newItem: '/mat-hang/new',
  item: '/mat-hang/:id',
  editItem: '/mat-hang/:id/sua',
  receipts: '/phieu-nhap',
  newReceipt: '/phieu-nhap/new',
  receipt: '/phieu-nhap/:id',
  issueReturns: '/phieu-tra',
  issueReturn: '/phieu-tra/:id',
  stockCounts: '/kiem-ke',
  newStockCount: '/kiem-ke/new',
  tallySheet: '/kiem-ke/phieu-dem',
  stockCount: '/kiem-ke/:id',
  stockCatalog: '/danh-muc-kho',
  periods: '/khoa-so',
  agencies: '/dai-ly',
  newAgency: '/dai-ly/new',
  agency: '/dai-ly/:id',
  editAgency: '/dai-ly/:id/sua',
  statement: '/dai-ly/:id/so-chi-tiet',
  payments: '/phieu-thu',
  newPayment: '/phieu-thu/new',
  payment: '/phieu-thu/:id',
  cashInHand: '/tien-cho-nop',
  refunds: '/phieu-chi',
  newRefund: '/phieu-chi/new',
  refund: '/phieu-chi/:id',
  adjustments: '/dieu-chinh-cong-no',
  newAdjustment: '/dieu-chinh-cong-no/new',
  adjustment: '/dieu-chinh-cong-no/:id',
  letters: '/doi-chieu',
  notifications: '/thong-bao',
  regulations: '/quy-dinh',
  company: '/cong-ty',
  catalog: '/danh-muc',
  changes: '/nhat-ky',
  refusals: '/bi-tu-choi',
  invariants: '/bat-bien',
  users: '/nguoi-dung',
  account: '/tai-khoan',
  failedJobs: '/viec-loi',
  reports: '/bao-cao',
  report: '/bao-cao/:report',
  exports: '/tep-da-xuat',
  imports: '/nhap-tep',
  import: '/nhap-tep/:id',
} as const;

export const issuePath = (id: string) => paths.issue.replace(':id', encodeURIComponent(id));

export const itemPath = (id: string) => paths.item.replace(':id', encodeURIComponent(id));

export const editItemPath = (id: string) => paths.editItem.replace(':id', encodeURIComponent(id));

export const receiptPath = (id: string) => paths.receipt.replace(':id', encodeURIComponent(id));

export const issueReturnPath = (id: string) =>
  paths.issueReturn.replace(':id', encodeURIComponent(id));

export const stockCountPath = (id: string) =>
  paths.stockCount.replace(':id', encodeURIComponent(id));

export const agencyPath = (id: string) => paths.agency.replace(':id', encodeURIComponent(id));

export const editAgencyPath = (id: string) =>
  paths.editAgency.replace(':id', encodeURIComponent(id));

export const statementPath = (id: string) => paths.statement.replace(':id', encodeURIComponent(id));

export const reportPath = (report: string) => paths.report.replace(':report', report);

/** Where a file that was made is fetched; no page of the interface. */
export const exportFilePath = (id: string) => `/api/v1/exports/${encodeURIComponent(id)}`;

/** The same, for a browser to show: a PDF opens instead of being kept. */
export const shownFilePath = (id: string) => `${exportFilePath(id)}?view`;

export const importPath = (id: string) => paths.import.replace(':id', encodeURIComponent(id));

export const newImportPath = (what: string) => `${paths.imports}?loai=${encodeURIComponent(what)}`;

/** Where a piece of a file that comes in goes; no page of the interface. */
export const importBytesPath = (id: string, seq: number) =>
  `/api/v1/imports/${encodeURIComponent(id)}/bytes/${seq}`;

/** Where an empty file with the right heads is fetched; no page of the interface. */
export const importTemplatePath = (what: string, language: string) =>
  `/api/v1/imports/templates/${encodeURIComponent(what)}?language=${language}`;

export const newIssuePath = (agencyId: string) =>
  `${paths.newIssue}?dai-ly=${encodeURIComponent(agencyId)}`;

/** Where a cancelled slip is written anew. */
export const issueAgainPath = (id: string) => `${paths.newIssue}?thay=${encodeURIComponent(id)}`;

/** Where a slip is written with the goods of another. */
export const likeIssuePath = (id: string) => `${paths.newIssue}?nhu=${encodeURIComponent(id)}`;

/** Where a dealer asks anew for what was asked for. */
export const reviseIssuePath = (id: string) => `${paths.newIssue}?sua=${encodeURIComponent(id)}`;

export const paymentPath = (id: string) => paths.payment.replace(':id', encodeURIComponent(id));

export const newPaymentPath = (agencyId: string) =>
  `${paths.newPayment}?dai-ly=${encodeURIComponent(agencyId)}`;

export const refundPath = (id: string) => paths.refund.replace(':id', encodeURIComponent(id));

export const newRefundPath = (agencyId: string) =>
  `${paths.newRefund}?dai-ly=${encodeURIComponent(agencyId)}`;

export const adjustmentPath = (id: string) =>
  paths.adjustment.replace(':id', encodeURIComponent(id));

/** Of an agency, and of the document that it corrects when that is known. */
export const newAdjustmentPath = (
  agencyId: string,
  corrects: { openingDebtId?: string; issueId?: string } = {},
) => {
  const { openingDebtId, issueId } = corrects;
  const document = openingDebtId
    ? `&so-dau=${encodeURIComponent(openingDebtId)}`
    : issueId
      ? `&phieu=${encodeURIComponent(issueId)}`
      : '';
  return `${paths.newAdjustment}?dai-ly=${encodeURIComponent(agencyId)}${document}`;
};

/** Where to sign in, and where to go on to afterwards. */
export function signInPath(next: string) {
  return next === '/' ? paths.signIn : `${paths.signIn}?next=${encodeURIComponent(next)}`;
}

/** The `next` of a sign-in address, only when it stays on this site. */
export function nextPath(search: string) {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const url = URL.parse(next, window.location.origin);
  if (url?.origin !== window.location.origin || !next.startsWith('/')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}

/** Of one kind of work that waits. */
export const queuePath = (work: string) => `${paths.queue}?viec=${encodeURIComponent(work)}`;

/** Agencies whose debt comes near its limit, or passes it. */
export const nearLimitPath = `${paths.agencies}?trang-thai=near`;
