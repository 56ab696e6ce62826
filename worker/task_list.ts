import type { TaskList } from 'graphile-worker';
import { notifyIssueCreated } from './tasks/notify_issue_created.ts';
import { refreshReport } from './tasks/refresh_report.ts';
import { verifyLedgers } from './tasks/verify_ledgers.ts';

/** Identifier as jobs carry it → task; the file of each has the same name. */
export const taskList: TaskList = {
  notify_issue_created: notifyIssueCreated,
  refresh_report: refreshReport,
  verify_ledgers: verifyLedgers,
};
