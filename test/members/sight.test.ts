import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Visibility } from '../../events/fields.ts';
import type { Viewer } from '../../src/members/viewer.ts';
import type { Name } from '../decider/people.ts';
import { caseDecided, caseUnderReview } from '../http/a-case.ts';
import { refused } from '../vault/refusals.ts';
import { MembersWorld } from './members-world.ts';

type Row = readonly [Name, string, Partial<Viewer>, Visibility | 'not-found'];

/** Of a case that sub brought and spo sponsors: ana, ben and cem sit, dua is recused, eli has not declared yet. */
const underReview: readonly Row[] = [
  ['ana', 'sits', {}, 'panel'],
  ['cem', 'sits, and has not judged', {}, 'panel'],
  ['ana', 'sits, being an auditor too', { roles: ['reviewer', 'auditor'] }, 'panel'],
  ['cem', 'sits, and has left the team', { teams: [] }, 'public'],
  ['cem', 'has left the team, being an auditor too', { teams: [], roles: ['auditor'] }, 'public'],
  ['eli', 'has not declared', {}, 'public'],
  ['eli', 'has not declared, being the chair', { roles: ['reviewer', 'chair'] }, 'public'],
  ['dua', 'is recused', {}, 'not-found'],
  ['dua', 'is recused, whatever they hold', { roles: ['secretary', 'chair', 'auditor'] }, 'not-found'],
  ['dua', 'is recused, at the machine', { roles: ['secretary'], via: 'operator' }, 'not-found'],
  ['sub', 'brought it', {}, 'participants'],
  ['spo', 'sponsors it', {}, 'participants'],
  ['sub', 'brought it, being secretary and chair', { roles: ['secretary', 'chair'] }, 'participants'],
  ['spo', 'sponsors it, being an auditor', { roles: ['auditor'] }, 'participants'],
  ['sec', 'is the secretary', {}, 'panel'],
  ['cha', 'is the chair', {}, 'panel'],
  ['bot', 'is a service with the secretary’s office', { roles: ['service', 'secretary'] }, 'panel'],
  ['aud', 'is an auditor', {}, 'auditors'],
  ['aud', 'is an auditor and the chair', { roles: ['chair', 'auditor'] }, 'auditors'],
  ['fay', 'reviews elsewhere', {}, 'not-found'],
  ['own', 'brings other cases', {}, 'not-found'],
  ['ver', 'verifies elsewhere', {}, 'not-found'],
  ['ste', 'is a steward', {}, 'not-found'],
  ['reg', 'is the registrar', {}, 'not-found'],
  ['adm', 'is an administrator', {}, 'not-found'],
  ['fay', 'reports', { roles: ['reporter'] }, 'not-found'],
  ['fay', 'is the privacy officer', { roles: ['privacy-officer'] }, 'not-found'],
  ['bot', 'is a service', {}, 'not-found'],
];

const decided: readonly Row[] = [
  ['own', 'owns a condition', {}, 'participants'],
  ['ver', 'verifies one', {}, 'participants'],
  ['own', 'owns a condition, being an auditor', { roles: ['auditor'] }, 'auditors'],
  ['ana', 'sat', {}, 'panel'],
  ['fay', 'had no part', {}, 'not-found'],
];

describe('who sees a submission, and how much of it', () => {
  let up: MembersWorld;
  const cases = new Map<string, string>();
  before(async () => {
    up = await MembersWorld.open();
    cases.set('under review', await caseUnderReview(up.world));
    cases.set('decided', (await caseDecided(up.world)).submission);
    await up.projector.waitFor();
  });
  after(() => up.close());

  for (const [situation, rows] of [
    ['under review', underReview],
    ['decided', decided],
  ] as const) {
    for (const [name, what, changes, sees] of rows) {
      it(`${situation}: ${name}, who ${what}: ${sees}`, async () => {
        const submission = cases.get(situation) ?? '';
        const entering = up.members.entrance.enter(up.viewer(name, changes), submission);
        if (sees === 'not-found') await refused(entering, 'not-found');
        else expect((await entering).audience).to.equal(sees);
      });
    }
  }

  it('says of a missing, a foreign and a fenced case the very same', async () => {
    const said = async (name: Name, submission: string): Promise<string> => {
      const answers: string[] = [];
      const { members } = up;
      const viewer = up.viewer(name);
      for (const read of [
        () => members.submission(viewer, submission),
        () => members.timeline(viewer, submission),
        () => members.explain(viewer, submission),
        () => members.attachment(viewer, submission, randomUUID()),
      ])
        answers.push(await read().then(() => 'read', String));
      return answers.join('\n').replaceAll(submission, 'ID');
    };
    const submission = cases.get('under review') ?? '';
    const missing = await said('fay', randomUUID());
    expect(missing).not.to.contain('read');
    expect(await said('fay', submission)).to.equal(missing);
    expect(await said('dua', submission)).to.equal(missing);
    expect(await said('aud', randomUUID())).to.equal(missing);
  });

  it('neither lists, counts nor gives as work or as events what somebody does not see', async () => {
    const submission = cases.get('under review') ?? '';
    const listed = async (name: Name, changes: Partial<Viewer> = {}) => {
      const viewer = up.viewer(name, changes);
      const { items, count } = await up.members.submissions(viewer, {}, {});
      const work = await up.members.work(viewer, { limit: 1000 });
      let events = 0;
      const range = { stream: `submission-${submission}` };
      for await (const _ of up.members.events(viewer).some(range, 1000)) events += 1;
      return {
        lists: items.some((line) => line.submission === submission),
        count,
        works: work.items.some((each) => each.submission === submission),
        follows: events > 0,
      };
    };
    const nothing = { lists: false, works: false, follows: false };
    expect(await listed('sec')).to.deep.include({ lists: true, count: 2, follows: true });
    expect(await listed('cem')).to.deep.equal({ lists: true, count: 2, works: true, follows: true });
    expect(await listed('reg')).to.deep.equal({ ...nothing, count: 0 });
    expect(await listed('fay')).to.deep.equal({ ...nothing, count: 0 });
    // The decided case is theirs to see; the one that they stepped back from is not.
    expect(await listed('dua')).to.deep.equal({ ...nothing, count: 1 });
    expect(await listed('dua', { roles: ['secretary'] })).to.deep.equal({ ...nothing, count: 1 });
    expect(await listed('cem', { teams: [] })).to.deep.include({ lists: true, works: false });
  });
});
