/** The texts of the page by what shows them, fetched with the first route that does. */
export const texts = {
  account: () => import('../features/auth/account/texts/index.ts'),
  agency: () => import('../features/agency/texts/index.ts'),
  audit: () => import('../features/audit/texts/index.ts'),
  auth: () => import('../features/auth/texts/index.ts'),
  company: () => import('../features/config/company/texts/index.ts'),
  config: () => import('../features/config/texts/index.ts'),
  export: () => import('../components/export_texts/index.ts'),
  finance: () => import('../features/finance/texts/index.ts'),
  form: () => import('../components/form_texts/index.ts'),
  imports: () => import('../features/file/imports/texts/index.ts'),
  inventory: () => import('../features/inventory/texts/index.ts'),
  list: () => import('../components/list/texts/index.ts'),
  notification: () => import('../features/notification/texts/index.ts'),
  overview: () => import('../features/overview/texts/index.ts'),
  people: () => import('../features/auth/users/texts/index.ts'),
  queue: () => import('../components/queue/texts/index.ts'),
  report: () => import('../features/report/texts/index.ts'),
  stockCatalog: () => import('../features/inventory/catalog/texts/index.ts'),
};

export type TextName = keyof typeof texts;

export const loadTexts = (names: readonly TextName[]) =>
  Promise.all(names.map((name) => texts[name]()));
