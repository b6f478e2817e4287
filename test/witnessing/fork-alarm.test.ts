import { expect } from 'chai';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { parseSignerKey } from '../../src/checkpoint/note-key.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';
import { type Cosigned, Witnesses } from '../../src/witnessing/witnesses.ts';
import { entries, GrownLog, origin } from './grown-log.ts';
import type { SmallWitness } from './small-witness.ts';
import { type Kept, WitnessedLog } from './witnessed-log.ts';

describe('the alarm of a fork', () => {
  let witnessed: WitnessedLog;
  let log: GrownLog;
  let north: SmallWitness;
  let south: SmallWitness;
  let kept: Kept;
  let started: WitnessedLog['started'];
  let cosigned: WitnessedLog['cosigned'];
  beforeEach(async () => {
    witnessed = await WitnessedLog.begin();
    ({ log, north, south, kept, started, cosigned } = witnessed);
  });
  afterEach(() => witnessed.close());

  const alarmOf = (outcome: Cosigned, witness: string) => {
    const alarm = outcome.alarms.find((each) => each.witness === witness);
    if (alarm === undefined) throw new Error('there is no such alarm');
    return alarm;
  };

  it('is raised at a rollback, whatever we remember, and shows that our own key signed what is gone', async () => {
    log.grow(entries(7, 'lost'));
    const lost = await cosigned();
    const remembered = kept.text;
    log.rollBack(5);
    for (const text of [remembered, null]) {
      kept.text = text;
      const outcome = await cosigned();
      expect(outcome).to.deep.include({ signed: [], isQuorate: false });
      expect(outcome.missing.map(({ why }) => why)).to.deep.equal(Array(2).fill('it holds another history'));
      const { error, evidence } = alarmOf(outcome, 'north');
      expect(error.code).to.equal('log-forked');
      expect(error.facts).to.deep.equal({ witness: 'north', ours: 5, theirs: 12 });
      expect(error.message).to.contain(
        `The witness north (${north.url}) has cosigned 12 entries of ${origin}`,
      );
      expect(error.message).to.contain('7 entries that were published are missing here');
      expect(error.message).to.contain("signed with this log's own key");
      expect(error.message).to.contain('govledger recover');
      expect(evidence?.split('\n\n')[0]).to.equal(lost.note.split('\n\n')[0]);
    }
  });

  it('is raised at a rollback of one entry that was followed by another', async () => {
    await cosigned();
    log.rollBack(4).grow(['in its place']);
    const { error } = alarmOf(await cosigned(), 'south');
    expect(error.facts).to.deep.equal({ witness: 'south', ours: 5, theirs: 5 });
    expect(error.message).to.contain('entries of this ledger were changed since');
  });

  it('is raised at a fork that grew further than what the witness holds', async () => {
    await cosigned();
    const root = (await log.publish()).root;
    kept.text = null;
    const fork = new GrownLog(log.key).grow([...entries(4), 'forged', ...entries(9, 'more')]);
    const { error, evidence } = alarmOf(await cosigned(fork), 'north');
    expect(error.facts).to.deep.equal({ witness: 'north', ours: 14, theirs: 5 });
    expect(error.message).to.contain('two histories under one origin');
    expect(error.message).to.contain(Buffer.from(root).toString('base64'));
    expect(evidence).to.contain(`${origin}\n5\n`);
  });

  it('is raised at another history than ours, that somebody else has shown the witness', async () => {
    await cosigned();
    north.forget(origin);
    const elsewhere = new GrownLog(log.key).grow(entries(5, 'elsewhere'));
    const own = kept.text;
    kept.text = null;
    await cosigned(elsewhere);
    kept.text = own;
    const outcome = await cosigned();
    const { error } = alarmOf(outcome, 'north');
    expect(error.message).to.contain('another server has shown it another history since');
    expect(outcome.signed).to.deep.equal(['north', 'south']);
  });

  it('says that it is a word alone where the witness shows nothing that this log signed', async () => {
    await cosigned();
    const other = makeLogKey('other.example/log');
    const text = formatCheckpoint({ ...(await log.publish()), origin: 'other.example/log' });
    const shown = [null, '', 'no note\n', text, await signNote(text, [parseSignerKey(other.signer)])];
    shown.push(await signNote(text, [parseSignerKey(log.key.signer)]));
    log.rollBack(3);
    const published = await log.publish();
    const policy = parsePolicy(
      Buffer.from(
        `log ${other.verifier}\nlog ${log.key.verifier}\nwitness w ${north.vkey} ${north.url}\nquorum w\n`,
      ),
    );
    for (const each of shown) {
      north.misconduct.shows = each;
      const outcome = await new Witnesses({ policy, log, kept, onFailure: () => undefined }).cosign(
        published,
      );
      const { error, evidence } = alarmOf(outcome, 'w');
      expect(evidence).to.equal(null);
      expect(error.message).to.contain('its word alone');
    }
  });

  it('is raised though one of them alone has seen it, and the others sign', async () => {
    await cosigned();
    south.forget(origin);
    log.rollBack(3);
    const outcome = await cosigned();
    expect(outcome.alarms.map(({ witness }) => witness)).to.deep.equal(['north']);
    expect(outcome.signed).to.deep.equal(['south']);
  });

  it('is not raised where it is our memory that errs', async () => {
    await cosigned();
    log.grow(entries(4, 'more'));
    // It takes the size for right before it says which one it holds.
    north.misconduct.instead = [{ status: 422 }];
    expect(await cosigned()).to.deep.include({ isQuorate: true, alarms: [] });
    expect(north.asked.map((body) => body.split('\n')[0])).to.deep.equal([
      'old 0',
      'old 5',
      'old 0',
      'old 5',
    ]);
  });

  it('is not raised at a checkpoint that a newer one of ours has overtaken', async () => {
    const witnesses = started();
    const older = await log.publish();
    log.grow(entries(4, 'more'));
    const newer = await log.publish();
    const [first, second, third] = await Promise.all(
      [older, newer, older].map((each) => witnesses.cosign(each)),
    );
    expect([first?.isQuorate, second?.isQuorate]).to.deep.equal([true, true]);
    expect(third?.alarms).to.deep.equal([]);
    expect(north.asked.map((body) => body.split('\n')[0])).to.deep.equal(['old 0', 'old 5', 'old 5']);
    expect(third?.missing[0]?.why).to.equal('it has cosigned a newer checkpoint of this log, of 9 entries');
  });

  it('is raised at every fork and rollback, and never where there is none', async () => {
    type Step = 'grow' | 'again' | 'restart' | 'lose memory' | 'stale memory' | 'witness forgets';
    const step = fc.constantFrom<Step>(
      'grow',
      'again',
      'restart',
      'lose memory',
      'stale memory',
      'witness forgets',
    );
    const plan = fc.record({
      steps: fc.array(step, { maxLength: 6 }),
      more: fc.integer({ min: 1, max: 20 }),
      cut: fc.integer({ min: 1, max: 5 }),
      regrow: fc.nat(12),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ steps, more, cut, regrow }) => {
        const log = new GrownLog(witnessed.log.key).grow(entries(5));
        for (const each of [north, south]) each.forget(origin);
        kept.text = null;
        let stale: string | null = null;
        let witnesses = started(log);
        for (const each of steps) {
          if (each === 'grow') log.grow(entries(more, 'more'));
          if (each === 'lose memory') kept.text = null;
          if (each === 'stale memory') [kept.text, stale] = [stale, kept.text];
          if (each === 'witness forgets') north.forget(origin);
          if (each !== 'grow' && each !== 'again') witnesses = started(log);
          expect(await witnesses.cosign(await log.publish())).to.deep.include({
            isQuorate: true,
            alarms: [],
          });
        }
        await witnesses.cosign(await log.publish());
        const size = log.newest()?.size ?? 0;
        log.rollBack(size - cut).grow(entries(regrow, 'other'));
        const { alarms } = await cosigned(log);
        expect(alarms.map(({ witness }) => witness)).to.deep.equal(['north', 'south']);
      }),
      { numRuns: 15 },
    );
  });
});
