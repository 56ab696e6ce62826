/** Logins that exist in demo mode only. */
export const demoAccounts = [
  'sales',
  'manager',
  'warehouse',
  'accountant',
  'auditor',
  'agency',
  'admin',
] as const;

export const demoEmail = (role: string) => `${role}@sodaily.test`;
