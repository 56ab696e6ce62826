import type { TaskList } from 'graphile-worker';
import type { Mailer } from './mail/mailer.ts';
import { notifyIssueCreated } from './tasks/notify_issue_created.ts';
import { notifyNewAgency } from './tasks/notify_new_agency.ts';
import { purgeExpired } from './tasks/purge_expired.ts';
import { refreshReport } from './tasks/refresh_report.ts';
import { sendEmail } from './tasks/send_email.ts';
import { verifyLedgers } from './tasks/verify_ledgers.ts';

/** Identifier as jobs carry it → task, of those that need the database only. */
export const taskList: TaskList = {
  notify_issue_created: notifyIssueCreated,
  notify_new_agency: notifyNewAgency,
  purge_expired: purgeExpired,
  refresh_report: refreshReport,
  verify_ledgers: verifyLedgers,
};

/** All tasks; the file of each has the same name. */
export const makeTaskList = (mailer: Mailer): TaskList => ({
  ...taskList,
  send_email: sendEmail(mailer),
});
