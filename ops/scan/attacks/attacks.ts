import type { Attack } from '../scan.ts';
import { bodiesAttack } from './bodies.ts';
import { graphqlAttack } from './graphql_abuse.ts';
import { secondFactorAttack, sprayingAttack } from './guessing.ts';
import { headersAttack } from './headers.ts';
import { commandsAttack } from './idor_commands.ts';
import { listsAttack, lookupsAttack } from './idor_queries.ts';
import { injectionAttack } from './injection.ts';
import { methodsAttack } from './methods.ts';
import { monstersAttack } from './monsters.ts';
import { otherSitesAttack } from './other_sites.ts';
import { pathsAttack } from './paths.ts';
import { sessionsAttack } from './sessions.ts';
import { slowPatternsAttack } from './slow_patterns.ts';
import { socketsAttack } from './sockets.ts';
import { staleProofAttack } from './stale_proof.ts';
import { tokensAttack } from './tokens.ts';

/** In the order in which they are made; the last ones throttle accounts, so they come last. */
export const attacks: readonly Attack[] = [
  headersAttack,
  methodsAttack,
  pathsAttack,
  otherSitesAttack,
  bodiesAttack,
  injectionAttack,
  graphqlAttack,
  monstersAttack,
  slowPatternsAttack,
  lookupsAttack,
  listsAttack,
  commandsAttack,
  tokensAttack,
  socketsAttack,
  staleProofAttack,
  sessionsAttack,
  secondFactorAttack,
  sprayingAttack,
];
