import { v7 } from 'uuid';
import type { Context, Run } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { personNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { send } from '../send.ts';

const optional = (given: Given, ...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => (given.text(name) === undefined ? [] : [[name, given.text(name) ?? '']])),
  );

export const registerPerson: Run = async (context, given) => {
  const kind = given.oneOf('kind', ['human', 'organisation', 'service']) ?? 'human';
  const data = { kind, name: given.argument(0), ...optional(given, 'address') };
  const id = given.commandId() ?? v7();
  return reaching(context, given, 'writes', (reach) =>
    send(context, given, reach, { id, name: 'register-person', data }),
  );
};

export const correctPerson: Run = (context, given) =>
  onPerson(context, given, 'correct-person', optional(given, 'name', 'address', 'reason'));

export const joinTeam: Run = (context, given) =>
  onPerson(context, given, 'join-team', { team: given.argument(1) });

export const leaveTeam: Run = (context, given) =>
  onPerson(context, given, 'leave-team', {
    team: given.argument(1),
    ...optional(given, 'proposal', 'reason'),
  });

export const roleActs: Readonly<Record<'propose' | 'grant' | 'revoke', Run>> = {
  propose: (context, given) => {
    const change = given.oneOf('change', ['grant', 'revoke']) ?? 'grant';
    return role(context, given, 'propose-role', { change, ...optional(given, 'reason') });
  },
  grant: (context, given) => role(context, given, 'grant-role', optional(given, 'proposal')),
  revoke: (context, given) => role(context, given, 'revoke-role', optional(given, 'proposal', 'reason')),
};

const role = (context: Context, given: Given, name: string, data: object): Promise<ExitCode> =>
  onPerson(context, given, name, { role: given.argument(1), ...data });

function onPerson(context: Context, given: Given, name: string, data: object): Promise<ExitCode> {
  const id = given.commandId() ?? v7();
  return reaching(context, given, 'writes', async (reach) => {
    const person = await personNamed(reach, given.argument(0));
    return send(context, given, reach, { id, name, data: { person, ...data } });
  });
}
