import { z } from 'zod';

const environment = z.object({
  /** Of the generated cases. */
  SCAN_SEED: z.coerce.number().int().default(20_261_125),
  /** Part of the name of the attacks to run; without it all. */
  SCAN_ONLY: z.string().default(''),
});

export const readScanEnv = (): z.infer<typeof environment> => environment.parse(process.env);
