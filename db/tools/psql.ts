import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import pg from 'pg';

/** Settings of a connection, by name. */
export type Settings = Readonly<Record<string, string>>;

const optionsOf = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, '\\$&')}`)
    .join(' ');

/**
 * psql with these settings; its exit code, or undefined where psql is not installed. The password
 * goes by the environment, because everybody may list the arguments of a process.
 */
export async function runPsql(
  url: string,
  settings: Settings,
  command: string | undefined,
): Promise<number | undefined> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const psql = spawn('psql', command === undefined ? [] : ['-c', command], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PGHOST: hostname,
      PGPORT: port || '5432',
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
      PGOPTIONS: optionsOf(settings),
      PGAPPNAME: 'sodaily-dba',
    },
  });
  // Ctrl-C cancels a statement of psql and must not end us before the session is ended
  process.on('SIGINT', () => undefined);
  try {
    const [code] = (await Promise.race([
      once(psql, 'exit'),
      once(psql, 'error').then(([error]) => Promise.reject(error as Error)),
    ])) as [number | null];
    return code ?? 1;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A small prompt for machines without psql: a statement ends with a semicolon. */
export async function askHere(
  url: string,
  settings: Settings,
  command: string | undefined,
): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: optionsOf(settings) });
  await client.connect();
  try {
    if (command !== undefined) return await answer(client, command);
    console.log('psql is not installed; here is a small prompt. A statement ends with ;');
    const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
    lines.prompt();
    let statement = '';
    for await (const line of lines) {
      statement += `${line}\n`;
      if (line.trimEnd().endsWith(';')) {
        await answer(client, statement);
        statement = '';
      }
      lines.prompt();
    }
    return 0;
  } finally {
    await client.end();
  }
}

async function answer(client: pg.Client, statement: string): Promise<number> {
  try {
    const answered: pg.QueryResult | pg.QueryResult[] = await client.query(statement);
    for (const { command, rowCount, rows } of [answered].flat()) {
      if (rows.length > 0) console.table(rows);
      console.log(`${command} ${rowCount ?? ''}`.trimEnd());
    }
    return 0;
  } catch (error) {
    const { message, detail, hint } = error as pg.DatabaseError;
    console.error(
      ['ERROR: ', message, detail && `\nDETAIL: ${detail}`, hint && `\nHINT: ${hint}`]
        .filter(Boolean)
        .join(''),
    );
    return 1;
  }
}
