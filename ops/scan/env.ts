import { z } from 'zod';

const environment = z.object({
  /** Of the generated cases. */
  SCAN_SEED: z.coerce.number().int().default(20_261_125),
  /** How much of the generated cases is tried, in percent; `npm run check:full` tries all. */
  SCAN_PERCENT: z.coerce.number().int().min(1).max(100).default(20),
  /** Parts of the names of the attacks to run, divided by commas; without it all. */
  SCAN_ONLY: z
    .string()
    .default('')
    .transform((names) => names.split(',')),
});

export const readScanEnv = (): z.infer<typeof environment> => environment.parse(process.env);
