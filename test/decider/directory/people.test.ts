import { expect } from 'chai';
import { describe, it } from 'mocha';
import { initialDirectoryState } from '../../../projections/directory.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { at, does, type Offices } from '../offices.ts';
import { idOf } from '../people.ts';

const secret = 'A'.repeat(43);
const person = (name: string, changes: Partial<CommandData<'register-person'>> = {}) =>
  ({ person: idOf(name), kind: 'human', name, secret, ...changes }) as const;
const archive = { imported: { source: 'archive' } };

describe('registering a person', () => {
  it('is the registrar’s, and records name, address, secret and source key', () => {
    const full = person('zoe', { kind: 'organisation', address: 'zoe@example.org', sourceKey: 'z-1' });
    at({})
      .when(does('reg', 'register-person', full))
      .emits({ type: 'PersonRegistered', data: full });
    at({})
      .when(does('adm', 'register-person', full))
      .refuses('not-permitted', { accepted: ['registrar'] });
  });

  it('is refused for an id that is taken', () =>
    at({})
      .when(does('reg', 'register-person', person('ana')))
      .refuses('already-exists', { what: 'person', id: idOf('ana') }));

  it('is recorded of imported people, whoever asks', () => {
    at({})
      .when(does(null, 'register-person', person('zoe'), archive))
      .broke('not-permitted');
    at({}, does(null, 'register-person', person('zoe'), archive)).shows((desk) => {
      expect(desk.directory.people.get(idOf('zoe'))?.source).to.equal('archive');
    });
  });
});

describe('the founding of the directory', () => {
  const founders = { administrator: idOf('adm'), registrar: idOf('reg') };
  const empty: Offices = { directory: initialDirectoryState, founders };
  const operator = { via: 'operator' } as const;
  const registerAdministrator = does('reg', 'register-person', person('adm'), operator);
  const registerRegistrar = does('adm', 'register-person', person('reg'), operator);
  const both = [registerAdministrator, does('reg', 'register-person', person('reg'), operator)];
  const grantAdministrator = does(
    'reg',
    'grant-role',
    { person: idOf('adm'), role: 'administrator' },
    operator,
  );
  const grantRegistrar = does('adm', 'grant-role', { person: idOf('reg'), role: 'registrar' }, operator);

  it('is by the two whom the ledger names, who register each other and grant each other the first role', () => {
    at(empty)
      .when(registerAdministrator)
      .emits({ type: 'PersonRegistered', data: person('adm') });
    at(empty).when(registerAdministrator).as('registrar');
    at(empty, registerAdministrator).when(registerRegistrar).as('administrator');
    at(empty, ...both)
      .when(grantAdministrator)
      .emits({ type: 'RoleGranted', data: { person: idOf('adm'), role: 'administrator' } });
    at(empty, ...both)
      .when(grantAdministrator)
      .as('registrar');
    at(empty, ...both)
      .when(grantRegistrar)
      .emits({ type: 'RoleGranted', data: { person: idOf('reg'), role: 'registrar' } });
    at(empty, ...both, grantAdministrator)
      .when(grantRegistrar)
      .as('administrator');
  });

  it('lets nobody grant themselves the first role, and no other role', () => {
    at(empty, ...both)
      .when({ ...grantRegistrar, by: 'reg' })
      .refuses('not-permitted');
    at(empty, ...both)
      .when(does('reg', 'grant-role', { person: idOf('adm'), role: 'auditor' }, operator))
      .refuses('not-permitted');
  });

  it('registers nobody else, and passes only on the operator’s word', () => {
    at(empty)
      .when(does('reg', 'register-person', person('zoe'), operator))
      .refuses('not-permitted');
    at(empty)
      .when(does('reg', 'register-person', person('reg')))
      .refuses('not-permitted');
    at({ directory: initialDirectoryState })
      .when(does('reg', 'register-person', person('reg'), operator))
      .refuses('not-permitted');
  });

  it('is over once anybody else is registered', () =>
    at(empty, ...both, grantRegistrar, does('reg', 'register-person', person('zoe')))
      .when(grantAdministrator)
      .refuses('separation-of-duties', { rule: 'SOD-7' }));
});
