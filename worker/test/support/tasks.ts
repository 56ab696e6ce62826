import { readEnv } from '../../env.ts';
import { makeMailer } from '../../mail/mailer.ts';
import { makeTaskList } from '../../task_list.ts';

/** Every task; mails have nowhere to go. */
export const taskList = makeTaskList(
  makeMailer(readEnv({ WORKER_DATABASE_URL: 'postgres://unused', DEMO: 'true' })),
);
