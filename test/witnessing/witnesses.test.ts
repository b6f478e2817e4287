import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { signatureLine } from '../../src/checkpoint/note.ts';
import { cosignedText, parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { openWitnessed } from '../../src/checkpoint/policy.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';
import { Witnesses } from '../../src/witnessing/witnesses.ts';
import { entries, type GrownLog, origin } from './grown-log.ts';
import type { Answer, Misconduct, SmallWitness } from './small-witness.ts';
import { type Kept, WitnessedLog } from './witnessed-log.ts';

describe('the witnesses of a log', () => {
  let witnessed: WitnessedLog;
  let log: GrownLog;
  let north: SmallWitness;
  let south: SmallWitness;
  let kept: Kept;
  let failures: unknown[];
  let started: WitnessedLog['started'];
  let cosigned: WitnessedLog['cosigned'];
  beforeEach(async () => {
    witnessed = await WitnessedLog.begin();
    ({ log, north, south, kept, failures, started, cosigned } = witnessed);
  });
  afterEach(() => witnessed.close());

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
    expect(openWitnessed(outcome.note, witnessed.policyOf('quorum south\n')).witnesses).to.deep.equal([
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
    expect(openWitnessed(outcome.note, witnessed.policyOf('quorum south\n')).witnesses).to.deep.equal([
      'south',
    ]);
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
      failures.length = 0;
      expect((await cosigned()).isQuorate).to.equal(true);
      expect(failures).to.have.length(1);
    }
    const full = new Error('no space left');
    kept.write = () => {
      throw full;
    };
    log.grow(entries(1, 'more'));
    failures.length = 0;
    const witnesses = started();
    expect((await witnesses.cosign(await log.publish())).isQuorate).to.equal(true);
    expect(failures).to.deep.equal([full]);
    log.grow(entries(1, 'last'));
    north.asked.length = 0;
    await witnesses.cosign(await log.publish());
    expect(north.asked.map((body) => body.split('\n')[0])).to.deep.equal(['old 6']);
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
