import type { LedgerEvent } from '../../events/catalogue.ts';
import { directoryStream, frameworkStream, ledgerStream } from '../../events/stream.ts';
import { versionOne } from '../decider/framework.ts';
import { type Recorder, type Recording, uuid } from '../recorded.ts';

export const framework = versionOne;
export const frameworkKey = versionOne.key;

/** The people by whom every history is made; inside a submission they have pseudonyms. */
export const people = ['ana', 'ben', 'cem', 'dua', 'eli', 'sub', 'spo', 'sec', 'cha', 'ver'] as const;
export const personId = (name: string): string => uuid(`person ${name}`);
export const alias = (name: string, submission: string): string => uuid(`alias ${name} in ${submission}`);
export const teamOf = (name: string): string =>
  name === 'ana' || name === 'ben' ? 'product-policy' : 'national-security';

/** The ledger opens, people are registered, and the framework's first version is published. */
export function setting(
  recorder: Recorder,
  logKey = 'ledger.example/tests+00000000+AQID',
): readonly Recording[] {
  const opened: LedgerEvent = {
    type: 'LedgerOpened',
    data: {
      ledger: uuid('ledger'),
      origin: 'ledger.example/tests',
      logKey,
      administrator: personId('sec'),
      registrar: personId('cha'),
    },
  };
  const registrations = people.map((name) => recorder.record(directoryStream, registered(name)));
  return [recorder.record(ledgerStream, [opened]), ...registrations, published(recorder)];
}

export function registered(name: string): readonly [LedgerEvent, ...LedgerEvent[]] {
  const person = personId(name);
  const secret = 'c'.repeat(42).concat('A');
  const role =
    name === 'sec' ? 'secretary' : name === 'cha' ? 'chair' : name === 'sub' ? 'submitter' : 'reviewer';
  return [
    { type: 'PersonRegistered', data: { person, kind: 'human', name: `Name of ${name}`, secret } },
    { type: 'RoleGranted', data: { person, role } },
    ...(role === 'reviewer' ? [{ type: 'TeamJoined' as const, data: { person, team: teamOf(name) } }] : []),
  ];
}

function published(recorder: Recorder): Recording {
  const { version, hash, terms, criteria } = framework;
  return recorder.record(frameworkStream(frameworkKey), [
    { type: 'FrameworkPublished', data: { version, hash, terms, criteria: criteria.length } },
    ...criteria.map((criterion, order) => ({
      type: 'CriterionPublished' as const,
      data: { version, order, criterion },
    })),
  ]);
}
