import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Role, Roles } from '../../events/ids.ts';
import type { Caller } from '../../src/identity/caller.ts';
import { enrol, revokeAllOf, revokeToken, tokensOf } from '../../src/identity/credential-acts.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { type Asker, requireMayEnrol } from '../../src/identity/may-enrol.ts';
import { memoryIdentity } from '../../src/identity/sqlite.ts';
import { refusal, refused } from '../vault/refusals.ts';

const [ana, ben] = [randomUUID(), randomUUID()];
const as = (via: Caller['via'], ...roles: readonly Role[]): Asker => ({
  by: { person: randomUUID(), via, credential: randomUUID() },
  roles,
});
const enrolling: readonly Role[] = ['registrar', 'administrator'];

describe('who may issue an enrolment code', () => {
  it('is a registrar or an administrator, for somebody who never had a token', () => {
    for (const role of Roles) {
      const asked = { ...as('token', role), person: ana, hasLiveToken: false, hasHadToken: false };
      if (enrolling.includes(role)) expect(requireMayEnrol(asked)).to.deep.equal({ recovery: false });
      else
        expect(refusal(() => requireMayEnrol(asked), 'not-permitted').facts).to.deep.include({
          command: 'issue-enrolment-code',
        });
    }
  });

  it('is nobody but the operator at the machine for somebody who has one', () => {
    for (const via of ['token', 'session'] as const) {
      const asked = {
        ...as(via, 'registrar', 'administrator'),
        person: ana,
        hasLiveToken: true,
        hasHadToken: true,
      };
      expect(refusal(() => requireMayEnrol(asked), 'not-permitted').facts).to.deep.equal({
        command: 'issue-enrolment-code',
        accepted: ['operator'],
      });
    }
    const operator = { ...as('operator'), person: ana };
    expect(requireMayEnrol({ ...operator, hasLiveToken: true, hasHadToken: true })).to.deep.equal({
      recovery: true,
    });
    expect(requireMayEnrol({ ...operator, hasLiveToken: false, hasHadToken: false })).to.deep.equal({
      recovery: false,
    });
  });

  it('is never the person themselves', () => {
    for (const via of ['token', 'session', 'operator'] as const) {
      const asker = as(via, 'registrar');
      const asked = { ...asker, person: asker.by.person, hasLiveToken: false, hasHadToken: false };
      expect(refusal(() => requireMayEnrol(asked), 'separation-of-duties').rule).to.equal('SOD-7');
    }
  });
});

describe('acts on credentials', () => {
  let identity: Identity;
  const registrar = as('session', 'registrar');
  const inDirectory = { isInDirectory: (id: string) => id === ana || id === ben };

  beforeEach(() => {
    identity = memoryIdentity();
  });
  afterEach(() => identity.close());

  const enrolled = async (person: string) => {
    const { code } = await enrol(identity, registrar, { person, ...inDirectory });
    const { token, state } = await identity.redeemCode({ code, label: 'laptop' });
    const by = await identity.callerOfToken(token);
    if (by === null) throw new Error('the token is not live');
    return { asker: { by, roles: [] } satisfies Asker, state };
  };

  it('enrol whoever is in the directory, for as long as was asked', async () => {
    const { person, expires } = await enrol(identity, registrar, { person: ana, days: 1, ...inDirectory });
    expect(person).to.equal(ana);
    expect(Date.parse(expires)).to.be.lessThan(Date.now() + 86_400_001);
    const nobody = { person: randomUUID(), ...inDirectory };
    await refused(enrol(identity, registrar, nobody), 'unknown-reference');
    // Who may not enrol learns nothing of who there is.
    await refused(enrol(identity, as('token', 'secretary'), nobody), 'not-permitted');
  });

  it('issue a second code for recovery at the machine alone', async () => {
    await enrolled(ana);
    await refused(enrol(identity, registrar, { person: ana, ...inDirectory }), 'not-permitted');
    const { code } = await enrol(identity, as('operator'), { person: ana, ...inDirectory });
    await identity.redeemCode({ code, label: 'again' });
  });

  it('do not make anybody of who can end tokens: whoever had one gets the next at the machine', async () => {
    await enrolled(ana);
    await revokeAllOf(identity, registrar, ana);
    await refused(enrol(identity, registrar, { person: ana, ...inDirectory }), 'not-permitted');
    await enrol(identity, as('operator'), { person: ana, ...inDirectory });
  });

  it('list tokens to their owner, to auditors and at the machine', async () => {
    const { asker, state } = await enrolled(ana);
    for (const each of [asker, as('session', 'auditor'), as('operator')])
      expect((await tokensOf(identity, each, ana)).map(({ id }) => id)).to.deep.equal([state.id]);
    await refused(tokensOf(identity, as('session', 'secretary', 'chair'), ana), 'not-permitted');
  });

  it('revoke a token for its owner and for who enrols; to others there is none', async () => {
    const own = await enrolled(ana);
    const other = await enrolled(ben);
    const answers = [other.state.id, randomUUID()].map(async (id) => {
      const { message } = await refused(revokeToken(identity, own.asker, id), 'not-found');
      return message.replace(id, '');
    });
    expect(new Set(await Promise.all(answers)).size).to.equal(1);
    expect((await revokeToken(identity, own.asker, own.state.id)).live).to.equal(false);
    expect((await revokeToken(identity, registrar, other.state.id)).live).to.equal(false);
  });

  it('revoke everything of a person for them and for who enrols', async () => {
    const own = await enrolled(ana);
    await refused(revokeAllOf(identity, own.asker, ben), 'not-permitted');
    expect(await revokeAllOf(identity, own.asker, ana)).to.deep.include({ tokens: 1 });
    expect(await revokeAllOf(identity, registrar, ana)).to.deep.include({ tokens: 0 });
  });
});
