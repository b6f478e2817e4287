import { rotateVaultKey } from '../../../src/folder/rotate-vault-key.ts';

/** Rotates the vault key of the folder, and is killed at the named step, for the test that goes on from there. */
const [data = '', killedAt = ''] = process.argv.slice(2);
await rotateVaultKey({
  data,
  onStep: (step) => {
    if (step !== killedAt) return;
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment, in which nothing must go on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000);
  },
});
process.stdout.write('it was not killed\n');
