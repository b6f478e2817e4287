import { hash } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { consistencyProof } from '../../projections/merkle/proof.ts';
import { formatCheckpoint, openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { cosignedAt } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { openNote, signNote } from '../../src/checkpoint/note.ts';
import { parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { formatAddCheckpoint } from '../../src/witnessing/add-checkpoint.ts';
import { entries, GrownLog, origin } from './grown-log.ts';
import { parseAddCheckpoint, SmallWitness } from './small-witness.ts';

/** The example of C2SP tlog-witness. */
const published = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;

describe('a witness', () => {
  let log: GrownLog;
  let witness: SmallWitness;
  beforeEach(async () => {
    log = new GrownLog().grow(entries(5));
    witness = await SmallWitness.start('w.example', [log.key.verifier]);
  });
  afterEach(() => witness.close());

  const post = (body: string): Promise<Response> =>
    fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });

  /** Sends what this log publishes now, with the proof from `old`. */
  async function add(old: number, of = log, proof?: readonly Uint8Array[]): Promise<Response> {
    const { size, note } = await of.publish();
    const hashes = proof ?? consistencyProof(of.nodes, Math.min(old, size), size);
    return post(formatAddCheckpoint({ old, proof: hashes, checkpoint: note }));
  }

  it('reads a request as the example of the standard spells it, and we write it so', () => {
    const asked = parseAddCheckpoint(published);
    expect(asked).to.include({ old: 20_852_014 });
    expect(asked?.proof).to.have.length(4);
    expect(asked && formatAddCheckpoint({ ...asked, checkpoint: asked.note })).to.equal(published);
  });

  it('cosigns a first checkpoint and one that follows from it, and shows the last to monitors', async () => {
    expect((await add(0)).status).to.equal(200);
    log.grow(entries(4, 'more'));
    const response = await add(5);
    expect(response.status).to.equal(200);
    const { note } = log.newest() ?? (await log.publish());
    const keys = [log.key.verifier, witness.vkey].map(parseVerifierKey);
    const { good } = openNote(note + (await response.text()), keys);
    expect(good.map(({ name }) => name)).to.deep.equal([origin, 'w.example']);
    expect(good.slice(1).map(cosignedAt)).to.deep.equal([1_700_000_002]);
    const shown = await fetch(`${witness.url}/${hash('sha256', origin, 'hex')}/checkpoint`);
    expect(openCheckpoint(await shown.text(), keys).good).to.have.length(2);
    expect((await fetch(`${witness.url}/${hash('sha256', 'other', 'hex')}/checkpoint`)).status).to.equal(404);
  });

  it('cosigns the same checkpoint again', async () => {
    await add(0);
    expect((await add(5)).status).to.equal(200);
  });

  it('refuses what is no request', async () => {
    const { note } = await log.publish();
    const bodies = [
      '',
      'old 0\n',
      note,
      `old 00\n\n${note}`,
      `old 0 \n\n${note}`,
      `old -1\n\n${note}`,
      `Old 0\n\n${note}`,
    ];
    bodies.push(`old 0\nAAAA\n\n${note}`, `old 0\n${'AAAA\n'.repeat(64)}\n${note}`, 'old 0\n\nno note\n');
    const statuses = await Promise.all(bodies.map(async (body) => (await post(body)).status));
    expect(statuses).to.deep.equal(bodies.map(() => 400));
    expect(witness.held(origin)).to.equal(null);
  });

  it('refuses an origin that it does not know', async () => {
    const key = makeLogKey('other.example/log');
    const text = formatCheckpoint({ ...(await log.publish()), origin: 'other.example/log' });
    const note = await signNote(text, [parseSignerKey(key.signer)]);
    expect((await post(`old 0\n\n${note}`)).status).to.equal(404);
  });

  it('refuses a log whose key it does not know, and a signature that does not fit', async () => {
    const other = new GrownLog(makeLogKey(origin)).grow(entries(5));
    expect((await add(0, other)).status).to.equal(403);
    const { note } = await log.publish();
    const changed = note.replace('\n5\n', '\n6\n');
    expect((await post(`old 0\n\n${changed}`)).status).to.equal(403);
    // A line of an unknown key beside the right one does no harm.
    const unknown = (await other.publish()).note.trimEnd().split('\n').at(-1);
    expect((await post(`old 0\n\n${note}${unknown}\n`)).status).to.equal(200);
  });

  it('refuses an old size beyond the checkpoint', async () => {
    const { note } = await log.publish();
    expect((await post(`old 6\n\n${note}`)).status).to.equal(400);
  });

  it('says which size it holds where it is another', async () => {
    await add(0);
    log.grow(entries(3, 'more'));
    for (const old of [0, 3, 7]) {
      const response = await add(old);
      expect([response.status, response.headers.get('content-type'), await response.text()]).to.deep.equal([
        409,
        'text/x.tlog.size',
        '5\n',
      ]);
    }
    expect(witness.held(origin)).to.include({ size: 5 });
  });

  it('refuses a rollback', async () => {
    await add(0);
    log.rollBack(3);
    expect((await add(3)).status).to.equal(409);
    expect((await add(0)).status).to.equal(409);
  });

  it('refuses a fork, grown further or of the same size', async () => {
    await add(0);
    const fork = new GrownLog(log.key).grow(entries(5, 'forged'));
    expect((await add(5, fork)).status).to.equal(422);
    fork.grow(entries(4, 'more'));
    expect((await add(5, fork)).status).to.equal(422);
    expect(witness.held(origin)).to.include({ size: 5 });
  });

  it('refuses a bad proof: missing, cut, extended, of another size, or where none is needed', async () => {
    const proof = consistencyProof(log.nodes, 3, 5);
    expect((await add(0, log, proof)).status).to.equal(422);
    await add(0);
    log.grow(entries(6, 'more'));
    const good = consistencyProof(log.nodes, 5, 11);
    const bad = [
      [],
      good.slice(1),
      good.slice(0, -1),
      [...good, Buffer.alloc(32)],
      consistencyProof(log.nodes, 4, 11),
    ];
    for (const each of bad) expect((await add(5, log, each)).status).to.equal(422);
    expect((await add(5, log, good)).status).to.equal(200);
    expect((await add(11, log, good)).status).to.equal(422);
  });

  it('refuses the empty log with another root than that of no bytes', async () => {
    const text = `${origin}\n0\n${Buffer.alloc(32).toString('base64')}\n`;
    const note = await signNote(text, [parseSignerKey(log.key.signer)]);
    expect((await post(`old 0\n\n${note}`)).status).to.equal(422);
    expect((await add(0, new GrownLog(log.key))).status).to.equal(200);
  });

  it('cosigns one of two that are sent at once from the same size, and never goes back', async () => {
    await add(0);
    const longer = new GrownLog(log.key).grow([...entries(5), ...entries(9, 'more')]);
    log.grow(entries(4, 'more'));
    const responses = await Promise.all([add(5), add(5, longer), add(5), add(5, longer)]);
    expect(responses.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409, 409]);
  });
});
