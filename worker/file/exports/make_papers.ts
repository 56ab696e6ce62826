import type { JobHelpers } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { FIRST_DAY, LAST_DAY } from '../../../platform/dates.ts';
import { exportTitle } from '../../../platform/words.ts';
import { readFrame } from '../papers/frame.ts';
import type { Paper } from '../papers/paper.ts';
import { papersPdf } from '../papers/papers_pdf.ts';
import { letterPaper } from '../papers/letter_paper.ts';
import { slipPaper } from '../papers/slip_paper.ts';
import { Cancelled, PermanentFailure } from './failures.ts';
import { fileName, timeOf } from './file_name.ts';
import { letterIds, readLetter } from './letters.ts';
import { readSlip } from './read_slip.ts';
import type { SlipSource } from './slip.ts';
import type { Parameters } from './source.ts';

/** Papers that one file holds: a day of a busy office. */
export const MOST_PAPERS = 500;

interface Order {
  exportId: string;
  what: string;
  source: SlipSource;
  parameters: Parameters;
}

/** One slip on paper, or several in one file; what the person does not see is not there. */
export async function makeSlips(
  helpers: JobHelpers,
  client: PoolClient,
  { exportId, what, source, parameters }: Order,
): Promise<number> {
  const { language, paper: size } = parameters;
  const ids = await idsOf(client, source, parameters);
  if (ids.length > MOST_PAPERS) throw new PermanentFailure('TOO_MANY_ROWS');
  const frame = await readFrame(client, language);
  const papers: Paper[] = [];
  for (const id of ids) {
    const slip = await readSlip(client, what, source, id, language);
    if (slip) papers.push(slipPaper(slip, frame, language));
  }
  const [first] = papers;
  if (!first) throw new PermanentFailure('NOT_FOUND');
  const title = exportTitle(what)[language];
  const name =
    papers.length === 1
      ? fileName(title, first.code)
      : fileName(title, timeOf(parameters, first.code), `(${papers.length})`);
  await keepPapers(helpers, exportId, name, papers.length, (onPaper) =>
    papersPdf(papers, size, language, onPaper),
  );
  return papers.length;
}

/** Letters of a month in one file to print, or those that are named; A4 always. */
export async function makeLetters(
  helpers: JobHelpers,
  client: PoolClient,
  exportId: string,
  parameters: Parameters,
): Promise<number> {
  const { language } = parameters;
  const { printed } = await readFrame(client, language);
  const papers: Paper[] = [];
  for (const id of await letterIds(client, parameters)) {
    const letter = await readLetter(client, id, language);
    if (letter) papers.push(letterPaper(letter, printed, language));
  }
  const [first] = papers;
  if (!first) throw new PermanentFailure('NOT_FOUND');
  const title = exportTitle('balance_letters')[language];
  const name =
    papers.length === 1
      ? fileName(title, first.code)
      : fileName(title, timeOf(parameters, ''), `(${papers.length})`);
  await keepPapers(helpers, exportId, name, papers.length, (onPaper) =>
    papersPdf(papers, 'A4', language, onPaper),
  );
  return papers.length;
}

/** The slips that are named, or those of some days. */
async function idsOf(
  client: PoolClient,
  { ofDays }: SlipSource,
  { id, ids, from, to }: Parameters,
): Promise<readonly string[]> {
  if (ids) return ids;
  if (id !== undefined) return [id];
  if (!ofDays || (from ?? to) === undefined) return [''];
  const { rows } = await client.query<{ id: string }>(ofDays, [from ?? FIRST_DAY, to ?? LAST_DAY]);
  return rows.map((row) => row.id);
}

/** Keeps a file of papers in the database, and says how many are drawn. */
export async function keepPapers(
  helpers: JobHelpers,
  exportId: string,
  name: string,
  total: number,
  draw: (onPaper: (drawn: number) => Promise<void>) => Promise<Buffer>,
): Promise<void> {
  const keep = async (bytes: Buffer, drawn: number): Promise<void> => {
    const {
      rows: [answer],
    } = await helpers.query<{ goes_on: boolean }>(
      'select file.add_export_chunk($1, 0, $2, $3, $4) as goes_on',
      [exportId, bytes, drawn, total],
    );
    if (!answer?.goes_on) throw new Cancelled();
  };
  let told = Date.now();
  const bytes = await draw(async (drawn) => {
    if (drawn === total || Date.now() - told < 500) return;
    told = Date.now();
    await keep(Buffer.alloc(0), drawn);
  });
  await keep(bytes, total);
  await helpers.query('select file.name_export($1, $2)', [exportId, name]);
  const {
    rows: [ended],
  } = await helpers.query<{ ended: boolean }>('select file.end_export($1, $2) as ended', [
    exportId,
    total,
  ]);
  if (!ended?.ended) throw new Cancelled();
}
