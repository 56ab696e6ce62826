import { openWorkplace } from '../../db/tools/workplace.ts';
import { generate } from '../../db/tools/generate.ts';
import { prepareDatabase } from '../../db/tools/prepare.ts';
const w = await openWorkplace();
for (const size of [10_000, 1_000_000]) { const t = Date.now(); const u = await prepareDatabase(w.adminUrl, `bench_${size}`, w.secrets); await generate(u.migrator, { issues: size }); console.log(size, Date.now() - t, u.admin); }
await new Promise((r) => setTimeout(r, 1e9));
