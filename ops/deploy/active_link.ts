// The link by which nginx finds the server that is live: run/active.sock. Renaming it is what
// switches from one release to the next, whatever runs the servers.
import { existsSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../installation.ts';
import { COLOURS, type Colour } from './release.ts';

const linkOf = (home: string): string => join(foldersOf(home).run, 'active.sock');

/** Where requests go now; undefined before the first deploy. */
export function activeColour(home: string): Colour | undefined {
  const target = linkTarget(linkOf(home));
  return COLOURS.find((colour) => target === `${colour}.sock`);
}

/** Sends all requests from now on to a colour; nowhere without one. */
export function pointTo(home: string, colour: Colour | undefined): void {
  const link = linkOf(home);
  if (colour === undefined) {
    rmSync(link, { force: true });
    return;
  }
  const next = `${link}.next`;
  rmSync(next, { force: true });
  symlinkSync(`${colour}.sock`, next);
  // renaming takes the place of the old link in one step: there is no moment without one
  renameSync(next, link);
}

function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return existsSync(link) ? 'no link' : undefined;
  }
}
