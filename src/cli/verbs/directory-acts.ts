import { act } from '../act.ts';
import type { Run } from '../context.ts';
import type { Given } from '../given.ts';
import { personOf } from '../people.ts';

const optional = (given: Given, ...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => (given.text(name) === undefined ? [] : [[name, given.text(name) ?? '']])),
  );

export const registerPerson: Run = async (context, given) => {
  const kind = given.oneOf('kind', ['human', 'organisation', 'service']) ?? 'human';
  const data = { kind, name: given.argument(0), ...optional(given, 'address') };
  return act(context, given, () => ({ name: 'register-person', data }));
};

export const correctPerson: Run = async (context, given) =>
  act(context, given, (ledger) => ({
    name: 'correct-person',
    data: {
      person: personOf(ledger, given.argument(0)).person,
      ...optional(given, 'name', 'address', 'reason'),
    },
  }));

export const joinTeam: Run = (context, given) =>
  act(context, given, (ledger) => ({
    name: 'join-team',
    data: { person: personOf(ledger, given.argument(0)).person, team: given.argument(1) },
  }));

export const leaveTeam: Run = (context, given) =>
  act(context, given, (ledger) => ({
    name: 'leave-team',
    data: {
      person: personOf(ledger, given.argument(0)).person,
      team: given.argument(1),
      ...optional(given, 'proposal', 'reason'),
    },
  }));

export const roleActs: Readonly<Record<'propose' | 'grant' | 'revoke', Run>> = {
  propose: (context, given) => {
    const change = given.oneOf('change', ['grant', 'revoke']) ?? 'grant';
    return role(context, given, 'propose-role', { change, ...optional(given, 'reason') });
  },
  grant: (context, given) => role(context, given, 'grant-role', optional(given, 'proposal')),
  revoke: (context, given) => role(context, given, 'revoke-role', optional(given, 'proposal', 'reason')),
};

const role = (...[context, given, name, data]: [...Parameters<Run>, string, object]): ReturnType<Run> =>
  act(context, given, (ledger) => ({
    name,
    data: { person: personOf(ledger, given.argument(0)).person, role: given.argument(1), ...data },
  }));
