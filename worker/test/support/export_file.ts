// Files that go out, asked for, made and fetched as a person does.
import { randomUUID } from 'node:crypto';
import { runOnce, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import { expect } from 'vitest';
import type { Person } from '../../../db/test/support/actor.ts';
import type { TestDatabase } from '../../../db/test/support/database.ts';
import { silentWorkerLogger } from '../../log.ts';
import { queuePreset } from '../../queue_preset.ts';
import { taskList } from './tasks.ts';

export interface Export {
  id: string;
  long_job_id: string;
}
interface State {
  status: string;
  problem: string | null;
  rows: string | null;
  bytes: string | null;
  done: string;
  total: string | null;
}

export type Exporter = ReturnType<typeof exporterOf>;

/** Takes files out with a worker that goes through them at once. */
export function exporterOf(db: TestDatabase, pgPool: pg.Pool, tasks: TaskList = taskList) {
  const runQueue = () =>
    runOnce({
      pgPool,
      taskList: tasks,
      preset: queuePreset,
      noHandleSignals: true,
      logger: silentWorkerLogger(),
    });
  const ask = (person: Person, what: string, format = 'csv', parameters: object = {}) =>
    db.commitAs(person, (me) =>
      me.one<Export>(
        'select e.id::text, e.long_job_id::text from file.start_export($1, $2, $3, $4) as e',
        [randomUUID(), what, format, parameters],
      ),
    );
  const stateOf = async ({ id }: Export): Promise<State> =>
    (
      await db.query<State & pg.QueryResultRow>(
        `select j.status, j.problem, e.row_count::text as rows, e.byte_count::text as bytes,
          j.done_count::text as done, j.total_count::text as total
     from file.export as e join file.long_job as j on j.id = e.long_job_id where e.id::text = $1`,
        [id],
      )
    )[0] as State;
  const bytesOf = ({ id }: Export, person: Person): Promise<Buffer> =>
    db.commitAs(person, async (me) => {
      const file = await me.one<{ chunk_count: string }>('select * from file.fetch_export($1)', [
        id,
      ]);
      const pieces: Buffer[] = [];
      for (let seq = 0; seq < Number(file.chunk_count); seq += 1) {
        pieces.push(
          (await me.one<{ bytes: Buffer }>('select file.export_bytes($1, $2) as bytes', [id, seq]))
            .bytes,
        );
      }
      return Buffer.concat(pieces);
    });
  /** The file of an export that was asked for and made. */
  async function made(
    person: Person,
    what: string,
    format = 'csv',
    parameters: object = {},
  ): Promise<Buffer> {
    const asked = await ask(person, what, format, parameters);
    await runQueue();
    expect(await stateOf(asked)).toMatchObject({ status: 'done', problem: null });
    return bytesOf(asked, person);
  }
  return { runQueue, ask, stateOf, bytesOf, made };
}

/** Lines of a file of comma-separated values, heads first. */
export const linesOf = (file: Buffer): string[] =>
  file.toString('utf8').replace('\uFEFF', '').trimEnd().split('\r\n');
