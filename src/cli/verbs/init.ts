import { originOf } from '../../../projections/log-keys.ts';
import { inWords, Names } from '../../members/names.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { initialise } from '../initialise.ts';
import { founders } from '../naming.ts';
import { reading } from '../opened-ledger.ts';
import { listing } from '../table.ts';

export const init: Run = async (context, given) => {
  await initialise(context, given);
  await reading(context, async (ledger) => {
    const origin = originOf(await ledger.handler.log.now())?.origin ?? '';
    const names = new Names(ledger);
    const people = await Promise.all(
      founders.map(async (as) => ({ as, person: ledger[as], name: await names.of(ledger[as]) })),
    );
    const frameworks = [...ledger.views.frameworks().keys()];
    const { path, keys } = ledger.folder;
    if (context.json) {
      return writeJson(context, { ledger: ledger.id, origin, data: path, keys, people, frameworks });
    }
    const { terminal } = context;
    await terminal.write(
      `A new ledger stands in ${path}\n${listing(
        [
          ['ledger', ledger.id],
          ['origin', origin],
          ...people.map(({ as, person, name }): [string, string] => [as, `${inWords(name)}, ${person}`]),
          ['framework', frameworks.join(', ')],
          [
            'keys',
            `development keys in ${keys}, mode 0600. Without them nothing sealed can be opened: keep a copy apart.`,
          ],
        ],
        terminal.columns,
      )}\nNext: npx govledger serve, or npx govledger submission receive --help\n`,
    );
  });
  return exit.ok;
};
