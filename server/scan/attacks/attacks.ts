import type { Attack } from '../scan.ts';
import { bodiesAttack } from './bodies.ts';
import { headersAttack } from './headers.ts';
import { injectionAttack } from './injection.ts';
import { methodsAttack } from './methods.ts';
import { otherSitesAttack } from './other_sites.ts';
import { pathsAttack } from './paths.ts';

/** In the order in which they are made; the last ones throttle accounts, so they come last. */
export const attacks: readonly Attack[] = [
  headersAttack, methodsAttack, pathsAttack, otherSitesAttack, bodiesAttack, injectionAttack,
];
