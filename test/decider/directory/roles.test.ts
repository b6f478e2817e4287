import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { at, type Desk, does } from '../offices.ts';
import { idOf } from '../people.ts';
import { propose, proposed, seated, withPerson } from './changes.ts';

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

  it('makes nobody administrator who sits on an open panel (SOD-9)', () => {
    const office = { ...withPerson('zoe', {}), openSeats: () => 1 };
    at(office)
      .when(propose('reg', 'zoe', 'administrator'))
      .refuses('separation-of-duties', { rule: 'SOD-9' });
  });

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
