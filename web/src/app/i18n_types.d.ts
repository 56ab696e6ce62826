import 'i18next';
import type { vi as account } from '../features/auth/account/texts/vi.ts';
import type { vi as agency } from '../features/agency/texts/vi.ts';
import type { vi as audit } from '../features/audit/texts/vi.ts';
import type { vi as auth } from '../features/auth/texts/vi.ts';
import type { vi as exported } from '../components/export_texts/vi.ts';
import type { vi as form } from '../components/form_texts/vi.ts';
import type { vi as questions } from '../components/questions/texts/vi.ts';
import type { vi as config } from '../features/config/texts/vi.ts';
import type { vi as imports } from '../features/file/imports/texts/vi.ts';
import type { vi as people } from '../features/auth/people/texts/vi.ts';
import type { vi as adjustment } from '../features/finance/texts/adjustment_vi.ts';
import type { vi as refund } from '../features/finance/texts/refund_vi.ts';
import type { vi as finance } from '../features/finance/texts/vi.ts';
import type { vi as goods } from '../features/inventory/texts/goods_vi.ts';
import type { vi as stockCatalog } from '../features/inventory/catalog/texts/vi.ts';
import type { vi as inventory } from '../features/inventory/texts/vi.ts';
import type { vi as notification } from '../features/notification/texts/vi.ts';
import type { vi as overview } from '../features/overview/texts/vi.ts';
import type { vi as report } from '../features/report/texts/vi.ts';
import type { vi as common } from '../lib/texts/vi.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      account: typeof account;
      adjustment: typeof adjustment;
      agency: typeof agency;
      audit: typeof audit;
      auth: typeof auth;
      common: typeof common;
      config: typeof config;
      export: typeof exported;
      finance: typeof finance;
      goods: typeof goods;
      form: typeof form;
      imports: typeof imports;
      inventory: typeof inventory;
      notification: typeof notification;
      overview: typeof overview;
      people: typeof people;
      refund: typeof refund;
      questions: typeof questions;
      report: typeof report;
      stockCatalog: typeof stockCatalog;
    };
  }
}
