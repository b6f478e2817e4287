import { expect } from 'chai';
import { describe, it } from 'mocha';
import { initialDirectoryState, type PersonState } from '../../projections/directory.ts';
import type { CommandData } from '../../src/commands/catalogue.ts';
import { at, type Desk, does, type Offices } from './offices.ts';
import { directory, idOf } from './people.ts';

const secret = 'A'.repeat(43);
const person = (name: string, changes: Partial<CommandData<'register-person'>> = {}) =>
  ({ person: idOf(name), kind: 'human', name, secret, ...changes }) as const;
const archive = { imported: { source: 'archive' } };

/** The directory of the tests with somebody added, or changed. */
const withPerson = (name: string, changes: Partial<PersonState>): Offices => {
  const known: PersonState = directory.people.get(idOf(name)) ?? {
    person: idOf(name),
    kind: 'human',
    event: idOf(`registered ${name}`),
    registeredAt: '2026-01-01T00:00:00.000Z',
    source: null,
    roles: [],
    teams: [],
  };
  const people = new Map(directory.people).set(idOf(name), { ...known, ...changes });
  return { directory: { ...directory, people } };
};
const seated = (...names: readonly string[]): Offices => ({
  openSeats: (id) => (names.map(idOf).includes(id) ? 1 : 0),
});

const proposed = (desk: Desk): string => desk.last('RoleProposed').id;
const propose = (
  by: string,
  name: string,
  role: CommandData<'propose-role'>['role'],
  change: 'grant' | 'revoke' = 'grant',
) => does(by, 'propose-role', { person: idOf(name), role, change });

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

describe('proposing a role', () => {
  it('records who shall get or lose which role, and why', () => {
    const data = {
      person: idOf('zoe'),
      role: 'auditor',
      change: 'grant',
      reason: 'The year’s audit',
    } as const;
    at(withPerson('zoe', {}))
      .when(does('reg', 'propose-role', data))
      .emits({ type: 'RoleProposed', data });
  });

  it('is refused for oneself, for nobody, for a role held and one not held', () => {
    at({})
      .when(propose('reg', 'reg', 'auditor'))
      .refuses('separation-of-duties', { rule: 'SOD-7' });
    at({})
      .when(propose('reg', 'zoe', 'auditor'))
      .refuses('unknown-reference', { field: 'person' });
    at({})
      .when(propose('reg', 'ste', 'steward'))
      .refuses('already-exists', { what: 'role', id: 'steward' });
    at({})
      .when(propose('reg', 'ste', 'chair', 'revoke'))
      .refuses('not-found', { what: 'role', id: 'chair' });
  });
});

describe('granting a role', () => {
  const grant = (by: string, name: string, role: CommandData<'grant-role'>['role']) =>
    does(by, 'grant-role', { person: idOf(name), role });
  const grantProposed = (by: string, name: string, role: CommandData<'grant-role'>['role']) => (desk: Desk) =>
    does(by, 'grant-role', { person: idOf(name), role, proposal: proposed(desk) });

  it('takes one person for a role of the desk or the panel', () =>
    at({})
      .when(grant('reg', 'sub', 'secretary'))
      .emits({ type: 'RoleGranted', data: { person: idOf('sub'), role: 'secretary' } }));

  for (const role of ['administrator', 'registrar', 'auditor', 'steward', 'privacy-officer'] as const) {
    it(`takes two people for ${role}`, () => {
      const office = withPerson('zoe', {});
      at(office)
        .when(grant('reg', 'zoe', role))
        .refuses('separation-of-duties', { rule: 'SOD-7' });
      at(office, propose('reg', 'zoe', role))
        .when(grantProposed('reg', 'zoe', role))
        .refuses('separation-of-duties', { rule: 'SOD-7' });
      at(office, propose('reg', 'zoe', role))
        .when(grantProposed('adm', 'zoe', role))
        .emits((desk) => ({
          type: 'RoleGranted',
          data: { person: idOf('zoe'), role, proposal: proposed(desk) },
        }));
    });
  }

  it('takes two people for anybody who sits on an open panel', () => {
    at(seated('ana'))
      .when(grant('reg', 'ana', 'verifier'))
      .refuses('separation-of-duties', { rule: 'SOD-7' });
    at(seated('ana'), propose('reg', 'ana', 'verifier'))
      .when(grantProposed('adm', 'ana', 'verifier'))
      .emits((desk) => ({
        type: 'RoleGranted',
        data: { person: idOf('ana'), role: 'verifier', proposal: proposed(desk) },
      }));
  });

  it('is refused for oneself even with a proposal', () =>
    at({}, propose('adm', 'reg', 'auditor'))
      .when(grantProposed('reg', 'reg', 'auditor'))
      .refuses('separation-of-duties', { rule: 'SOD-7' }));

  it('uses a proposal once, and only for what it proposes', () => {
    const office = withPerson('zoe', {});
    at(office, propose('reg', 'zoe', 'auditor'))
      .when(grantProposed('adm', 'zoe', 'steward'))
      .refuses('invalid-command', {
        field: 'proposal',
        rule: `proposes to grant auditor for ${idOf('zoe')}, and not this change`,
      });
    at(
      office,
      propose('reg', 'zoe', 'auditor'),
      grantProposed('adm', 'zoe', 'auditor'),
      does('reg', 'revoke-role', { person: idOf('zoe'), role: 'auditor' }),
    )
      .when(grantProposed('adm', 'zoe', 'auditor'))
      .refuses('already-exists', { what: 'role change' });
    at(office)
      .when(does('adm', 'grant-role', { person: idOf('zoe'), role: 'auditor', proposal: idOf('none') }))
      .refuses('unknown-reference', { field: 'proposal', id: idOf('none') });
  });

  it('keeps an administrator apart from content, in either direction', () => {
    at({})
      .when(grant('reg', 'adm', 'submitter'))
      .refuses('separation-of-duties', { rule: 'SOD-9' });
    at({})
      .when(propose('reg', 'ste', 'administrator'))
      .refuses('separation-of-duties', { rule: 'SOD-9' });
    at({})
      .when(does('adm', 'grant-role', { person: idOf('ste'), role: 'administrator' }))
      .refuses('separation-of-duties', { rule: 'SOD-9' });
  });

  it('gives a service account a desk and no voting seat, and the role service to programs alone', () => {
    at({})
      .when(grant('reg', 'bot', 'secretary'))
      .emits({ type: 'RoleGranted', data: { person: idOf('bot'), role: 'secretary' } });
    at({})
      .when(grant('reg', 'bot', 'reviewer'))
      .refuses('separation-of-duties', { rule: 'SOD-10' });
    at({})
      .when(grant('reg', 'ana', 'service'))
      .refuses('invalid-command', { field: 'role' });
  });

  it('is refused for a role held, and to whom the table does not name', () => {
    at({})
      .when(grant('reg', 'ana', 'reviewer'))
      .refuses('already-exists', { what: 'role', id: 'reviewer' });
    at({})
      .when(grant('ste', 'ana', 'secretary'))
      .refuses('not-permitted', { accepted: ['registrar', 'administrator'] });
  });
});

describe('revoking a role', () => {
  const revoke = (by: string, name: string, role: CommandData<'revoke-role'>['role']) =>
    does(by, 'revoke-role', { person: idOf(name), role });

  it('takes one person, with or without a reason', () =>
    at({})
      .when(does('reg', 'revoke-role', { person: idOf('ste'), role: 'steward', reason: 'Moved on' }))
      .emits({ type: 'RoleRevoked', data: { person: idOf('ste'), role: 'steward', reason: 'Moved on' } }));

  it('takes two people while the holder sits on an open panel', () => {
    at(seated('ana'))
      .when(revoke('reg', 'ana', 'reviewer'))
      .refuses('separation-of-duties', { rule: 'SOD-7' });
    at(seated('ana'), propose('adm', 'ana', 'reviewer', 'revoke'))
      .when((desk) =>
        does('reg', 'revoke-role', { person: idOf('ana'), role: 'reviewer', proposal: proposed(desk) }),
      )
      .emits((desk) => ({
        type: 'RoleRevoked',
        data: { person: idOf('ana'), role: 'reviewer', proposal: proposed(desk) },
      }));
  });

  it('is refused for oneself, for a role not held, and for the last who could grant any', () => {
    const two = withPerson('zoe', { roles: ['registrar'] });
    at(two)
      .when(revoke('reg', 'reg', 'registrar'))
      .refuses('separation-of-duties', { rule: 'SOD-7' });
    at({})
      .when(revoke('reg', 'ana', 'chair'))
      .refuses('not-found', { what: 'role', id: 'chair' });
    at({})
      .when(revoke('adm', 'reg', 'registrar'))
      .refuses('invalid-command', { field: 'role' });
    at(two)
      .when(revoke('adm', 'reg', 'registrar'))
      .emits({ type: 'RoleRevoked', data: { person: idOf('reg'), role: 'registrar' } });
  });
});

describe('joining and leaving a team', () => {
  const team = 'product-policy';
  const join = (by: string | null, name: string, key = team) =>
    does(by, 'join-team', { person: idOf(name), team: key });
  const leave = (by: string | null, name: string, key = team) =>
    does(by, 'leave-team', { person: idOf(name), team: key });

  it('is the registrar’s to record', () => {
    at({})
      .when(join('reg', 'cem'))
      .emits({ type: 'TeamJoined', data: { person: idOf('cem'), team } });
    at({})
      .when(does('reg', 'leave-team', { person: idOf('ana'), team, reason: 'New post' }))
      .emits({ type: 'TeamLeft', data: { person: idOf('ana'), team, reason: 'New post' } });
    at({})
      .when(join('sec', 'cem'))
      .refuses('not-permitted', { accepted: ['registrar'] });
  });

  it('is refused for oneself, a membership that is there, and one that is not', () => {
    at({}).when(join('reg', 'reg')).refuses('separation-of-duties', { rule: 'SOD-7' });
    at({}).when(join('reg', 'ana')).refuses('already-exists', { what: 'team', id: team });
    at({}).when(leave('reg', 'cem')).refuses('not-found', { what: 'team', id: team });
  });

  it('takes two people to end a membership on which an open panel’s seat rests', () => {
    const agreed = propose('adm', 'eli', 'reviewer', 'revoke');
    const leaving = (desk: Desk) =>
      does('reg', 'leave-team', { person: idOf('eli'), team, proposal: proposed(desk) });
    at(seated('eli')).when(leave('reg', 'eli')).refuses('separation-of-duties', { rule: 'SOD-7' });
    at(seated('eli'), agreed)
      .when(leaving)
      .emits((desk) => ({
        type: 'TeamLeft',
        data: { person: idOf('eli'), team, proposal: proposed(desk) },
      }));
    at(seated('eli'), agreed, leaving)
      .when((desk) =>
        does('reg', 'leave-team', {
          person: idOf('eli'),
          team: 'national-security',
          proposal: proposed(desk),
        }),
      )
      .refuses('already-exists', { what: 'role change' });
  });

  it('can be proposed of a seated member who does not hold the role reviewer', () =>
    at({ ...withPerson('zoe', { teams: [team] }), ...seated('zoe') })
      .when(propose('reg', 'zoe', 'reviewer', 'revoke'))
      .emits({ type: 'RoleProposed', data: { person: idOf('zoe'), role: 'reviewer', change: 'revoke' } }));

  it('is imported for people of the same source, and for nobody else', () => {
    const office = withPerson('zoe', { source: 'archive' });
    at(office)
      .when({ ...join(null, 'zoe'), ...archive })
      .broke('not-permitted');
    at({ ...office, ...seated('zoe') }, { ...join(null, 'zoe'), ...archive })
      .when({ ...leave(null, 'zoe'), ...archive })
      .broke('SOD-7', 'not-permitted');
    at(office)
      .when({ ...join(null, 'ben', 'national-security'), ...archive })
      .refuses('import-closed');
    at(office)
      .when({ ...join(null, 'zoe'), imported: { source: 'other' } })
      .refuses('import-closed');
    at(office)
      .when({ ...join(null, 'nobody'), ...archive })
      .refuses('unknown-reference');
  });

  it('is where an import stops: it grants no role', () =>
    at(withPerson('zoe', { source: 'archive' }))
      .when({ ...does(null, 'grant-role', { person: idOf('zoe'), role: 'secretary' }), ...archive })
      .refuses('import-closed', { stream: 'directory' }));
});
