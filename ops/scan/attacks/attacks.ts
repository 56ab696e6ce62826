import type { Attack } from '../scan.ts';
import { auditTrailAttack } from './audit_trail.ts';
import { boundsAttack } from './bounds.ts';
import { linkFloodsAttack } from './link_floods.ts';
import { loginFloodsAttack } from './login_floods.ts';
import { lyingTextsAttack } from './lying_texts.ts';
import { oldExportsAttack } from './old_exports.ts';
import { payloadColumnsAttack } from './payload_columns.ts';
import { repeatedCommandsAttack } from './repeated_commands.ts';
import { sharedAddressesAttack } from './shared_addresses.ts';
import { staleVersionsAttack } from './stale_versions.ts';
import { stolenPasswordsAttack } from './stolen_passwords.ts';
import { supplyChainAttack } from './supply_chain.ts';
import { userAdministrationAttack } from './user_administration.ts';
import { bodiesAttack } from './bodies.ts';
import { graphqlAttack } from './graphql_abuse.ts';
import { schemathesisAttack } from './schemathesis.ts';
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

/**
 * In the order in which they are made: those that throttle accounts come late, those that may
 * change anything last. A number is that of a promise in docs/security.md.
 */
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
  repeatedCommandsAttack,
  payloadColumnsAttack,
  staleVersionsAttack,
  oldExportsAttack,
  stolenPasswordsAttack,
  auditTrailAttack,
  supplyChainAttack,
  tokensAttack,
  socketsAttack,
  staleProofAttack,
  sessionsAttack,
  secondFactorAttack,
  userAdministrationAttack,
  loginFloodsAttack,
  sharedAddressesAttack,
  linkFloodsAttack,
  sprayingAttack,
  boundsAttack,
  lyingTextsAttack,
  schemathesisAttack,
];
