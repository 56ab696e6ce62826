import type { vi } from './vi.ts';

export const en: typeof vi = {
  where: {
    everywhere: 'On every page',
    document: 'While writing a document',
    form: 'While filling in a form',
    queue: 'While deciding',
  },
  does: {
    palette: 'Search or go to',
    newIssue: 'New issue slip',
    search: 'To the search field',
    close: 'Close a dialog',
    help: 'Show the shortcuts',
    next: 'On to the next field, the next line',
    removeLine: 'Remove the present line',
    free: 'Make the line free goods',
    date: 'To the date of the document',
    ask: 'Look at it once more, then post it',
    send: 'Save',
    down: 'Down to the next one',
    up: 'Up to the one before',
    choose: 'Choose it, or not',
    open: 'Open its page',
    confirm: 'Confirm, approve',
    postpone: 'Postpone (requests)',
    reject: 'Reject',
    undo: 'Undo the last postponing',
  },
};
