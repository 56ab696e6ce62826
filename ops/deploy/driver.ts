import type { Ask } from './ask.ts';
import type { Colour, Release } from './release.ts';

/**
 * How servers are started and switched. The stages of a deploy are the same whatever runs them:
 * processes of this machine, or containers of compose.
 */
export type Driver = Readonly<{
  /** Where requests go now; undefined before the first deploy. */
  active(): Colour | undefined;
  /** What a colour runs; undefined when it does not. */
  running(colour: Colour): Release | undefined;
  /** Starts a server; resolves once it takes requests. Error: with its last words. */
  start(colour: Colour, release: Release): Promise<void>;
  /** Lets a server finish what it has, and waits until it is gone. */
  stop(colour: Colour): Promise<void>;
  /** Sends all requests from now on to a colour; nowhere without one. */
  switchTo(colour: Colour | undefined): Promise<void>;
  /** Asks one server, past the gateway. */
  ask(colour: Colour): Ask;
  /** What one server tells Prometheus. */
  metrics(colour: Colour): Promise<string>;
  /** Puts the files of a release's page where the gateway reads them, beside those of before. */
  keepAssets(release: Release): Promise<void>;
  /** Which release the worker runs. */
  workerRelease(): Release | undefined;
  /** Ends the worker and starts that of a release; resolves once it looks for jobs. */
  replaceWorker(release: Release): Promise<void>;
  stopWorker(): Promise<void>;
  /** Sees to it that the gateway runs, with the configuration of a release. */
  ensureGateway(release: Release): Promise<void>;
  /**
   * Runs the migrations of a release, on another database when one is given. Error: with what they
   * said; also when they take longer than they may.
   */
  migrate(release: Release, adminUrl?: string): Promise<void>;
}>;
