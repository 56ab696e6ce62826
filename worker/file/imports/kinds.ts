/** Functions of the contexts that know what is in a file: rows of file.import_kind. */
export const kinds: Readonly<Record<string, { check: string; apply: string }>> = {
  agencies: { check: 'agency.check_imported_agencies', apply: 'agency.apply_imported_agencies' },
  items: { check: 'inventory.check_imported_items', apply: 'inventory.apply_imported_items' },
  opening_stock: {
    check: 'inventory.check_imported_opening_stock',
    apply: 'inventory.apply_imported_opening_stock',
  },
  opening_debt: {
    check: 'finance.check_imported_opening_debts',
    apply: 'finance.apply_imported_opening_debts',
  },
  receipts: {
    check: 'inventory.check_imported_receipts',
    apply: 'inventory.apply_imported_receipts',
  },
};
