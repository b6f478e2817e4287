import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { call } from './calling.ts';

export interface ServedFolder {
  readonly url: string;
  /** Stops as on Ctrl+C. */
  stop(): Promise<void>;
}

/** `govledger serve` on a data folder, in this process, on free ports. */
export async function serveFolder(data: string): Promise<ServedFolder> {
  const interrupted = new AbortController();
  let said = '';
  const args = ['serve', '--port', '0', '--public-port', '0', '--json', '--data', data];
  const running = call(args, {
    env: { GOVLEDGER_LOG: 'silent', GOVLEDGER_RATE_LIMITS: 'off' },
    interrupted: interrupted.signal,
    leavesAfter: (out) => {
      said = out;
      return false;
    },
  });
  while (said === '') {
    const ended = await Promise.race([running, setTimeout(20, null)]);
    if (ended !== null) throw new Error(`serve ended: ${ended.err}`);
  }
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(said));
  return {
    url,
    stop: async () => {
      interrupted.abort();
      expect((await running).code).to.equal(0);
      expect(existsSync(join(data, 'server.json'))).to.equal(false);
    },
  };
}
