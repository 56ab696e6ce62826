import type { vi } from './vi.ts';

export const en: typeof vi & { agencyCount_one: string } = {
  many: 'Users',
  search: 'Search name, e-mail, phone',
  empty: 'There are no users yet.',
  noneFound: 'No user matches.',
  name: 'Full name',
  email: 'E-mail',
  phone: 'Phone',
  language: 'Language',
  languages: { vi: 'Vietnamese', en: 'English' },
  roles: 'Roles',
  noRoles: 'No role yet',
  agencies: 'Agencies',
  agencyCount_one: '{{count}} agency',
  agencyCount_other: '{{count}} agencies',
  factor: {
    name: 'Two-step verification',
    on: 'Two steps',
    off: 'Password only',
    missing: 'Required, not on yet',
  },
  lastSignedIn: 'Signed in {{ago}}',
  neverSignedIn: 'Never signed in',
  state: 'State',
  acts: 'Actions',
  add: 'Add user',
  saved: '{{name}} is saved',
  noPassword: 'A new user has no password and cannot sign in yet.',
  edit: { verb: 'Edit', title: 'Edit {{name}}' },
  setRoles: {
    verb: 'Roles',
    title: 'Roles of {{name}}',
    submit: 'Save roles',
    text: 'Rights that are taken away end at once. You can grant only what you hold yourself.',
  },
  assign: {
    verb: 'Agencies',
    title: 'Agencies of {{name}}',
    submit: 'Save agencies',
    pick: 'Add an agency',
    none: 'No agency yet.',
    remove: 'Remove agency {{name}}',
  },
  deactivate: {
    verb: 'Deactivate',
    title: 'Deactivate the account of {{name}}?',
    done: 'The account of {{name}} is deactivated',
    text:
      'Their session ends at once and they cannot sign in again. Recorded documents keep '
      + 'their name.',
  },
  reactivate: {
    verb: 'Reactivate',
    title: 'Reactivate {{name}}?',
    done: '{{name}} can work again',
    text: 'They sign in with the roles and agencies they had. Deactivated because: {{reason}}',
  },
  resetFactor: {
    verb: 'Reset 2-step',
    submit: 'Take off the second step',
    title: 'Take off the second step of {{name}}?',
    done: 'The second step of {{name}} is taken off',
    check:
      'Do this only after meeting or calling the person: thieves like to say that they '
      + 'lost a phone.',
    text:
      'All their sessions end at once and their recovery codes stop working. The password '
      + 'alone then opens the account. They are told by mail.',
    textRequired:
      'All their sessions end at once and their recovery codes stop working. Their next '
      + 'sign-in takes the password alone, then they have to switch it on again. They are '
      + 'told by mail.',
  },
  roleFactor: {
    name: 'Two-step verification required',
    note: 'Nothing else works before it is on',
    of: 'Two-step verification required: {{name}}',
    on: 'Require',
    off: 'Stop requiring',
    onTitle: 'Require two-step verification of {{name}}?',
    offTitle: 'Stop requiring two-step verification of {{name}}?',
    onText:
      'Members who have none must switch it on at their next action, also in the middle '
      + 'of their work.',
    offText:
      'Those who have it keep it, and may switch it off when no other role of theirs asks for it.',
  },
  role: {
    add: 'Add role',
    title: 'Edit role {{name}}',
    edit: 'Edit',
    matrix: 'Rights of each role',
    scope: 'Right',
    has: 'Yes',
    hasNot: 'No',
    code: 'Code of the role',
    codeHint: 'Small letters, digits and underscores, such as stock_clerk.',
    nameVi: 'Vietnamese name',
    nameEn: 'English name',
    sees: 'Sees',
    scopes: 'Rights',
    now: 'The rights of everybody with this role change at once.',
    done: 'Role {{name}} is saved',
  },
};
