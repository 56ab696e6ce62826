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
  sending: 'Sending',
  toSignIn: 'To the sign-in page',
  emailNeeded: 'Enter the e-mail.',
  passwordNeeded: 'Enter the password.',
  failed: 'Signing in failed.',
  noConnection: 'There is no connection to the server. Check the network and try again.',
  traceId: 'Error id {{traceId}}',
  locked: 'Too many failed attempts: you have to wait.',
  lockedFor: 'Try again in {{time}}.',
  demo: {
    title: 'Trial with demo data',
    text:
      'Click an account to fill in its e-mail. The shared password is printed when the '
      + 'system starts.',
    fill: 'Fill in the {{role}} account',
  },
  again: {
    title: 'Your session has ended',
    text: 'Sign in again to go on. What you were typing is kept.',
    leave: 'To the sign-in page',
    other: 'This account is not {{email}}. Sign in with the account you were working with.',
  },
  code: {
    title: 'Two-step verification',
    lead: 'The password is right. One more step.',
    label: 'Code',
    hint: 'The 6 digits in your authenticator app.',
    missing: 'Enter all 6 digits.',
    wrong: 'The code is wrong or was used. Enter the next one in the app.',
    recoveryLabel: 'Recovery code',
    recoveryHint: 'One of the ten codes you saved when you switched this on. Each works once.',
    recoveryMissing: 'Enter a recovery code.',
    recoveryWrong: 'The recovery code is wrong or was used.',
    useRecovery: 'Use a recovery code',
    useApp: 'Use the code in the app',
    back: 'Back',
    submit: 'Confirm',
    busy: 'Checking',
    overdue: 'The second step took too long. Enter the password again.',
  },
  proof: {
    title: 'Confirm that it is you',
    text: 'This matters enough to ask for a fresh proof. What you were typing is kept.',
    cancel: 'Back',
  },
  newPassword: {
    label: 'New password',
    length: '{{count}} of {{least}} characters',
    enough: '{{count}} characters, long enough',
    reason: {
      required: 'Enter the password.',
      too_short: 'At least 12 characters are needed.',
      too_long: '200 characters at most.',
      too_common: 'This password is so common that it is easy to guess. Choose another.',
      is_own_name: 'The password must not be your name or e-mail.',
      unchanged: 'The new password is the one in use.',
      wrong: 'The current password is wrong.',
      other: 'This password is not accepted.',
    },
  },
  forgot: {
    link: 'Forgot the password?',
    title: 'Forgotten password',
    lead: 'Enter your e-mail to get a link for a new password.',
    submit: 'Send the link',
    doneTitle: 'Look into your mailbox',
    done:
      'If {{email}} has an account, a link for a new password is on its way there. It works '
      + 'once, for 30 minutes.',
    notThere: 'If no mail comes, look into the spam folder, and check the e-mail above.',
    again: 'Enter another e-mail',
  },
  setPassword: {
    title: 'Set the password',
    lead:
      '{{least}} characters or more. A sentence of your own is easiest to remember; no '
      + 'capitals or signs are needed.',
    doneTitle: 'The password is set',
    done: 'All earlier sessions have ended. Sign in with the new password.',
    expiredTitle: 'This link no longer works',
    expired: 'The link was used, replaced by a newer one, or is too old.',
    newLink: 'Send a new link',
  },
  register: {
    link: 'New agency? Register',
    title: 'Register as an agency',
    lead:
      'A manager looks at it before there is an account. Once it is approved, a link to set '
      + 'a password comes by e-mail.',
    submit: 'Send',
    pick: 'Choose a territory',
    loadFailed: 'The list of territories could not be loaded.',
    retry: 'Try again',
    doneTitle: 'Your registration is sent',
    done:
      'A manager will look at the registration of {{name}}. Once it is approved, a link to '
      + 'set a password goes to {{email}}.',
    field: {
      name: 'Name of the agency',
      representative: 'Representative',
      phone: 'Phone',
      email: 'E-mail',
      district_id: 'Territory',
      ward: 'Ward',
      address: 'Address',
      tax_code: 'Tax code',
    },
    reason: {
      required: 'Nothing entered yet.',
      too_long: 'Too long.',
      malformed: 'Not in the right form.',
      unknown: 'No longer on the list.',
      other: 'This value is not accepted.',
    },
  },
};
