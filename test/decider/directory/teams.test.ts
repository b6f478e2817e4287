import { describe, it } from 'mocha';
import { at, type Desk, does } from '../offices.ts';
import { idOf } from '../people.ts';
import { propose, proposed, seated, withPerson } from './changes.ts';

const archive = { imported: { source: 'archive' } };

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
