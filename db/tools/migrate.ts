// npm run migrate: roles, the queue and every committed migration, on a database that may be new.
import { prepareDatabase } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

const workplace = await openWorkplace();
try {
  await prepareDatabase(workplace.adminUrl, workplace.env.DATABASE_NAME, workplace.secrets);
} finally {
  await workplace.leave();
}
