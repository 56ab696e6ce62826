import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, Scan } from '../scan.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, object>;
};
const FILES = ['package.json', 'index.js', 'README.md', 'LICENSE'];
const AROUND = [
  '/package.json',
  '/package-lock.json',
  '/.npmrc',
  '/node_modules/',
  '/node_modules/.package-lock.json',
  '/node_modules/.bin/node',
  '/Dockerfile',
  '/docker-compose.yml',
  '/sbom.json',
  '/server/index.ts',
  '/db/roles.sql',
];

/**
 * Nobody is told which packages are in it: their files and ours are not served, and the page loads
 * nothing from elsewhere, where it could be exchanged. scripts/test/supply_chain.test.ts looks at
 * the packages themselves.
 */
export const supplyChainAttack: Attack = {
  name: '13 Supply chain: what is served of it',
  async run(scan) {
    const { report, stranger } = scan;
    const addresses = Object.keys(packages)
      .filter((path) => path !== '')
      .flatMap((path) => FILES.map((file) => `/${path}/${file}`));
    const at = stranger();
    for (const address of [...AROUND, ...scan.sample(addresses)]) {
      const answer = await at.get(address, { Accept: '*/*' });
      const isPage = String(answer.headers['content-type']).startsWith('text/html');
      report.answer(`nothing at ${address}`, answer, {
        status: isPage ? [200] : [404],
        hides: ['"dependencies"', '"version":'],
      });
    }
    await page(scan);
  },
};

async function page({ report, stranger }: Scan): Promise<void> {
  const { body } = await stranger().get('/', { Accept: 'text/html' });
  const sources = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);
  report.expect('the page names files', sources.length > 0);
  for (const source of sources) {
    report.expect(`${source} is our own`, /^\/[^/]/.test(source), 'it is elsewhere');
    if (!source.endsWith('.js')) continue;
    const script = await stranger().get(source, { Accept: '*/*' });
    report.expect(`${source} tells no sources`, !script.body.includes('sourceMappingURL'));
    report.answer(`no map of ${source}`, await stranger().get(`${source}.map`, { Accept: '*/*' }), {
      status: [404],
    });
  }
}
