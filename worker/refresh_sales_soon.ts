/** A connection, or what runs a statement on one. */
type Database = Readonly<{ query: (text: string) => Promise<unknown> }>;

/**
 * Has the sales report refreshed in two seconds, once for all slips of that moment: the first slip
 * sets the time, so a steady stream of them does not put the refresh off for ever.
 */
export async function refreshSalesSoon(database: Database): Promise<void> {
  await database.query(
    `select graphile_worker.add_job('refresh_report', '{"report": "monthly_sales"}',
      run_at => now() + interval '2 seconds', max_attempts => 5,
      job_key => 'refresh_report:monthly_sales', job_key_mode => 'preserve_run_at')`,
  );
}
