/**
 * Weighs what a browser loads first, gzipped: signing in, and the first page behind it.
 * Run after the build; exit code 1 when a budget is exceeded.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

interface Chunk {
  file: string;
  imports?: string[];
}

const dist = new URL('./dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<
  string,
  Chunk
>;

const KILOBYTE = 1000;
const budgets = [
  { name: 'sign-in', limit: 150, entries: ['index.html', 'src/features/auth/SignInPage.tsx'] },
  {
    name: 'set a password',
    limit: 150,
    entries: ['index.html', 'src/features/auth/SetPasswordPage.tsx'],
  },
  { name: 'register', limit: 150, entries: ['index.html', 'src/features/auth/RegisterPage.tsx'] },
  {
    name: 'first load',
    limit: 300,
    entries: [
      'index.html',
      'src/app/App.tsx',
      'src/features/overview/Overview.tsx',
      'src/features/overview/texts/index.ts',
    ],
  },
  {
    name: 'issue form',
    limit: 300 + 130,
    entries: [
      'index.html',
      'src/app/App.tsx',
      'src/features/inventory/issue/IssueForm.tsx',
      'src/features/inventory/texts/index.ts',
      'src/components/form_texts/index.ts',
      'src/components/export_texts/index.ts',
    ],
  },
];

/** A chunk and all that it needs at once. */
function filesOf(key: string, files = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no ${key}.`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const needed of chunk.imports ?? []) filesOf(needed, files);
  return files;
}

function weigh(entries: string[]) {
  const files = new Set(entries.flatMap((entry) => [...filesOf(entry)]));
  let bytes = 0;
  for (const file of files) bytes += gzipSync(readFileSync(new URL(file, dist))).length;
  return bytes / KILOBYTE;
}

let isExceeded = false;
for (const { name, limit, entries } of budgets) {
  const weight = weigh(entries);
  isExceeded ||= weight > limit;
  console.log(
    `${weight > limit ? 'over' : 'ok  '}  ${name}: ${weight.toFixed(1)} of ${limit} kB gzip`,
  );
}
if (isExceeded) process.exitCode = 1;
