// Whether a new server is well: before people are sent to it, and while the first of them are
// there.
import { setTimeout as pause } from 'node:timers/promises';
import type { Driver } from './driver.ts';
import { trafficBetween } from './metrics_text.ts';
import type { Colour, Release } from './release.ts';

type Limits = Readonly<{
  maxErrorShare: number;
  maxP95Seconds: number;
  minRequests: number;
}>;
/** With few requests one slow one would be the p95. */
const LIMITS: Limits = { maxErrorShare: 0.01, maxP95Seconds: 0.5, minRequests: 20 };

const READY_MS = 60_000;

/** What is asked of whoever runs servers: processes, containers, pods. */
type Servers = Pick<Driver, 'ask' | 'metrics' | 'running'>;
type Watched = Readonly<{ driver: Servers; release: Release }>;

type Readiness = { status?: string; version?: string; rules?: string };

async function readiness(driver: Servers, colour: Colour): Promise<Readiness & { code: number }> {
  const { status: code, body } = await driver.ask(colour)('/readyz');
  const told = JSON.parse(body) as Readiness;
  return { ...told, code };
}

/** Waits until a server says that it is ready, and which release it is. */
export async function untilReady({ driver, release }: Watched, colour: Colour): Promise<string> {
  let last = 'nothing';
  for (const until = Date.now() + READY_MS; Date.now() < until; await pause(200)) {
    if (driver.running(colour) === undefined)
      throw new Error(`${colour} ended while it was waited for`);
    try {
      const told = await readiness(driver, colour);
      if (told.code === 200 && told.version === release.name)
        return `ready, and says that it is ${told.version}`;
      last = JSON.stringify(told);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`not ready within ${READY_MS / 1000} s: ${last}`);
}

/** What people meet decides: errors and slowness of the first minute take the release back. */
export async function watch(
  { driver }: Pick<Watched, 'driver'>,
  colour: Colour,
  seconds: number,
  limits = LIMITS,
): Promise<string> {
  const before = await driver.metrics(colour);
  const until = Date.now() + seconds * 1_000;
  for (;;) {
    const told = await readiness(driver, colour);
    if (told.code !== 200) throw new Error(`${colour} says ${told.status} while it is watched`);
    const { requests, errors, p95Seconds } = trafficBetween(before, await driver.metrics(colour));
    if (requests >= limits.minRequests) {
      if (errors / requests > limits.maxErrorShare)
        throw new Error(`${errors} of ${requests} requests failed`);
      if (p95Seconds > limits.maxP95Seconds)
        throw new Error(`95 % of requests take up to ${p95Seconds} s`);
    }
    if (Date.now() >= until)
      return (
        `${requests} requests, ${errors} failed, 95 % within ${p95Seconds} s; `
        + `rules: ${told.rules}`
      );
    await pause(1_000);
  }
}
