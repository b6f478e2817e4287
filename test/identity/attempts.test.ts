import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { LedgerError } from '../../events/errors.ts';
import { Attempts } from '../../src/identity/attempts.ts';
import { codeRefused } from '../../src/identity/refusals.ts';
import { refused } from '../vault/refusals.ts';

const minute = 60_000;

describe('attempts at codes', () => {
  let now = 0;
  let attempts: Attempts;

  beforeEach(() => {
    now = Date.UTC(2025, 0, 1);
    attempts = new Attempts({ now: () => now });
  });

  const wrong = (address: string) =>
    refused(
      attempts.counting(address, () => Promise.reject(codeRefused('sign-in-code'))),
      'code-refused',
    );
  const right = (address: string) => attempts.counting(address, async () => 'in');
  const stopped = async (address: string) => {
    const { facts } = await refused(
      attempts.counting(address, () => Promise.reject(new Error('it was tried'))),
      'too-many-attempts',
    );
    return 'retryAfterS' in facts ? facts.retryAfterS : null;
  };

  it('are 10 wrong ones from an address in 15 minutes, and then it is said when to try again', async () => {
    for (let i = 0; i < 10; i += 1) {
      await wrong('192.0.2.1');
      now += minute;
    }
    expect(await stopped('192.0.2.1')).to.equal(5 * 60);
    expect(await right('192.0.2.2')).to.equal('in');
    now += 5 * minute - 1;
    expect(await stopped('192.0.2.1')).to.equal(1);
    now += 1;
    expect(await right('192.0.2.1')).to.equal('in');
    await wrong('192.0.2.1');
    expect(await stopped('192.0.2.1')).to.equal(60);
  });

  it('that are right count for nothing, and forgive nothing', async () => {
    for (let i = 0; i < 9; i += 1) await wrong('192.0.2.1');
    for (let i = 0; i < 20; i += 1) expect(await right('192.0.2.1')).to.equal('in');
    await wrong('192.0.2.1');
    await stopped('192.0.2.1');
  });

  it('that fail for another reason count for nothing', async () => {
    const limit = new LedgerError('token-limit', 'too many', { limit: 25 });
    for (let i = 0; i < 20; i += 1)
      await refused(
        attempts.counting('192.0.2.1', () => Promise.reject(limit)),
        'token-limit',
      );
    expect(await right('192.0.2.1')).to.equal('in');
  });

  it('count from their start, so that a burst is stopped too', async () => {
    let tried = 0;
    const burst = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        attempts.counting('192.0.2.1', async () => {
          tried += 1;
          await Promise.resolve();
          throw codeRefused('sign-in-code');
        }),
      ),
    );
    expect(tried).to.equal(10);
    expect(burst.every(({ status }) => status === 'rejected')).to.equal(true);
  });

  it('from one network of IPv6 are from one source, however it is written', async () => {
    const written = [
      '2001:db8::1',
      '2001:0DB8:0:0:ffff::2',
      '2001:db8:0:0:1:2:3:4',
      '2001:db8::1%eth0',
      '2001:db8::192.0.2.9',
    ];
    for (let i = 0; i < 10; i += 1) await wrong(written[i % written.length] ?? '');
    for (const address of written) await stopped(address);
    expect(await right('2001:db8:0:1::1')).to.equal('in');
  });

  it('from an IPv4 address are the same as from its IPv6 form', async () => {
    for (let i = 0; i < 10; i += 1) await wrong(i % 2 === 0 ? '192.0.2.1' : '::ffff:192.0.2.1');
    await stopped('192.0.2.1');
    expect(await right('::ffff:192.0.2.2')).to.equal('in');
  });

  it('are 300 wrong ones from everywhere', async () => {
    for (let i = 0; i < 300; i += 1) await wrong(`10.0.${i >> 8}.${i & 255}`);
    expect(await stopped('192.0.2.1')).to.equal(15 * 60);
    now += 15 * minute;
    expect(await right('192.0.2.1')).to.equal('in');
  });
});
