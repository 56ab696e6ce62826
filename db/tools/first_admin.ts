// npm run first-admin -- <e-mail> <full name>: the first administrator of a new installation. They
// set their password by the link that is printed here and mailed, and enrol a second factor.
import { prepareDatabase, withClient } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

const [email = '', ...names] = process.argv.slice(2);
if (email === '' || names.length === 0) {
  console.error('Say who: npm run first-admin -- lan@example.com Nguyễn Thị Lan');
  process.exit(1);
}

const workplace = await openWorkplace();
try {
  const { adminUrl, env, secrets } = workplace;
  const { migrator } = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  const token = await makeFirstAdmin(migrator, email, names.join(' '));
  console.log(
    `${email} is invited. The link works once, for 72 hours, behind the address of the page:`,
  );
  console.log(`  /dat-mat-khau#${token}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await workplace.leave();
}

/** Returns the token of the link; row-level security binds the owner too, hence the definer. */
function makeFirstAdmin(migratorUrl: string, address: string, fullName: string): Promise<string> {
  return withClient(migratorUrl, async (client) => {
    await client.query('begin; set local role sodaily_definer');
    await client.query('select auth.create_first_admin($1, $2)', [address, fullName]);
    const { rows } = await client.query<{ token: string }>(
      `select o.payload ->> 'token' as token from notification.outbox as o
       where o.template = 'invitation' order by o.created_at desc limit 1`,
    );
    await client.query('commit');
    return rows[0]?.token ?? '';
  });
}
