import { z } from 'zod';
import { commandSpecs } from '../../commands/catalogue.ts';
import { specOf } from '../../commands/parse.ts';
import { commandRules } from '../../permissions/commands.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { table } from '../table.ts';

/** A schema is JSON in either case: it is for programs. */
export const schema: Run = async (context, given) => {
  const what = given.argument(0);
  if (what === 'commands') return listCommands(context);
  if (what === 'history') {
    const { historyJsonSchema } = await import('../../import/history.ts');
    await writeJson(context, historyJsonSchema());
    return exit.ok;
  }
  const spec = specOf(what);
  await writeJson(context, {
    title: `The data of ${spec.name}`,
    ...z.toJSONSchema(spec.data, { target: 'draft-2020-12', unrepresentable: 'any' }),
  });
  return exit.ok;
};

async function listCommands(context: Context): Promise<undefined> {
  const callable = commandSpecs.filter(({ name }) => commandRules[name].grants.length > 0);
  const commands = callable.map(({ name, stream }) => ({
    command: name,
    stream,
    by: [...new Set(commandRules[name].grants.map(({ role }) => role))],
    system: commandRules[name].bySystem === true,
  }));
  if (context.json) return void (await writeJson(context, { commands }));
  const rows = commands.map(({ command, stream, by }) => [command, stream, by.join(', ')]);
  await context.terminal.write(table(['COMMAND', 'STREAM', 'BY'], rows, context.terminal.columns));
}
