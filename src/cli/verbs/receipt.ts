import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { type Context, type Run, writeJson } from '../context.ts';
import { type ExitCode, exit } from '../exit-codes.ts';
import { isUuid } from '../given.ts';
import { writeNew } from '../new-file.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf } from '../reach/reach.ts';
import { UsageError } from '../usage-error.ts';

const Receipt = z.looseObject({
  event: z.string(),
  index: z.number(),
  body: z.string(),
  receipt: z.string().nullable(),
});
type Receipt = z.infer<typeof Receipt>;

/** The receipt of an event, made again under the newest checkpoint. */
export const getReceipt: Run = (context, given) => {
  const event = given.argument(0).toLowerCase();
  if (!isUuid(event)) throw new UsageError('event', 'must be its whole id, a UUID, as every act shows it');
  return reaching(context, given, 'reads', async (reach): Promise<ExitCode> => {
    const path = pathOf('/api/receipts/{event}', { event });
    const { says } = await ask(reach, Receipt, { method: 'GET', path });
    const out = given.text('out');
    if (says.receipt === null) return unsigned(context, says);
    if (out !== undefined) await kept(context, out, { ...says, receipt: says.receipt });
    else if (context.json) await writeJson(context, says);
    else await context.terminal.write(says.receipt);
    return exit.ok;
  });
};

async function unsigned(context: Context, says: Receipt): Promise<ExitCode> {
  if (context.json) await writeJson(context, says);
  context.terminal.say(
    `Event ${says.event} is on record, as entry ${says.index}, and no signed checkpoint covers it yet. Ask again later; govledger doctor says what keeps the log from being signed.\n`,
  );
  return exit.refused;
}

async function kept(
  context: Context,
  out: string,
  { event, index, body, receipt }: Receipt & { readonly receipt: string },
): Promise<void> {
  const files = { receipt: `${out}.tlog-proof`, event: `${out}.event` };
  await writeNew(files.receipt, receipt);
  try {
    await writeNew(files.event, body);
  } catch (error) {
    await rm(files.receipt);
    throw error;
  }
  if (context.json) return writeJson(context, { event, index, files });
  await context.terminal.write(
    `${files.receipt} is the receipt of ${files.event}, byte for byte the event as it is stored.\nWho checks it: govledger receipt verify ${files.receipt} --event ${files.event} --vkey KEY\n`,
  );
}
