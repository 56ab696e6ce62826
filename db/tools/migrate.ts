// npm run migrate: roles, the queue and every committed migration, on a database that may be new.
import { prepareDatabase, withClient } from './prepare.ts';
import { rulesState, sayDrift } from '../../platform/rules_state.ts';
import { openWorkplace } from './workplace.ts';

const workplace = await openWorkplace();
try {
  const urls = await prepareDatabase(
    workplace.adminUrl,
    workplace.env.DATABASE_NAME,
    workplace.secrets,
  );
  const drift = sayDrift(await withClient(urls.admin, (client) => rulesState(client)));
  if (drift !== undefined) console.warn(drift);
} finally {
  await workplace.leave();
}
