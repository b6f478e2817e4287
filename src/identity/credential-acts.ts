import { LedgerError } from '../../events/errors.ts';
import { mayAsk, requireMayAsk } from '../permissions/requests.ts';
import type { Identity, IssuedCode, Revoked, TokenState } from './identity.ts';
import { type Asker, requireMayEnrol } from './may-enrol.ts';
import { tokenNotFound } from './refusals.ts';

/** Acts on credentials, each with the question whether the asker may: the same for a server and for a command line. */

/** `isInDirectory` is asked before anything is issued. @throws LedgerError as `requireMayEnrol`, `unknown-reference` */
export async function enrol(
  identity: Identity,
  asker: Asker,
  { person, days, isInDirectory }: { person: string; days?: number; isInDirectory: (id: string) => boolean },
): Promise<IssuedCode> {
  requireMayEnrol({ ...asker, person, hasLiveToken: false, hasHadToken: false });
  if (!isInDirectory(person))
    throw new LedgerError('unknown-reference', 'person: nobody in the directory has this id', {
      field: 'person',
      id: person,
    });
  const hasLiveToken = await identity.hasLiveToken(person);
  const hasHadToken = (await identity.tokensOf(person)).length > 0;
  const { recovery } = requireMayEnrol({ ...asker, person, hasLiveToken, hasHadToken });
  return identity.issueCode({ person, by: asker.by, recovery, ...(days === undefined ? {} : { days }) });
}

/** @throws LedgerError `not-permitted` */
export async function tokensOf(
  identity: Identity,
  { by, roles }: Asker,
  person: string,
): Promise<readonly TokenState[]> {
  requireMayAsk('list-credentials', { ...by, roles }, { person });
  return identity.tokensOf(person);
}

/** To whoever may not end it there is no such token. @throws LedgerError `not-found` */
export async function revokeToken(
  identity: Identity,
  { by, roles }: Asker,
  token: string,
): Promise<TokenState> {
  const found = await identity.token(token);
  if (found === null || !mayAsk('revoke-credential', { ...by, roles }, { person: found.person }))
    throw tokenNotFound(token);
  return identity.revokeToken({ token, by });
}

/** @throws LedgerError `not-permitted` */
export async function revokeAllOf(
  identity: Identity,
  { by, roles }: Asker,
  person: string,
): Promise<Revoked> {
  requireMayAsk('revoke-credential', { ...by, roles }, { person });
  return identity.revokeAll({ person, by });
}
