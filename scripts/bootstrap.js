// Runs a script of this repository on the Node that the repository pins, after installing what is
// missing. Plain JavaScript without imports from npm: it runs on the system's Node 20 or newer, on
// a clone that holds nothing yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const packages = (lockfile) => JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages;

/**
 * npm notes what it installed, as its last act; optional packages of other machines are missing
 * there.
 */
function isInstalled() {
  const note = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, note)) || !existsSync(node)) return false;
  const installed = packages(note);
  return Object.entries(packages('package-lock.json')).every(
    ([path, wanted]) =>
      path === ''
      || (installed[path]?.version ?? (wanted.optional && wanted.version)) === wanted.version,
  );
}

function install() {
  console.log('Installing packages (npm ci); about a minute the first time …');
  const npm = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : ['npm', []];
  const result = spawnSync(npm[0], [...npm[1], 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && npm[0] === 'npm',
  });
  if (result.status !== 0) {
    console.error('npm ci failed; see its messages above, then run the same command again.');
    process.exit(result.status ?? 1);
  }
}

if (!isInstalled()) install();

const child = spawn(node, process.argv.slice(2), {
  cwd: root,
  stdio: 'inherit',
  // what the script starts by name (vitest, tsc) must find the pinned Node too
  env: {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  },
});
// The script decides how to stop; this process only passes the request on and waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1));
});
