import type { LedgerEvent } from '../../events/catalogue.ts';
import { LedgerError } from '../../events/errors.ts';
import { directoryStream } from '../../events/stream.ts';
import type { PersonState } from '../../projections/directory.ts';
import type { CommandData } from '../commands/catalogue.ts';
import { type Decided, decided } from './decided.ts';
import { correctPerson } from './directory/correct-person.ts';
import { type DirectoryAct as Asked, founding } from './directory/founding.ts';
import { grantRole, proposeRole, revokeRole } from './directory/roles.ts';
import type { Asking } from './directory/second-person.ts';
import { joinTeam, leaveTeam } from './directory/teams.ts';
import type { Circumstances, Facts } from './facts.ts';
import { permit } from './permit.ts';
import { rulesFor } from './rules.ts';

/** Who is there, and who may do what. */
export function decideDirectory(asked: Asked, facts: Facts, circumstances: Circumstances): Decided {
  const { imported } = circumstances;
  const rules = rulesFor(imported !== null);
  refuseImported(asked, facts, circumstances);
  const founder = founding(asked, facts, circumstances);
  const acting = founder ?? permit(asked.name, facts.actor, { standings: [] }, rules);
  const events = changed(asked, { command: asked.name, facts, rules }, founder !== null);
  return decided(acting, rules.broke(), events);
}

function changed(asked: Asked, asking: Asking, isFirst: boolean): Decided['events'] {
  switch (asked.name) {
    case 'register-person':
      return [registered(asked.data, asking.facts)];
    case 'correct-person':
      return correctPerson(asking, asked.data, personOf(asked, asking.facts));
    case 'propose-role':
      return [proposeRole(asking, asked.data, personOf(asked, asking.facts))];
    case 'grant-role':
      return [grantRole(asking, asked.data, personOf(asked, asking.facts), isFirst)];
    case 'revoke-role':
      return [revokeRole(asking, asked.data, personOf(asked, asking.facts))];
    case 'join-team':
      return [joinTeam(asking, asked.data, personOf(asked, asking.facts))];
    case 'leave-team':
      return [leaveTeam(asking, asked.data, personOf(asked, asking.facts))];
    default:
      return asked satisfies never;
  }
}

/**
 * A file of history names its own people and their teams. It grants nobody a role here, and moves nobody whom another
 * source, or the registrar, registered: that would be a way around SOD-7.
 */
function refuseImported(asked: Asked, facts: Facts, { imported }: Circumstances): void {
  if (imported === null || asked.name === 'register-person') return;
  const team = asked.name === 'join-team' || asked.name === 'leave-team';
  const source = facts.directory.people.get(asked.data.person)?.source;
  if (team && (source === undefined || source === imported.source)) return;
  const why = team ? `${imported.source} did not register this person` : 'roles are granted here';
  throw new LedgerError('import-closed', `${asked.name} is not imported: ${why}`, {
    stream: directoryStream,
  });
}

/** @throws LedgerError `already-exists` */
function registered(data: CommandData<'register-person'>, { directory }: Facts): LedgerEvent {
  const { person, kind, name, address, secret, sourceKey } = data;
  if (directory.people.has(person)) {
    throw new LedgerError('already-exists', `person ${person} is registered`, { what: 'person', id: person });
  }
  return {
    type: 'PersonRegistered',
    data: {
      person,
      kind,
      name,
      ...(address === undefined ? {} : { address }),
      secret,
      ...(sourceKey === undefined ? {} : { sourceKey }),
    },
  };
}

/** @throws LedgerError `unknown-reference` */
function personOf({ data: { person: id } }: Asked, { directory }: Facts): PersonState {
  const person = directory.people.get(id);
  if (person !== undefined) return person;
  throw new LedgerError('unknown-reference', `person ${id} is nobody in the directory`, {
    field: 'person',
    id,
  });
}
