import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { z } from 'zod';
import { sharedAnswer } from './question.ts';

const figures = z.object({
  slips_today: z.record(z.string(), z.number()),
  waiting_issues: z.number(),
  debt_amount: z.number(),
  overdue_amount: z.number(),
  near_limit_agencies: z.number(),
});

const proof = z.object({
  ran_at: z.number().nullable(),
  invariants: z.number(),
  broken_invariants: z.number(),
  milliseconds: z.number(),
});

const KEEP_MS = 60_000;
const QUESTION = `select report.business_figures() as figures, audit.ledger_proof() as proof`;

/** What is watched of the business and of its proof; asked once a minute, however often scraped. */
export function watchBooks(registry: Registry, pool: pg.Pool): void {
  const ask = sharedAnswer(async () => {
    const { rows } = await pool.query<{ figures: unknown; proof: unknown }>(QUESTION);
    return { figures: figures.parse(rows[0]?.figures), proof: proof.parse(rows[0]?.proof) };
  }, KEEP_MS);
  type Answer = Awaited<ReturnType<typeof ask>>;
  const watch = (name: string, help: string, valueOf: (answer: Answer) => number | null) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const answer = await ask().catch(() => undefined);
        // not a number, because 0 would be an answer
        this.set((answer && valueOf(answer)) ?? Number.NaN);
      },
    });

  new Gauge({
    name: 'business_slips_today',
    help: 'Slips with the date of today, by kind; issues once they are confirmed',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const answer = await ask().catch(() => undefined);
      this.reset();
      for (const [kind, count] of Object.entries(answer?.figures.slips_today ?? {}))
        this.set({ kind }, count);
    },
  });
  watch(
    'business_waiting_issues',
    'Requests that wait for a decision',
    (a) => a.figures.waiting_issues,
  );
  watch('business_debt_dong', 'What all agencies owe, đồng', (a) => a.figures.debt_amount);
  watch(
    'business_overdue_dong',
    'What is owed past its due date, đồng',
    (a) => a.figures.overdue_amount,
  );
  watch(
    'business_near_limit_agencies',
    'Agencies that have reached DEBT_ALERT_PERCENT of their debt limit',
    (a) => a.figures.near_limit_agencies,
  );
  watch('ledger_proof_timestamp_seconds', 'When the books were proven last', (a) => a.proof.ran_at);
  watch(
    'ledger_proof_broken_invariants',
    'Invariants that did not hold then; 0 is right',
    (a) => a.proof.broken_invariants,
  );
  watch('ledger_proof_duration_seconds', 'How long that took', (a) => a.proof.milliseconds / 1000);
}
