import { expect } from 'chai';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { signatureLine, signNote } from '../../src/checkpoint/note.ts';
import { cosignedText, parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { openWitnessed, type Policy } from '../../src/checkpoint/policy.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';
import type { KeptText } from '../../src/witnessing/witness-memory.ts';
import { type Cosigned, Witnesses } from '../../src/witnessing/witnesses.ts';
import { entries, GrownLog, origin } from './grown-log.ts';
import { type Answer, type Misconduct, SmallWitness } from './small-witness.ts';

/** A text in memory. */
class Kept implements KeptText {
  text: string | null = null;
  writes = 0;
  read(): string | null {
    return this.text;
  }
  write(text: string): void {
    this.text = text;
    this.writes += 1;
  }
}

describe('the witnesses of a log', () => {
  let log: GrownLog;
  let north: SmallWitness;
  let south: SmallWitness;
  let kept: Kept;
  let failures: unknown[];
  const opened: Witnesses[] = [];

  beforeEach(async () => {
    log = new GrownLog().grow(entries(5));
    north = await SmallWitness.start('north.example', [log.key.verifier]);
    south = await SmallWitness.start('south.example', [log.key.verifier]);
    kept = new Kept();
    failures = [];
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await Promise.all([north.close(), south.close()]);
  });

  const policyOf = (quorum: string): Policy =>
    parsePolicy(
      Buffer.from(
        `log ${log.key.verifier}\nwitness north ${north.vkey} ${north.url}\nwitness south ${south.vkey} ${south.url}/\n${quorum}`,
      ),
    );

  /** Our side, as after a start: only what is kept is remembered. */
  function started(
    of = log,
    quorum = 'group both all north south\nquorum both\n',
    deadlineMs = 2000,
  ): Witnesses {
    const onFailure = (error: unknown): void => void failures.push(error);
    const witnesses = new Witnesses({ policy: policyOf(quorum), log: of, kept, onFailure, deadlineMs });
    opened.push(witnesses);
    return witnesses;
  }

  const cosigned = async (of = log): Promise<Cosigned> => started(of).cosign(await of.publish());

  const whyNorth = async (): Promise<string | undefined> => {
    const { missing, signed, alarms } = await cosigned();
    expect(alarms).to.deep.equal([]);
    expect(signed).to.deep.equal(['south']);
    return missing.find(({ witness }) => witness === 'north')?.why;
  };

  it('add their lines under those of the log, in the order of the policy', async () => {
    const published = await log.publish();
    const outcome = await started().cosign(published);
    expect(outcome).to.deep.include({ signed: ['north', 'south'], isQuorate: true, missing: [], alarms: [] });
    expect(outcome.note.startsWith(published.note)).to.equal(true);
    expect(openWitnessed(outcome.note, policyOf('quorum south\n')).witnesses).to.deep.equal([
      'north',
      'south',
    ]);
  });

  it('are asked once for each checkpoint, from the one before', async () => {
    const witnesses = started();
    await witnesses.cosign(await log.publish());
    log.grow(entries(9, 'more'));
    await witnesses.cosign(await log.publish());
    expect(north.asked.map((body) => body.split('\n')[0])).to.deep.equal(['old 0', 'old 5']);
  });

  it('are not asked again for a text that they have cosigned for this process', async () => {
    const witnesses = started();
    const published = await log.publish();
    const first = await witnesses.cosign(published);
    const second = await witnesses.cosign({ note: first.note });
    expect(second).to.deep.equal(first);
    expect((await witnesses.cosign(published)).note).to.equal(first.note);
    expect(north.asked).to.have.length(1);
    expect(kept.writes).to.equal(1);
  });

  it('are asked from where they stood at the last start', async () => {
    await cosigned();
    log.grow(entries(3, 'more'));
    await cosigned();
    expect(north.asked.map((body) => body.split('\n')[0])).to.deep.equal(['old 0', 'old 5']);
    expect(kept.writes).to.equal(2);
    expect(failures).to.deep.equal([]);
  });

  it('say themselves where they stand, when what we remember of it is lost, stale or of another log', async () => {
    await cosigned();
    const stale = kept.text;
    log.grow(entries(3, 'more'));
    await cosigned();
    for (const text of [null, stale, stale?.replace(origin, 'other.example/log') ?? null]) {
      kept.text = text;
      log.grow(entries(2, 'later'));
      north.asked.length = 0;
      expect(await cosigned()).to.deep.include({ isQuorate: true, alarms: [] });
      const first = text === stale ? 'old 5' : 'old 0';
      expect(north.asked.map((body) => body.split('\n')[0])[0]).to.equal(first);
    }
    expect(failures).to.deep.equal([]);
  });

  it('go on where one of them has lost what it knew', async () => {
    await cosigned();
    north.forget(origin);
    log.grow(entries(3, 'more'));
    expect(await cosigned()).to.deep.include({ isQuorate: true, alarms: [] });
  });

  it('keep their lines over a restart with the same checkpoint, whether they answer or not', async () => {
    const first = await cosigned();
    const { note } = await log.publish();
    expect((await started().cosign({ note })).note).to.equal(first.note);
    expect(north.asked).to.have.length(2);
    north.misconduct.instead = [{ status: 503 }];
    expect(await started().cosign({ note })).to.deep.include({ note: first.note, missing: [] });
    kept.text = null;
    north.misconduct.instead = [{ status: 503 }];
    expect((await started().cosign({ note: first.note })).signed).to.deep.equal(['north', 'south']);
    // A witness is sent the signatures of the log alone.
    expect(north.asked.filter((body) => body.includes('north.example'))).to.deep.equal([]);
  });

  describe('raise the alarm', () => {
    const alarmOf = (outcome: Cosigned, witness: string) => {
      const alarm = outcome.alarms.find((each) => each.witness === witness);
      if (alarm === undefined) throw new Error('there is no such alarm');
      return alarm;
    };

    it('at a rollback, whatever we remember, and show that our own key signed what is gone', async () => {
      log.grow(entries(7, 'lost'));
      const lost = await cosigned();
      const remembered = kept.text;
      log.rollBack(5);
      for (const text of [remembered, null]) {
        kept.text = text;
        const outcome = await cosigned();
        expect(outcome).to.deep.include({ signed: [], isQuorate: false });
        expect(outcome.missing.map(({ why }) => why)).to.deep.equal(
          Array(2).fill('it holds another history'),
        );
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

    it('at a rollback of one entry that was followed by another', async () => {
      await cosigned();
      log.rollBack(4).grow(['in its place']);
      const { error } = alarmOf(await cosigned(), 'south');
      expect(error.facts).to.deep.equal({ witness: 'south', ours: 5, theirs: 5 });
      expect(error.message).to.contain('entries of this ledger were changed since');
    });

    it('at a fork that grew further than what the witness holds', async () => {
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

    it('at another history than ours, that somebody else has shown the witness', async () => {
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

    it('and say that it is a word alone where the witness shows nothing that this log signed', async () => {
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

    it('though one of them alone has seen it, and the others sign', async () => {
      await cosigned();
      south.forget(origin);
      log.rollBack(3);
      const outcome = await cosigned();
      expect(outcome.alarms.map(({ witness }) => witness)).to.deep.equal(['north']);
      expect(outcome.signed).to.deep.equal(['south']);
    });
  });

  it('raise no alarm where it is our memory that errs', async () => {
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

  it('raise no alarm at a checkpoint that a newer one of ours has overtaken', async () => {
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

  it('do not keep the others waiting for one that is silent, or that never ends', async () => {
    for (const silent of ['whole', 'drip'] as const) {
      north.misconduct.silent = silent;
      const before = Date.now();
      const { signed, missing } = await started(log, 'quorum south\n', 150).cosign(await log.publish());
      expect(Date.now() - before).to.be.below(1500);
      expect(signed).to.deep.equal(['south']);
      expect(missing).to.deep.equal([{ witness: 'north', why: 'it did not answer within 0.15 s' }]);
    }
  });

  it('are given up when the server closes', async () => {
    north.misconduct.silent = 'whole';
    const witnesses = started(log, 'quorum south\n', 60_000);
    const published = await log.publish();
    const outcome = witnesses.cosign(published);
    while (north.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await witnesses.close();
    expect((await outcome).missing[0]?.why).to.equal('this server is closing');
    expect((await witnesses.cosign(published)).missing[0]?.why).to.equal('this server is closing');
    expect(north.asked).to.have.length(1);
  });

  it('say why one of them cannot be reached', async () => {
    await north.close();
    expect(await whyNorth()).to.match(/^it cannot be reached: .*ECONNREFUSED/);
  });

  const answers: readonly (readonly [what: string, answer: Answer, why: string])[] = [
    ['a log that it does not know', { status: 404 }, 'it does not know this log (404)'],
    ['a key that it does not know', { status: 403 }, 'it accepts none of the signatures (403)'],
    ['a request that it does not read', { status: 400 }, 'it takes the request for malformed (400)'],
    ['too many requests', { status: 429 }, 'it is asked again with the next checkpoint'],
    ['a fault of its own', { status: 500 }, 'a fault (500)'],
    ['a redirect', { status: 302 }, 'it answers 302'],
    ['an answer without content', { status: 204 }, 'it answers 204'],
    ['a proof refused where none is needed', { status: 422 }, 'needs no proof (422)'],
    ['a size of no type', { status: 409, type: 'text/plain', body: '5\n' }, 'not of which size'],
    ['no size', { status: 409, type: 'text/x.tlog.size', body: 'five\n' }, 'not of which size'],
    ['a size and more', { status: 409, type: 'text/x.tlog.size', body: '3\n4\n' }, 'not of which size'],
    [
      'a size with a zero before it',
      { status: 409, type: 'text/x.tlog.size', body: '03\n' },
      'not of which size',
    ],
    [
      'a size beyond exact numbers',
      { status: 409, type: 'text/x.tlog.size', body: `${2 ** 53}\n` },
      'not of which size',
    ],
    [
      'the size that it was asked from',
      { status: 409, type: 'text/x.tlog.size', body: '0\n' },
      'takes no proof from there',
    ],
    ['nothing', { status: 200 }, 'not made of signature lines'],
    ['words', { status: 200, body: 'fine with me\n' }, 'not made of signature lines'],
    ['a line that does not end', { status: 200, body: '— a AAAAAAAA' }, 'not made of signature lines'],
    ['what is no text', { status: 200, body: Buffer.of(0xff, 0x0a) }, 'not made of signature lines'],
    [
      'no end of lines',
      { status: 200, body: '— a AAAAAAAA\n'.repeat(10_000) },
      'longer than an answer can be',
    ],
    ['lines of other keys alone', { status: 200, body: '— a AAAAAAAA\n' }, 'no cosignature of its key'],
  ];
  for (const [what, answer, why] of answers) {
    it(`go on without one that answers ${what}`, async () => {
      north.misconduct.instead = [answer];
      expect(await whyNorth()).to.contain(why);
      // The next checkpoint is cosigned as if nothing had been.
      log.grow(entries(2, 'more'));
      expect((await cosigned()).signed).to.deep.equal(['north', 'south']);
    });
  }

  it('go on without one that names another size each time', async () => {
    north.misconduct.instead = [1, 2, 3, 4, 5].map((size) => ({
      status: 409,
      type: 'Text/X.tlog.size; charset=utf-8',
      body: `${size}\n`,
    }));
    expect(await whyNorth()).to.equal('it named another size each time it was asked');
    expect(north.asked).to.have.length(4);
  });

  it('add no line of a key that nobody knows, whatever it signs', async () => {
    const stranger = parseSignerKey(makeLogKey('north.example', 'cosignature').signer);
    north.misconduct.garnish = async (lines, text) =>
      `${await cosign(text, stranger, 1_700_000_000)}\n— other.example AAAAAAAA\n${lines}`;
    const outcome = await cosigned();
    expect(outcome.signed).to.deep.equal(['north', 'south']);
    expect(outcome.note.split('\n\n')[1]?.trimEnd().split('\n')).to.have.length(3);
  });

  it('add no line of another witness that came with its own', async () => {
    south.misconduct.instead = [{ status: 503 }];
    north.misconduct.garnish = (lines, text) => `${lines}— south.example ${bytesOf(south, text)}\n`;
    expect((await cosigned()).signed).to.deep.equal(['north']);
  });

  it('are refused with a line that does not fit, even beside one that does', async () => {
    const bad: NonNullable<Misconduct['garnish']>[] = [
      (lines: string) => lines.replace(/....\n$/, 'AAA=\n'),
      (lines: string) => `${lines}— north.example ${bytesOf(north, 'another text\n')}\n`,
      (lines: string) => `— north.example ${bytesOf(north, 'another text\n')}\n${lines}`,
      // Signed, but for the time 0.
      (_: string, text: string) => withoutTime(north, text),
    ];
    for (const garnish of bad) {
      north.misconduct.garnish = garnish;
      expect(await whyNorth()).to.contain('does not fit the checkpoint');
      expect(kept.text).to.not.contain('north.example');
    }
  });

  it('let go of a line in the note that is not theirs', async () => {
    const { note } = await log.publish();
    north.misconduct.instead = [{ status: 503 }];
    const forged = `${note}— north.example ${bytesOf(north, 'another text\n')}\n`;
    const outcome = await started().cosign({ note: forged });
    expect(outcome.signed).to.deep.equal(['south']);
    expect(openWitnessed(outcome.note, policyOf('quorum south\n')).witnesses).to.deep.equal(['south']);
  });

  it('are not asked where the policy says nothing of where they are', async () => {
    const policy = parsePolicy(
      Buffer.from(`witness north ${north.vkey}\nwitness far ${south.vkey} far:away\nquorum none\n`),
    );
    const onFailure = (error: unknown): void => void failures.push(error);
    const outcome = await new Witnesses({ policy, log, kept, onFailure }).cosign(await log.publish());
    expect(outcome.isQuorate).to.equal(true);
    expect(outcome.missing[0]).to.deep.equal({ witness: 'north', why: 'the policy gives no URL for it' });
    expect(outcome.missing[1]?.why).to.contain('it cannot be reached');
  });

  it('are asked nothing by a tree that does not lead to its own checkpoint', async () => {
    await cosigned();
    log.grow(entries(6, 'more'));
    const published = await log.publish();
    log.damage(0, 5);
    const refusal = await started()
      .cosign(published)
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(isLedgerError(refusal) && refusal.code).to.equal('integrity-violation');
    expect(north.asked).to.have.length(1);
  });

  it('are asked all the same where what they said cannot be kept or read', async () => {
    for (const text of [
      '{',
      '{"v":2}',
      '{"v":1,"origin":"ledger.example/governance","witnesses":[{"vkey":"","size":1,"root":"","line":"-"}]}',
    ]) {
      kept.text = text;
      failures = [];
      expect((await cosigned()).isQuorate).to.equal(true);
      expect(failures).to.have.length(1);
    }
    const full = new Error('no space left');
    kept.write = () => {
      throw full;
    };
    log.grow(entries(1, 'more'));
    failures = [];
    const witnesses = started();
    expect((await witnesses.cosign(await log.publish())).isQuorate).to.equal(true);
    expect(failures).to.deep.equal([full]);
    log.grow(entries(1, 'last'));
    north.asked.length = 0;
    await witnesses.cosign(await log.publish());
    expect(north.asked.map((body) => body.split('\n')[0])).to.deep.equal(['old 6']);
  });

  it('see every fork and rollback, and never one where there is none', async () => {
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
        log = new GrownLog(log.key).grow(entries(5));
        for (const each of [north, south]) each.forget(origin);
        kept.text = null;
        let stale: string | null = null;
        let witnesses = started();
        for (const each of steps) {
          if (each === 'grow') log.grow(entries(more, 'more'));
          if (each === 'lose memory') kept.text = null;
          if (each === 'stale memory') [kept.text, stale] = [stale, kept.text];
          if (each === 'witness forgets') north.forget(origin);
          if (each !== 'grow' && each !== 'again') witnesses = started();
          expect(await witnesses.cosign(await log.publish())).to.deep.include({
            isQuorate: true,
            alarms: [],
          });
        }
        await witnesses.cosign(await log.publish());
        const size = log.newest()?.size ?? 0;
        log.rollBack(size - cut).grow(entries(regrow, 'other'));
        const { alarms } = await cosigned();
        expect(alarms.map(({ witness }) => witness)).to.deep.equal(['north', 'south']);
      }),
      { numRuns: 15 },
    );
  });
});

/** Base64 of a line under the witness's key id that signs nothing of the kind. */
function bytesOf(witness: SmallWitness, text: string): string {
  const [, keyId = ''] = witness.vkey.split('+');
  return Buffer.concat([Buffer.from(keyId, 'hex'), Buffer.alloc(72, text.length)]).toString('base64');
}

async function withoutTime({ signer }: SmallWitness, text: string): Promise<string> {
  const { name, keyId } = parseVerifierKey(signer.vkey);
  const time = Buffer.alloc(8);
  const signature = await signer.sign(cosignedText(Buffer.from(text), time));
  return `${signatureLine(name, keyId, Buffer.concat([time, signature]))}\n`;
}
