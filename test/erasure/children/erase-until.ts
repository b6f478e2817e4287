import { Erasures } from '../../../src/erasure/erasures.ts';
import { type Plans, plansIn } from '../../../src/erasure/plans.ts';
import { openParts } from '../../../src/folder/open-ledger.ts';
import type { Vault } from '../../../src/vault/vault.ts';

/** Carries out what is approved in the folder, and is killed at the named step, for the test that goes on from there. */
const [data = '', step = ''] = process.argv.slice(2);
const { store, vault, handler, projector, views, folder } = await openParts({ data });

const killedAt = (name: string): void => {
  if (name === step) process.kill(process.pid, 'SIGKILL');
};
/** The signal takes effect when the event loop turns. */
const dead = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_000));

const files = plansIn(folder.erasing);
const plans: Plans = {
  read: files.read,
  write: (erasure, plan) => {
    killedAt('before the plan');
    files.write(erasure, plan);
  },
  remove: (erasure) => {
    killedAt('before the plan is removed');
    files.remove(erasure);
  },
  all: files.all,
};
const erasing: Vault = Object.create(vault, {
  erase: {
    value: async (digests: readonly string[]) => {
      if (step === 'before a key is destroyed') killedAt(step);
      if (step === 'between two keys') {
        await vault.erase(digests.slice(0, Math.floor(digests.length / 2)));
        killedAt(step);
        await dead();
      }
      await vault.erase(digests);
      if (step === 'before it is recorded') killedAt(step);
      await dead();
    },
  },
});
for (const name of ['open', 'streamsOf', 'ofStream', 'byAuthor', 'bySubject'] as const)
  Object.defineProperty(erasing, name, { value: vault[name].bind(vault) });
let recorded = 0;
await new Erasures({
  store,
  vault: erasing,
  handler: {
    forgetOpenings: () => handler.forgetOpenings(),
    handle: async (command) => {
      if (recorded === 1) killedAt('between two parts');
      recorded += 1;
      return handler.handle(command);
    },
  },
  plans,
  due: async () => {
    await projector.waitFor();
    return views.dueErasures().map(({ erasure }) => erasure);
  },
  onFailure: (_, error) => process.stdout.write(`${String(error)}\n`),
}).run();
process.stdout.write('it was not killed\n');
