import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { codeOf, ServedWorld } from './served-world.ts';

const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
const received = { framework: 'tests', fields };
const aKey = () => ({ 'idempotency-key': randomUUID() });

describe('commands over HTTP', () => {
  let up: ServedWorld;
  before(async () => {
    up = await ServedWorld.open();
  });
  after(() => up.close());

  it('takes a submission, says where it is, and answers the same when it is sent again', async () => {
    const key = aKey();
    const first = await up.as('sub').post('/api/submissions', received, key);
    expect(first.status).to.equal(201);
    expect(first.headers.location).to.match(/^\/api\/submissions\/[0-9a-f-]{36}$/);
    const again = await up.as('sub').post('/api/submissions', received, key);
    expect(again.status).to.equal(200);
    expect(again.json()).to.deep.equal({ ...Object(first.json()), replayed: true });
  });

  it('acts once for one key, on two connections at once', async () => {
    const key = aKey();
    const both = await Promise.all([1, 2].map(() => up.as('sub').post('/api/submissions', received, key)));
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 201]);
  });

  it('refuses a key that was used for something else, without the first answer', async () => {
    const key = aKey();
    await up.as('sub').post('/api/submissions', received, key);
    const other = await up.as('sub').post('/api/submissions', { ...received, useCategory: 'logistics' }, key);
    expect([other.status, codeOf(other)]).to.deep.equal([409, 'idempotency-mismatch']);
  });

  it('wants a key', async () => {
    const answered = await up.as('sub').post('/api/submissions', received);
    expect([answered.status, codeOf(answered)]).to.deep.equal([400, 'idempotency-key-missing']);
  });

  it('names the field and the rule of data that do not fit', async () => {
    const answered = await up.as('sub').post('/api/submissions', { framework: 'tests' }, aKey());
    expect(answered.status).to.equal(400);
    expect(answered.json()).to.include({ detail: 'receive-submission: fields: is required' });
  });

  it('refuses a person without the role, saying who may', async () => {
    const answered = await up.as('ana').post('/api/submissions', received, aKey());
    expect([answered.status, codeOf(answered)]).to.deep.equal([403, 'not-permitted']);
  });

  it('wants to know what was seen where an act rests on it', async () => {
    const { submission = '' } = await up.as('sub').act('', 'receive-submission', received);
    const path = `/api/submissions/${submission}/screen-submission`;
    const without = await up.as('sec').post(path, { scope: 'in' }, aKey());
    expect([without.status, codeOf(without)]).to.deep.equal([428, 'precondition-required']);
    const any = await up.as('sec').post(path, { scope: 'in' }, { ...aKey(), 'if-match': '*' });
    expect([any.status, codeOf(any)]).to.deep.equal([400, 'invalid-request']);
  });

  it('answers alike for a submission that somebody does not see and for one that there is not', async () => {
    const { submission = '' } = await up.as('sub').act('', 'receive-submission', received);
    const ask = (id: string) =>
      up.as('ana').post(`/api/submissions/${id}/add-comment`, { text: 'Hello' }, aKey());
    const [foreign, missing] = [await ask(submission), await ask(randomUUID())];
    expect([foreign.status, missing.status]).to.deep.equal([404, 404]);
    const masked = (body: string): string => body.replaceAll(/[0-9a-f-]{36}/g, 'ID');
    expect(masked(foreign.body)).to.equal(masked(missing.body));
  });

  it('makes a person’s id and secret itself, and takes none', async () => {
    const send = (data: object) => up.as('reg').post('/api/directory/register-person', data, aKey());
    const made = await send({ kind: 'human', name: 'Zoë' });
    expect(made.status).to.equal(201);
    expect(made.json()).to.have.property('person');
    const given = await send({ kind: 'human', name: 'Zoë', secret: 'a'.repeat(43) });
    expect([given.status, codeOf(given)]).to.deep.equal([400, 'invalid-command']);
  });
});
