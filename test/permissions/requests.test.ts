import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Roles } from '../../events/ids.ts';
import { mayAsk, type RequestName, requestRules, requireMayAsk } from '../../src/permissions/requests.ts';
import { refusal } from '../vault/refusals.ts';

const person = 'ana';
const as = (...roles: (typeof Roles)[number][]) => ({ person, via: 'token', roles }) as const;
const names = Object.keys(requestRules).filter((name): name is RequestName => name in requestRules);

describe('the table of requests', () => {
  it('opens to who shows no credential only what is for anyone', () => {
    const open = names.filter((name) => mayAsk(name, null, { person, sight: 'auditors' }));
    expect(open).to.have.members(['read-service', 'redeem-code', 'read-feed']);
  });

  it('gives the holders of each role what names the role, and nothing else that names one', () => {
    for (const role of Roles)
      for (const name of names.filter((each) => !mayAsk(each, as(), { person: 'ben' })))
        expect(mayAsk(name, as(role), { person: 'ben' }), `${role} ${name}`).to.equal(
          requestRules[name].who.includes(role),
        );
  });

  it('lets people have what is about themselves, and others only by an office', () => {
    expect(mayAsk('export-person', as(), { person })).to.equal(true);
    expect(mayAsk('export-person', as('auditor'), { person: 'ben' })).to.equal(false);
    expect(mayAsk('export-person', as('privacy-officer'), { person: 'ben' })).to.equal(true);
  });

  it('lets nobody issue themselves an enrolment code, whatever they are', () => {
    expect(mayAsk('issue-enrolment-code', as('registrar'), { person: 'ben' })).to.equal(true);
    expect(mayAsk('issue-enrolment-code', { ...as('registrar'), via: 'operator' }, { person })).to.equal(
      false,
    );
  });

  it('opens a submission to who sees it deep enough, and to no role that does not', () => {
    expect(mayAsk('read-timeline', as(), { sight: 'public' })).to.equal(true);
    expect(mayAsk('export-submission', as(), { sight: 'public' })).to.equal(false);
    expect(mayAsk('export-submission', as(), { sight: 'auditors' })).to.equal(true);
    expect(mayAsk('read-timeline', as(...Roles), { sight: null })).to.equal(false);
    expect(mayAsk('read-timeline', as(...Roles))).to.equal(false);
  });

  it('names the separation of duties, or who may, where it refuses', () => {
    const own = refusal(
      () => requireMayAsk('issue-enrolment-code', as('registrar'), { person }),
      'separation-of-duties',
    );
    expect(own.rule).to.equal('SOD-7');
    const none = refusal(() => requireMayAsk('read-population', as('chair')), 'not-permitted');
    expect(none.facts).to.deep.equal({
      command: 'read-population',
      accepted: ['auditor', 'reporter', 'secretary'],
    });
  });
});
