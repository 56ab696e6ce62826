import type { TaskList } from 'graphile-worker';
import type { Mailer } from './mail/mailer.ts';
import { fromPrimary, type Reading } from './reading.ts';
import { announce } from './tasks/announce.ts';
import { exportReport } from './tasks/export_report.ts';
import { foldDeltas } from './tasks/fold_deltas.ts';
import { importFile } from './tasks/import_file.ts';
import { lowStockAlert } from './tasks/low_stock_alert.ts';
import { notifyIssueCreated } from './tasks/notify_issue_created.ts';
import { notifyIssueDecided } from './tasks/notify_issue_decided.ts';
import { notifyIssueRequested } from './tasks/notify_issue_requested.ts';
import { notifyNewAgency } from './tasks/notify_new_agency.ts';
import { notifyPaymentReceived } from './tasks/notify_payment_received.ts';
import { notifyReturnDecided } from './tasks/notify_return_decided.ts';
import { notifyReturnRequested } from './tasks/notify_return_requested.ts';
import { notifyRefundPaid } from './tasks/notify_refund_paid.ts';
import { notifyReturnConfirmed } from './tasks/notify_return_confirmed.ts';
import { purgeExpired } from './tasks/purge_expired.ts';
import { refreshReport } from './tasks/refresh_report.ts';
import { remindOverdue } from './tasks/remind_overdue.ts';
import { sendEmail } from './tasks/send_email.ts';
import { verifyLedgers } from './tasks/verify_ledgers.ts';

/**
 * How urgent a task is: `high` when people wait for it, `long` for work that somebody watches,
 * `low` for
 * heavy work. Each has workers of its own, so that a report that takes minutes never delays a mail,
 * however many are asked for.
 */
export const URGENCIES = ['high', 'normal', 'long', 'low'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Identifier as jobs carry it → task; the file of each has the same name. */
export const makeTasks = (mailer: Mailer, reading: Reading): Record<Urgency, TaskList> => ({
  high: {
    announce,
    notify_issue_created: notifyIssueCreated,
    notify_issue_decided: notifyIssueDecided,
    notify_issue_requested: notifyIssueRequested,
    notify_new_agency: notifyNewAgency,
    notify_payment_received: notifyPaymentReceived,
    notify_return_decided: notifyReturnDecided,
    notify_return_requested: notifyReturnRequested,
    notify_refund_paid: notifyRefundPaid,
    notify_return_confirmed: notifyReturnConfirmed,
    send_email: sendEmail(mailer),
  },
  normal: {
    fold_deltas: foldDeltas,
    low_stock_alert: lowStockAlert,
    purge_expired: purgeExpired,
    refresh_report: refreshReport,
    remind_overdue: remindOverdue,
  },
  long: {
    export_report: exportReport(reading),
    import_file: importFile,
  },
  low: {
    verify_ledgers: verifyLedgers,
  },
});

/** All of them, whatever their urgency. */
export const makeTaskList = (mailer: Mailer, reading: Reading = fromPrimary): TaskList =>
  Object.assign({}, ...Object.values(makeTasks(mailer, reading)));
