import type { vi } from './vi.ts';

/** English has singulars that Vietnamese lacks. */
type Texts = typeof vi & {
  factor: { codesLeft_one: string };
  sessions: { othersText_one: string };
};

export const en: Texts = {
  title: 'Password and security',
  refusals: 'What I was refused',
  password: {
    title: 'Change the password',
    current: 'Current password',
    new: 'New password',
    text: '12 characters or more. Your other sessions will end.',
    submit: 'Change the password',
    done: 'The password is changed',
    doneDetail: 'Your other sessions have ended.',
  },
  factor: {
    title: 'Two-step verification',
    on: 'On',
    off: 'Off',
    onText: 'Signing in takes the password and the 6 digits in your authenticator app.',
    offText:
      'When it is on, signing in also takes 6 digits from your phone, so that the '
      + 'password alone opens nothing.',
    codesLeft_one: '{{count}} recovery code is left.',
    codesLeft_other: '{{count}} recovery codes are left.',
    codesFew: 'Make new ones before they are gone.',
    required:
      'Your role asks for two-step verification, so it stays on. With a new or lost '
      + 'phone, ask another administrator to take it off, then switch it on again.',
    switchOn: 'Switch on two-step verification',
    switchOff: 'Switch off two-step verification',
    newCodes: 'Make new recovery codes',
    newCodesTitle: 'Make new recovery codes?',
    newCodesText: 'Ten new codes take the place of the old ones, which stop working at once.',
    offTitle: 'Switch off two-step verification?',
    offConsequence:
      'From now on the password alone opens your account. The recovery codes stop working.',
    offDone: 'Two-step verification is off',
  },
  enrol: {
    scan: 'Scan with an authenticator app',
    scanText:
      'Open Google Authenticator, Microsoft Authenticator or the like on your phone, add '
      + 'an account and scan.',
    qr: 'QR code of the key',
    byHand: 'Cannot scan? Type this key into the app:',
    open: 'Open the app',
    type: 'Type the code that the app shows',
    confirm: 'Switch on',
  },
  codes: {
    title: 'Recovery codes',
    ready: 'Keep these ten recovery codes',
    text:
      'Without your phone, one of them does instead of the 6 digits, each once. They are '
      + 'shown only now.',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'Not copied',
    download: 'Download',
    print: 'Print',
    kept: 'I have kept them',
    fileTitle: 'Recovery codes of Sổ Đại Lý',
    fileName: 'so-dai-ly-recovery-codes.txt',
    of: '{{email}}, {{date}}. Each code works once.',
  },
  gate: {
    title: 'Switch on two-step verification to go on',
    text:
      'Your role can do what affects the whole system, so signing in also takes a code from '
      + 'your phone. This takes about a minute.',
    again:
      'Your two-step verification was switched on after this session began. Sign in again '
      + 'with the code in the app to go on.',
  },
  sessions: {
    title: 'Where you are signed in',
    current: 'This session',
    browserOn: '{{browser}} on {{system}}',
    unknown: 'Unknown browser',
    used: 'last used {{ago}}',
    since: 'signed in {{moment}}',
    end: 'End',
    endTitle: 'End the session of {{browser}}?',
    endText: 'That device has to sign in again. What is typed there and not sent may be lost.',
    endDone: 'The session of {{browser}} has ended',
    others: 'Sign out everywhere else',
    othersTitle: 'Sign out everywhere else?',
    othersText_one: '{{count}} other session ends at once. This one stays.',
    othersText_other: '{{count}} other sessions end at once. This one stays.',
    othersDone: 'Signed out everywhere else',
  },
};
