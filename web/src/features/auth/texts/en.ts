import type { vi } from './vi.ts';

export const en: typeof vi = {
  title: 'Sign in',
  lead: 'Goods issued, stock and agency debt in one ledger.',
  email: 'E-mail',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  capsLock: 'Caps Lock is on.',
  submit: 'Sign in',
  busy: 'Signing in',
  emailNeeded: 'Enter the e-mail.',
  passwordNeeded: 'Enter the password.',
  failed: 'Signing in failed.',
  noConnection: 'There is no connection to the server. Check the network and try again.',
  traceId: 'Error id {{traceId}}',
  demo: {
    title: 'Trial with demo data',
    text: 'Click an account to fill in its e-mail. The shared password is printed when the system starts.',
    fill: 'Fill in the {{role}} account',
  },
  again: {
    title: 'Your session has ended',
    text: 'Sign in again to go on. What you were typing is kept.',
    leave: 'To the sign-in page',
    other: 'This account is not {{email}}. Sign in with the account you were working with.',
  },
};
