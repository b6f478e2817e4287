import { describe, it } from 'mocha';
import { checkLog, GrownLog } from './check-log.ts';

describe('a log grown leaf by leaf', () => {
  it('is at every size to 600 what RFC 6962 says: root, proofs, tiles, bundles, and what a reader finds', async function () {
    this.timeout(180_000);
    const log = new GrownLog();
    await checkLog(log, 0);
    for (let size = 1; size <= 600; size += 1) {
      log.append(Buffer.from(size % 7 === 0 ? '' : `entry ${size - 1}`));
      await checkLog(log, size);
    }
  });

  it('is that also where every entry is the same', async () => {
    const log = new GrownLog();
    for (let size = 1; size <= 70; size += 1) {
      log.append(Buffer.from('same'));
      await checkLog(log, size);
    }
  });

  it('is that also where entries are of the largest size, or look like nodes', async () => {
    const log = new GrownLog();
    for (let size = 1; size <= 20; size += 1) {
      log.append(size % 2 === 0 ? Buffer.alloc(65_535, size) : Buffer.alloc(64, size));
      await checkLog(log, size);
    }
  });
});
